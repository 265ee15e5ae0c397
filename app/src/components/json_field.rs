//! A field for JSON: line numbers, the mistake at its line, a format button, placeholders to insert.
//!
//! It is a textarea on top of a column of numbers. Without WASM it is a plain textarea that submits like any other.

use super::field::{FieldError, FieldState, FieldWarning};
use crate::{json_text, text};
use leptos::{ev, html, prelude::*};
use patchbay_model::valid::Violation;
use std::time::Duration;

/// Long enough for a word to be finished.
pub(crate) const TYPING_PAUSE: Duration = Duration::from_millis(600);

/// Something that may be inserted at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// As inserted: `{call.phone}`.
    pub text: String,
    /// What it stands for.
    pub description: String,
}

/// The editor.
#[component]
pub fn JsonField(
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to write, one sentence.
    #[prop(into, optional)]
    hint: String,
    /// What stands in it at first, byte for byte.
    #[prop(into, optional)]
    value: String,
    /// How many lines are visible.
    #[prop(default = 10)]
    rows: u32,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// What may be inserted.
    #[prop(optional)]
    placeholders: Vec<Placeholder>,
    /// What the document may contain: shown beside the editor on demand.
    #[prop(optional, into)]
    help: Option<ViewFn>,
    /// Where the server's violations point to; `/<name>` if not said.
    #[prop(into, default = None)]
    pointer: Option<String>,
    /// What is wrong with a text, where it is JSON only once its placeholders are filled in. It has no format button then.
    #[prop(default = None)]
    check: Option<fn(&str) -> Option<Violation>>,
    /// Follows the text, for a preview beside it. Holds `value` at first.
    #[prop(default = None)]
    follow: Option<RwSignal<String>>,
) -> impl IntoView {
    let field = FieldState::new(&name, pointer, hint.clone());
    let text = follow.unwrap_or_else(|| RwSignal::new(value.clone()));
    let (has_format, find) = (check.is_none(), check.unwrap_or(json_text::check));
    let editor = NodeRef::<html::Textarea>::new();
    let numbers = NodeRef::<html::Div>::new();
    let (local, set_local) = signal(None::<Violation>);
    // What the browser sees itself is newer than what the server refused.
    let (server, touched) = (field.refused, RwSignal::new(false));
    Effect::new(move |_| {
        server.track();
        touched.set(false);
    });
    let refused = Signal::derive(move || local.get().or_else(|| if touched.get() { None } else { server.get() }));
    let field = field.refused_by(refused);

    let read = move || editor.get_untracked().map(|editor| editor.value()).unwrap_or_default();
    let check = move || set_local.set(text.with_untracked(|text| find(text)));
    // Nobody is corrected in the middle of a word. Not when the field is left either: the line that tells the mistake
    // would move the button away from under the click that leaves the field for it.
    let mut check_later = leptos::leptos_dom::helpers::debounce(TYPING_PAUSE, move |()| {
        // The page may be gone by then.
        if !text.is_disposed() {
            check();
        }
    });
    let on_input = move |_| {
        text.set(read());
        touched.set(true);
        // Whoever repairs a mistake sees at once that it is gone.
        if local.with_untracked(Option::is_some) {
            check();
        }
        check_later(());
    };
    let replace = move |changed: String| {
        if let Some(editor) = editor.get_untracked() {
            editor.set_value(&changed);
            text.set(changed);
            touched.set(true);
            let _ = editor.focus();
        }
    };
    let on_format = move |_: ev::MouseEvent| {
        check();
        if local.with_untracked(Option::is_none) {
            replace(json_text::tidy(&text.get_untracked()));
        }
    };
    let on_scroll = move |_| {
        if let (Some(editor), Some(numbers)) = (editor.get_untracked(), numbers.get_untracked()) {
            numbers.set_scroll_top(editor.scroll_top());
        }
    };
    let (hint_id, error_id) = (field.hint_id(), field.error_id());
    view! {
        <div class="field json">
            <div class="json-head">
                <label for=field.id.clone()>
                    {label}
                    {optional.then(|| view! { <span class="faint">" " {text!(common.optional)}</span> })}
                </label>
                {has_format.then(|| view! { <button type="button" class="button small scripted" on:click=on_format>{text!(common.format)}</button> })}
            </div>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <div class="json-editor">
                <div class="json-lines" aria-hidden="true" node_ref=numbers>
                    <LineNumbers text refused />
                </div>
                <textarea
                    id=field.id.clone()
                    name=name
                    rows=rows.to_string()
                    wrap="off"
                    spellcheck="false"
                    autocapitalize="none"
                    autocomplete="off"
                    required=!optional
                    aria-describedby=field.described_by()
                    aria-invalid=field.invalid()
                    node_ref=editor
                    on:input=on_input
                    on:scroll=on_scroll
                >
                    // A line break right after the tag is dropped by HTML; one of the text's own must not be.
                    {if value.starts_with('\n') { format!("\n{value}") } else { value }}
                </textarea>
            </div>
            <FieldError id=error_id refused />
            <FieldWarning warned=field.warned />
            <PlaceholderList placeholders editor on_insert=Callback::new(replace) />
            {help.map(|help| view! { <details class="help"><summary>{text!(common.what_may_stand_here)}</summary>{help.run()}</details> })}
        </div>
    }
    .into_any()
}

