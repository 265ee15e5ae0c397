//! Rows of a form that come in any number: parameters, hard params, credentials.
//!
//! Without WASM three spare rows stand below the filled ones, and what has no name is left out by the server. With it
//! rows are added, removed and moved. What is typed stays in the inputs: the editor only knows which rows there are.

mod column;
mod editor;
mod row;

pub use column::RowColumn;

use super::form::{Refusal, describe};
use super::icon::{Glyph, Icon};
use editor::{Editor, Row};
use leptos::prelude::*;
use patchbay_model::valid::Violation;
use row::RowView;

const SPARE_ROWS: usize = 3;

/// The editor. The first column names a row.
#[component]
pub fn RowsEditor(
    /// The list's name in the form: `form[parameters]`.
    #[prop(into)]
    name: String,
    /// Where the server's violations point to: `/parameters`.
    #[prop(into)]
    pointer: String,
    /// What the rows are: "Parameters".
    #[prop(into)]
    label: String,
    /// What belongs here, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// The cells of a row.
    columns: Vec<RowColumn>,
    /// The values at first, one for each column.
    rows: Vec<Vec<String>>,
    /// What the button says: "Add parameter".
    #[prop(into)]
    add: String,
    /// Whether the order of the rows means something.
    #[prop(optional)]
    ordered: bool,
) -> impl IntoView {
    let refusal = use_context::<Refusal>();
    if let Some(refusal) = refusal {
        refusal.claim(&pointer);
    }
    let blank = columns.iter().map(RowColumn::first_value).collect::<Vec<_>>();
    let spare = std::iter::repeat_n(blank.clone(), SPARE_ROWS);
    let rows: Vec<Row> = rows.into_iter().chain(spare).enumerate().map(|(key, values)| Row::new(key, values)).collect();
    let next_key = StoredValue::new(rows.len());
    let editor = Editor {
        name: StoredValue::new(name),
        pointer: StoredValue::new(pointer),
        columns: StoredValue::new(columns),
        rows: RwSignal::new(rows),
        list: NodeRef::new(),
        refusal,
    };
    Effect::new(move |_| editor.drop_spare_rows());
    let on_add = move |_| {
        let key = next_key.get_value();
        next_key.set_value(key + 1);
        editor.rows.update(|rows| rows.push(Row::new(key, blank.clone())));
        // Once the row is there.
        request_animation_frame(move || editor.focus_last());
    };
    let whole = move || {
        let at_list = |violation: &Violation| editor.pointer.with_value(|pointer| violation.pointer == *pointer);
        let found = refusal.map(|refusal| editor.pointer.with_value(|pointer| refusal.below(pointer)));
        let found = found.unwrap_or_default().into_iter().find(at_list);
        found.map(|violation| view! { <p class="error">{describe(&violation)}</p> })
    };
    view! {
        <fieldset class="rows" class:ordered=ordered>
            <legend>{label}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            <div class="list" node_ref=editor.list>
                <For each=move || editor.rows.get() key=|row| row.key let:row>
                    <RowView editor row />
                </For>
            </div>
            {whole}
            <button type="button" class="button small scripted" on:click=on_add>
                <Glyph icon=Icon::Plus />
                {add}
            </button>
        </fieldset>
    }
}
