//! What was typed into a form that the server refused: kept for a browser that leaves the page (with WASM nothing is
//! lost, because it stays), and pointed at where the mistake is.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use patchbay_model::{json, valid::Violation};

/// What was typed, as JSON; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "forms/typed", protocol = Ask)]
pub async fn take_typed() -> Result<Option<String>, PageError> {
    crate::scope::Scope::current()?;
    Ok(crate::scope::Visitor::current()?.door.take_once().await?)
}

/// Passes the outcome on; when a browser without WASM was refused, keeps what it sent, sealed in its session.
#[cfg(feature = "ssr")]
pub(crate) async fn keep_if_refused<T>(
    typed: &impl serde::Serialize,
    outcome: Result<T, PageError>,
) -> Result<T, PageError> {
    if outcome.is_err() && crate::response::answers_plain_form() {
        super::keep_for_next_page(typed).await?;
    }
    outcome
}

/// Gives what was found in a document, below `prefix`, its line and column in the text as it was typed. The portal has
/// only the document's value: it counts lines in the tidy text of it, or not at all.
#[cfg(feature = "ssr")]
pub(crate) fn place_in_text(typed: &str, prefix: &str, found: &mut [Violation]) {
    let Ok(value) = json::parse::<serde_json::Value>(typed) else { return };
    let tidy = format!("{value:#}");
    for violation in found {
        let pointer = match violation.pointer.strip_prefix(prefix) {
            Some(pointer) if pointer.starts_with('/') => pointer,
            _ => continue,
        };
        let Some(start) = json::locate(typed, pointer) else { continue };
        // How far into the value the mistake is does not depend on how the lines are broken.
        let within = match (json::locate(&tidy, pointer), violation.line, violation.column) {
            (Some(start), Some(line), Some(column)) if line == start.line => column.saturating_sub(start.column),
            _ => 0,
        };
        violation.line = Some(start.line);
        violation.column = Some(start.column + within);
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use patchbay_model::sentence::Sentence;

    #[test]
    fn a_mistake_in_a_document_is_shown_where_it_was_typed() {
        let found = |pointer: &str, line, column| Violation {
            pointer: pointer.to_owned(),
            message: Sentence::default(),
            line,
            column,
        };
        // In the tidy text the `c` of `call` is in line 3, column 13: three characters into the value.
        let typed = r#"{"params": {"a": "x{call.fone}"}, "when": 1}"#;
        let mut told = [
            found("/request/params/a", Some(3), Some(13)),
            found("/request/when", None, None),
            found("/request", Some(1), Some(1)),
            found("/requested/when", None, None),
        ];
        place_in_text(typed, "/request", &mut told);
        let places: Vec<_> = told.iter().map(|v| (v.line, v.column)).collect();
        assert_eq!(places, [(Some(1), Some(21)), (Some(1), Some(43)), (Some(1), Some(1)), (None, None)]);
    }
}
