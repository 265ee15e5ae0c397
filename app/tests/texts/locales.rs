//! The files of `locales/`, read as the build script does not: member by member.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// All texts of one language.
pub struct Locale {
    pub tag: String,
    /// By `namespace.key`.
    pub texts: BTreeMap<String, String>,
}

impl Locale {
    /// English first.
    pub fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
        let mut tags: Vec<String> =
            fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        tags.sort_by_key(|tag| (tag != "en", tag.clone()));
        tags.into_iter().map(|tag| Self { texts: texts(&root.join(&tag)), tag }).collect()
    }
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let namespace = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let members: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for (key, text) in members {
            let text = text.as_str().unwrap_or_else(|| panic!("{namespace}.{key} is no text")).to_owned();
            texts.insert(format!("{namespace}.{key}"), text);
        }
    }
    texts
}

/// The names in `%{name}`.
pub fn placeholders(text: &str) -> BTreeSet<String> {
    text.split("%{").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}
