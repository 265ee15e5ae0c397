//! Which rows there are, and what the server refused in them.

use super::column::RowColumn;
use crate::components::form::{Refusal, covers, describe};
use leptos::{html, prelude::*};
use patchbay_model::valid::Violation;
use wasm_bindgen::JsCast;

#[derive(Clone, PartialEq)]
pub(super) struct Row {
    /// Stays with the row wherever it moves.
    pub(super) key: usize,
    pub(super) values: Vec<String>,
    /// Whether its first cell holds something: a row without a name is no row to the server, which counts without it.
    pub(super) filled: RwSignal<bool>,
}

impl Row {
    pub(super) fn new(key: usize, values: Vec<String>) -> Self {
        let filled = values.first().is_some_and(|name| !name.trim().is_empty());
        Self { key, values, filled: RwSignal::new(filled) }
    }
}

/// What the rows of one editor share.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) name: StoredValue<String>,
    pub(super) pointer: StoredValue<String>,
    pub(super) columns: StoredValue<Vec<RowColumn>>,
    pub(super) rows: RwSignal<Vec<Row>>,
    pub(super) list: NodeRef<html::Div>,
    pub(super) refusal: Option<Refusal>,
}

impl Editor {
    pub(super) fn position(self, key: usize) -> usize {
        self.rows.with(|rows| rows.iter().position(|row| row.key == key).unwrap_or_default())
    }

    pub(super) fn remove(self, key: usize) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
        // The button that had it is gone.
        let fieldset = self.list.get_untracked().and_then(|list| list.parent_element());
        let add = fieldset.and_then(|fieldset| fieldset.query_selector(":scope > button").ok().flatten());
        let _ = add.and_then(|add| add.dyn_into::<web_sys::HtmlElement>().ok()).map(|add| add.focus());
    }

    pub(super) fn move_row(self, key: usize, by: isize) {
        self.rows.update(|rows| {
            let from = rows.iter().position(|row| row.key == key);
            if let Some(from) = from
                && let Some(to) = from.checked_add_signed(by).filter(|to| *to < rows.len())
            {
                rows.swap(from, to);
            }
        });
    }

    /// What the server refused in a row: below which member, and in words.
    pub(super) fn wrong(self, key: usize) -> Vec<(String, String)> {
        let Some(refusal) = self.refusal else { return Vec::new() };
        let found = self.pointer.with_value(|pointer| refusal.below(pointer));
        let index = untrack(|| {
            self.rows.with(|rows| {
                let own = rows.iter().position(|row| row.key == key).filter(|own| rows[*own].filled.get())?;
                Some(rows[..own].iter().filter(|row| row.filled.get()).count())
            })
        });
        let Some(index) = index else { return Vec::new() };
        let at = self.pointer.with_value(|pointer| format!("{pointer}/{index}"));
        self.columns.with_value(|columns| in_row(columns, &at, &found))
    }

    /// Once the WASM is there, rows are added by a button: the spare ones go, but for those that somebody began to fill.
    pub(super) fn drop_spare_rows(self) {
        let Some(list) = self.list.get() else { return };
        let items = list.children();
        let begun = |index: usize| {
            let item = u32::try_from(index).ok().and_then(|index| items.item(index));
            item.is_some_and(|item| {
                item.matches(":focus-within").unwrap_or(false) || !first_text(&item).trim().is_empty()
            })
        };
        self.rows.update(|rows| {
            let mut index = 0;
            rows.retain(|row| {
                let stays = begun(index);
                row.filled.set(stays);
                index += 1;
                stays
            });
        });
    }

    pub(super) fn focus_last(self) {
        let last = self.list.get_untracked().and_then(|list| list.last_element_child());
        let input = last.and_then(|row| row.query_selector("input, select").ok().flatten());
        let _ = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()).map(|input| input.focus());
    }
}

fn first_text(item: &web_sys::Element) -> String {
    let input = item.query_selector("input").ok().flatten();
    input
        .and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}

/// What of `found` belongs to the row at pointer `at`: the member, and the words with its label.
fn in_row(columns: &[RowColumn], at: &str, found: &[Violation]) -> Vec<(String, String)> {
    let own = found.iter().filter_map(|violation| {
        let below = violation.pointer.strip_prefix(at)?;
        let member = match below.strip_prefix('/') {
            Some(member) => member,
            None if below.is_empty() => "",
            None => return None,
        };
        let column = columns.iter().find(|column| covers(column.member, member));
        let words = match column {
            Some(column) => format!("{}: {}", column.label, describe(violation)),
            None => describe(violation),
        };
        Some((member.to_owned(), words))
    });
    own.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_in_its_row_with_the_label_of_its_cell() {
        let columns = [RowColumn::new("name", "Name"), RowColumn::new("value", "Secret").member("secret")];
        let violation = |pointer: &str, message: &str| Violation {
            pointer: pointer.to_owned(),
            message: message.into(),
            line: None,
            column: None,
        };
        let found = [
            violation("/credentials/1/secret", "enter it again"),
            violation("/credentials/10/id", "too long"),
            violation("/credentials/1", "twice"),
        ];
        let told = in_row(&columns, "/credentials/1", &found);
        assert_eq!(
            told,
            [("secret".to_owned(), "Secret: enter it again".to_owned()), (String::new(), "twice".to_owned())]
        );
    }
}
