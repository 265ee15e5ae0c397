//! The templates shipped with Patchbay: gallery/*.json, compiled in.

use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::json::{self, JsonError};
use patchbay_model::view::GalleryEntry;

/// File names and texts, by name.
static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/gallery.rs"));

/// The documents, by file name. One that can't be read is left out here and caught by the test below.
pub(super) fn documents() -> impl Iterator<Item = TemplateDocument> {
    read_all().filter_map(|(_, document)| document.ok())
}

/// What the gallery shows of a document.
pub(super) fn entry(document: TemplateDocument, installed: bool) -> PortalResult<GalleryEntry> {
    let value = serde_json::to_value(&document).map_err(|error| PortalError::Internal(Box::new(error)))?;
    Ok(GalleryEntry {
        endpoints: document.endpoints.into_iter().map(|endpoint| endpoint.name).collect(),
        name: document.name,
        label: document.label,
        description: document.description,
        template_type: document.template_type,
        document: value,
        installed,
    })
}

fn read_all() -> impl Iterator<Item = (&'static str, Result<TemplateDocument, JsonError>)> {
    FILES.iter().map(|(name, text)| (*name, json::parse(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::exchange::compile_all;
    use patchbay_model::valid::Valid;

    #[test]
    fn every_gallery_template_can_be_imported() {
        for (file, document) in read_all() {
            let document = document.unwrap_or_else(|error| panic!("{file}: {error}"));
            let document = Valid::check(document).unwrap_or_else(|found| panic!("{file}: {found:?}"));
            compile_all(&document).unwrap_or_else(|found| panic!("{file}: {found:?}"));
            assert_eq!(format!("{}.json", document.name), file, "a file is named like its template");
        }
    }

    #[test]
    fn no_two_gallery_templates_have_one_name() {
        let names: std::collections::HashSet<_> = documents().map(|document| document.name).collect();
        assert_eq!(names.len(), FILES.len());
    }
}
