//! The templates and event integrations shipped with Patchbay: gallery/*.json and gallery/event-integrations/*.json,
//! compiled in.

use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_model::event_integration::EventIntegrationDocument;
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::json::{self, JsonError};
use patchbay_model::view::GalleryEntry;

/// File names and texts, by name.
static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/gallery.rs"));

static EVENT_INTEGRATIONS: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/event_integrations.rs"));

/// The event integrations, by file name. As below, one that can't be read is caught by a test.
pub(super) fn event_integrations() -> impl Iterator<Item = EventIntegrationDocument> {
    EVENT_INTEGRATIONS.iter().filter_map(|(_, text)| json::parse(text).ok())
}

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
    fn every_event_integration_of_the_gallery_can_be_imported() {
        for (file, text) in EVENT_INTEGRATIONS {
            let document: EventIntegrationDocument =
                json::parse(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            Valid::check(document).unwrap_or_else(|found| panic!("{file}: {found:?}"));
        }
        assert_eq!(event_integrations().count(), 4, "the four examples of the specification");
    }

    #[test]
    fn no_two_gallery_templates_have_one_name() {
        let names: std::collections::HashSet<_> = documents().map(|document| document.name).collect();
        assert_eq!(names.len(), FILES.len());
    }
}
