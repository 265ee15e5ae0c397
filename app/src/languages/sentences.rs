//! What the model, the engine and the server say, in the language of the page.
//!
//! They say it in English with values (`patchbay_model::sentence`), as the API answers it. `sentences/` has the words of
//! the other languages by the English ones: those of `editor.json` are in the browser too, which finds mistakes in
//! documents by itself; those of `server.json` are not.

use super::{Language, current};
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Violation;

mod made {
    include!(concat!(env!("OUT_DIR"), "/sentences.rs"));
}

/// The words of `language` for English ones.
fn words(language: Language, english: &str) -> Option<&'static str> {
    let at = match language {
        Language::en => return None,
        Language::id => 0,
        Language::vi => 1,
    };
    let find = |table: &[(&str, [&'static str; 2])]| {
        table.iter().find(|(known, _)| *known == english).map(|(_, others)| others[at])
    };
    let found = find(made::EDITOR);
    #[cfg(feature = "ssr")]
    let found = found.or_else(|| find(made::SERVER));
    found
}

/// The sentence in the language of the page.
#[must_use]
pub fn said(sentence: &Sentence) -> Sentence {
    let language = current();
    if language == Language::en {
        return sentence.clone();
    }
    sentence.said(&|english| words(language, english)).into()
}

/// The violation in the language of the page.
#[must_use]
pub fn said_of(violation: Violation) -> Violation {
    Violation { message: said(&violation.message), ..violation }
}

/// The violations in the language of the page.
#[cfg(feature = "ssr")]
#[must_use]
pub fn all_said(found: Vec<Violation>) -> Vec<Violation> {
    found.into_iter().map(said_of).collect()
}

/// The problem in the language of the page.
#[cfg(feature = "ssr")]
#[must_use]
pub fn problem_said(problem: patchbay_model::problem::Problem) -> patchbay_model::problem::Problem {
    let detail = said(&problem.detail);
    patchbay_model::problem::Problem { detail, errors: all_said(problem.errors), ..problem }
}
