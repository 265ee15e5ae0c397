//! One row: a labelled input for each column, buttons, and what is wrong with it.

use super::column::{Cell, RowColumn};
use super::editor::{Editor, Row};
use crate::components::form::covers;
use crate::components::icon::{Glyph, Icon};
use crate::text;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

#[component]
pub(super) fn RowView(editor: Editor, row: Row) -> impl IntoView {
    let Row { key, values, filled } = row;
    let position = Memo::new(move |_| editor.position(key));
    // Counted when the answer came: a row that is removed later must not move the messages of the others.
    let wrong = Memo::new(move |_| editor.wrong(key));
    let error_id = editor.name.with_value(|name| format!("{}-{key}-error", identifier(name)));
    let described_by = error_id.clone();
    let columns = editor.columns.get_value();
    let keeps = columns.iter().zip(&values).any(|(column, value)| column.keeps(value));
    let cells = columns.into_iter().map(|column| column.of_row(keeps)).zip(values).enumerate().map(
        |(index, (column, value))| {
            let name = move || editor.name.with_value(|list| format!("{list}[{}][{}]", position.get(), column.name));
            let member = column.member;
            let invalid = Signal::derive(move || wrong.with(|wrong| wrong.iter().any(|(at, _)| covers(member, at))));
            let on_input = move |event: ev::Event| {
                if index == 0 {
                    filled.set(!event_target_value(&event).trim().is_empty());
                }
            };
            let described_by = described_by.clone();
            let described_by = Signal::derive(move || invalid.get().then(|| described_by.clone()));
            cell(column, value, Signal::derive(name), invalid, described_by, on_input)
        },
    );
    let cells = cells.collect_view();
    let message = move || {
        let text = wrong.with(|wrong| wrong.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" "));
        (!text.is_empty()).then(|| view! { <p class="error" id=error_id.clone()>{text}</p> })
    };
    let step = move |event: &ev::MouseEvent, by: isize| {
        editor.move_row(key, by);
        // The browser takes the focus from an element that moves.
        let button = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
        request_animation_frame(move || {
            let _ = button.map(|button| button.focus());
        });
    };
    let number = move || position.get() + 1;
    view! {
        <div class="row" role="group" aria-label=move || text!(common.row, number = number())>
            {cells}
            <div class="row-buttons scripted">
                <button type="button" class="button ghost icon up" aria-label=move || text!(common.row_up, number = number()) on:click=move |event| step(&event, -1)>
                    <Glyph icon=Icon::ChevronUp />
                </button>
                <button type="button" class="button ghost icon down" aria-label=move || text!(common.row_down, number = number()) on:click=move |event| step(&event, 1)>
                    <Glyph icon=Icon::ChevronDown />
                </button>
                <button type="button" class="button ghost icon" aria-label=move || text!(common.row_remove, number = number()) on:click=move |_| editor.remove(key)>
                    <Glyph icon=Icon::Close />
                </button>
            </div>
            {message}
        </div>
    }
}

/// One labelled input.
fn cell(
    column: RowColumn,
    value: String,
    name: Signal<String>,
    invalid: Signal<bool>,
    described_by: Signal<Option<String>>,
    on_input: impl Fn(ev::Event) + 'static,
) -> AnyView {
    let invalid = move || invalid.get().then_some("true");
    let (label, class, placeholder) = (column.label, column.class(), column.placeholder);
    match column.cell {
        Cell::Hidden(_) => view! { <input type="hidden" name=name value=value /> }.into_any(),
        Cell::Check => view! {
            <label class=class>
                <span>{label}</span>
                <input type="checkbox" name=name value="true" checked=value == "true" aria-invalid=invalid aria-describedby=described_by />
            </label>
        }
        .into_any(),
        Cell::Select(options) => {
            let option = |(choice, words): (String, String)| {
                let selected = choice == value;
                view! { <option value=choice selected=selected>{words}</option> }
            };
            view! {
                <label class=class>
                    <span>{label}</span>
                    <select name=name aria-invalid=invalid aria-describedby=described_by>
                        {options.into_iter().map(option).collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
        // A stored secret is never written into the page: what the caller gives is said about it, not typed.
        Cell::Secret => view! {
            <label class=class>
                <span>{label}</span>
                <input type="password" name=name placeholder=value autocomplete="new-password" aria-invalid=invalid aria-describedby=described_by />
            </label>
        }
        .into_any(),
        Cell::Text | Cell::Kept => view! {
            <label class=class>
                <span>{label}</span>
                <input type="text" name=name value=value placeholder=placeholder autocomplete="off" autocapitalize="none" spellcheck="false" aria-invalid=invalid aria-describedby=described_by on:input=on_input />
            </label>
        }
        .into_any(),
    }
}

fn identifier(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}
