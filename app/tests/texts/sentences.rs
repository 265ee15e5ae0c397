//! What the model, the engine and the server say is there in every language but English, which they say it in.

use crate::locales::placeholders;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The crates that say something, from the workspace's root.
const CRATES: [&str; 5] = ["crates/model", "crates/engine", "crates/dispatch", "app", "server"];

/// What the browser says by itself: mistakes in documents, and in bodies of handovers. The rest would only be heavy there.
const OF_EDITOR: [&str; 2] = ["json/parse.rs", "templating/twoway.rs"];

/// By English words, those of one language.
fn read(language: &str, table: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sentences").join(language).join(format!("{table}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn languages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sentences");
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What is said, by the table that it belongs into.
fn said() -> BTreeMap<&'static str, BTreeSet<String>> {
    let (mut editor, mut server) = (BTreeSet::new(), BTreeSet::new());
    for source in CRATES.into_iter().flat_map(|name| Source::of_crate(name, "")) {
        let of_editor = OF_EDITOR.iter().any(|path| source.path == *path);
        if of_editor { &mut editor } else { &mut server }.extend(source.sentences());
    }
    server.retain(|words| !editor.contains(words));
    BTreeMap::from([("editor", editor), ("server", server)])
}

#[test]
fn every_sentence_is_there_in_every_language_and_no_other() {
    let said = said();
    assert!(said.values().all(|words| words.len() > 20), "they were looked for in the wrong place");
    let mut wrong = Vec::new();
    for (table, english) in &said {
        for language in languages() {
            let known: BTreeSet<String> = read(&language, table).into_keys().collect();
            wrong.extend(english.difference(&known).map(|words| format!("{language}/{table}.json lacks: {words}")));
            wrong.extend(
                known.difference(english).map(|words| format!("{language}/{table}.json, said by nobody: {words}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sentence_has_the_same_values_in_every_language_and_is_not_left_in_english() {
    let plain = |words: &str| words.split(' ').filter(|word| word.chars().all(char::is_alphabetic)).count();
    let mut wrong = Vec::new();
    for language in languages() {
        for (english, words) in ["editor", "server"].into_iter().flat_map(|table| read(&language, table)) {
            if placeholders(&english) != placeholders(&words) {
                wrong.push(format!("{language}, other values: {english} / {words}"));
            }
            if words.trim().is_empty() || plain(&english) > 2 && english == words {
                wrong.push(format!("{language}, no words for: {english}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
