//! Values in the places that a text has for them.
//!
//! Not the library's `{{ }}`: that is a builder, a type and a copy of the writing for each text and each language. Here one
//! function writes all of them, and the test `texts` checks what the builder would.

use leptos::prelude::*;
use patchbay_model::sentence::{Part, parts};
use std::fmt::{Display, Write};

/// The text with its values. [`text!`](crate::text) calls it.
#[must_use]
pub fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut whole = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Part::Words(words) => whole.push_str(words),
            Part::Place(name) => {
                if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                    // Writing to a string does not fail.
                    let _ = write!(whole, "{value}");
                }
            }
        }
    }
    whole
}

/// The text with views in it. [`text_view!`](crate::text_view) calls it. Each view is used once.
#[must_use]
pub fn filled_view(text: &'static str, mut values: Vec<(&'static str, AnyView)>) -> AnyView {
    let part = |part| match part {
        Part::Words(words) => Some(words.into_any()),
        Part::Place(name) => {
            let at = values.iter().position(|(known, _)| *known == name)?;
            Some(values.swap_remove(at).1)
        }
    };
    parts(text).filter_map(part).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_language_wants_them() {
        assert_eq!(filled("%{number} of %{all}", &[("all", &3), ("number", &"2")]), "2 of 3");
        assert_eq!(filled("từ %{all} lấy %{number}", &[("all", &3), ("number", &"2")]), "từ 3 lấy 2");
    }

    #[test]
    fn what_only_looks_like_a_place_is_words() {
        for text in ["", "100 %", "%", "%{", "%{open", "{name} and {{ name }}", "é%{"] {
            assert_eq!(filled(text, &[]), text);
        }
    }
}