/// Three pieces of text, so that a document of a thousand lines is not a thousand elements.
#[component]
fn LineNumbers(text: RwSignal<String>, refused: Signal<Option<Violation>>) -> impl IntoView {
    let lines = Memo::new(move |_| text.with(|text| text.split('\n').count()));
    let bad = Memo::new(move |_| refused.with(|found| found.as_ref()?.line.map(|line| line as usize)));
    let column = |from: usize, to: usize| (from..=to).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
    let before = move || column(1, bad.get().map_or(lines.get(), |bad| bad.min(lines.get()) - 1));
    let mark = move || bad.get().map(|bad| bad.min(lines.get()).to_string());
    let after = move || bad.get().map(|bad| column(bad.min(lines.get()) + 1, lines.get()));
    view! {
        <pre>{before}</pre>
        <mark>{mark}</mark>
        <pre>{after}</pre>
    }
    .into_any()
}

/// What may be inserted. Plain text to read before the WASM arrives.
#[component]
fn PlaceholderList(
    placeholders: Vec<Placeholder>,
    editor: NodeRef<html::Textarea>,
    on_insert: Callback<String>,
) -> impl IntoView {
    let entry = move |Placeholder { text, description }: Placeholder| {
        let inserted = text.clone();
        let insert = move |_| {
            if let Some(editor) = editor.get_untracked() {
                on_insert.run(with_insertion(&editor, &inserted));
            }
        };
        view! {
            <li>
                <button type="button" class="button small mono" on:click=insert>{text}</button>
                <span class="faint">{description}</span>
            </li>
        }
    };
    (!placeholders.is_empty()).then(|| {
        view! {
            <details class="help">
                <summary>{text!(common.insert_placeholder)}</summary>
                <ul class="placeholders">{placeholders.into_iter().map(entry).collect_view()}</ul>
            </details>
        }
    })
}

/// The editor's text with `inserted` in place of the selection. The browser counts in UTF-16 units.
fn with_insertion(editor: &web_sys::HtmlTextAreaElement, inserted: &str) -> String {
    let units: Vec<u16> = editor.value().encode_utf16().collect();
    let place =
        |found: Result<Option<u32>, _>| found.ok().flatten().map_or(units.len(), |at| (at as usize).min(units.len()));
    let (start, end) = (place(editor.selection_start()), place(editor.selection_end()));
    format!(
        "{}{inserted}{}",
        String::from_utf16_lossy(&units[..start]),
        String::from_utf16_lossy(&units[end.max(start)..])
    )
}
