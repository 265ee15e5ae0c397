//! Every text that people read comes from `locales/`, is there in all languages, and has the values that it needs.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod literals;
mod locales;
mod sentences;
mod source;

use locales::{Locale, placeholders};
use source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What is in no language that people speak.
const NO_LANGUAGE: &[&str] = &[
    // The parts of pages, shown to whoever writes one at `/dev/components`.
    "pages/gallery.rs",
    // Lines for a shell.
    "pages/signing_lines.rs",
];

#[test]
fn every_text_is_there_in_every_language() {
    let locales = Locale::all();
    let (english, others) = locales.split_first().unwrap();
    let mut wrong = Vec::new();
    for other in others {
        for (one, two) in [(english, other), (other, english)] {
            wrong.extend(
                one.texts
                    .keys()
                    .filter(|key| !two.texts.contains_key(*key))
                    .map(|key| format!("{} lacks {key}", two.tag)),
            );
        }
    }
    for locale in &locales {
        let empty = locale.texts.iter().filter(|(_, text)| text.trim().is_empty());
        wrong.extend(empty.map(|(key, _)| format!("{}: {key} is empty", locale.tag)));
        // The library's own placeholders would be another kind of text.
        let foreign =
            locale.texts.iter().filter(|(_, text)| ["{{", "}}", "$t("].iter().any(|mark| text.contains(mark)));
        wrong.extend(foreign.map(|(key, _)| format!("{}: {key} is not written with %{{name}}", locale.tag)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_language_has_the_same_placeholders() {
    let locales = Locale::all();
    let (english, others) = locales.split_first().unwrap();
    let mut wrong = Vec::new();
    for (key, text) in &english.texts {
        for other in others {
            let theirs = other.texts.get(key).map(|text| placeholders(text)).unwrap_or_default();
            if placeholders(text) != theirs {
                wrong.push(format!("{key}: {:?} in en, {theirs:?} in {}", placeholders(text), other.tag));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_sentence_was_left_in_english() {
    let locales = Locale::all();
    let (english, others) = locales.split_first().unwrap();
    let words = |text: &str| text.split(' ').filter(|word| word.chars().all(char::is_alphabetic)).count();
    let mut wrong = Vec::new();
    for other in others {
        let same = |(key, text): &(&String, &String)| words(text) > 2 && other.texts.get(*key) == Some(*text);
        wrong.extend(english.texts.iter().filter(same).map(|(key, _)| format!("{}: {key}", other.tag)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_text_gets_the_values_that_it_has_places_for() {
    let english = Locale::all().remove(0);
    let mut wrong = Vec::new();
    for source in Source::all("") {
        for used in source.texts() {
            let needed = english.texts.get(&used.key).map(|text| placeholders(text)).unwrap_or_default();
            if needed != used.values {
                wrong.push(format!(
                    "{}:{}: {} has {needed:?}, gets {:?}",
                    source.path, used.line, used.key, used.values
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_text_is_there_for_nothing() {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for source in Source::all("") {
        used.extend(source.texts().into_iter().map(|used| used.key));
        if source.path == "words.rs" {
            used.extend(source.identifiers().into_iter().map(|name| format!("words.{name}")));
        }
    }
    let english = Locale::all().remove(0);
    let unused: Vec<&String> = english.texts.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn no_string_is_left_in_pages_and_components() {
    let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in Source::all("pages").into_iter().chain(Source::all("components")) {
        if NO_LANGUAGE.iter().any(|left_out| source.path.starts_with(left_out)) {
            continue;
        }
        let found =
            literals::shown(&source).into_iter().map(|(line, text)| format!("{line}: {text}")).collect::<Vec<_>>();
        if !found.is_empty() {
            left.insert(source.path, found);
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn what_is_left_out_is_there() {
    let sources = Source::all("");
    let is_gone = |left_out: &&&str| !sources.iter().any(|source| source.path.starts_with(**left_out));
    let gone: Vec<&&str> = NO_LANGUAGE.iter().filter(is_gone).collect();
    assert!(gone.is_empty(), "{gone:?}");
}
