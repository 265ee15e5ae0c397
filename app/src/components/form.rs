//! What the fields of one form share: which of them the server refused, and why.

use super::notice::Notice;
use super::problem::RequestId;
use super::tone::Tone;
use crate::error::PageError;
use crate::text;
use leptos::{html, prelude::*};
use patchbay_model::valid::Violation;
use wasm_bindgen::JsCast;

/// What is wrong with a form, for the fields in it. Each field looks for its own pointer.
#[derive(Clone, Copy)]
pub(super) struct Refusal {
    found: Signal<Vec<Violation>>,
    warnings: Signal<Vec<Violation>>,
    /// Pointers that have a field; the rest is said above the form.
    claimed: StoredValue<Vec<String>>,
}

impl Refusal {
    /// Says that a field shows what is wrong at `pointer` and below it.
    pub(super) fn claim(self, pointer: &str) {
        self.claimed.update_value(|claimed| claimed.push(pointer.to_owned()));
    }

    /// The first thing wrong at `pointer` or below it.
    pub(super) fn at(self, pointer: &str) -> Option<Violation> {
        self.found.with(|found| first_below(found, pointer))
    }

    /// The first thing at `pointer` or below it that is allowed but probably not meant.
    pub(super) fn warning_at(self, pointer: &str) -> Option<Violation> {
        self.warnings.with(|found| first_below(found, pointer))
    }

    /// Everything wrong at `pointer` or below it, for an editor of many members.
    pub(super) fn below(self, pointer: &str) -> Vec<Violation> {
        self.found.with(|found| found.iter().filter(|violation| covers(pointer, &violation.pointer)).cloned().collect())
    }

    fn unclaimed(self, all: Signal<Vec<Violation>>) -> Vec<Violation> {
        let claimed = self.claimed.get_value();
        let homeless = |violation: &Violation| !claimed.iter().any(|pointer| covers(pointer, &violation.pointer));
        all.with(|all| all.iter().filter(|violation| homeless(violation)).cloned().collect())
    }
}

/// Says that what is wrong at `pointer` is shown by something that is no field, inside of a `FormBody`.
pub fn claim(pointer: &str) {
    if let Some(refusal) = use_context::<Refusal>() {
        refusal.claim(pointer);
    }
}

fn first_below(found: &[Violation], pointer: &str) -> Option<Violation> {
    found.iter().find(|violation| covers(pointer, &violation.pointer)).cloned()
}

pub(super) fn covers(field: &str, pointer: &str) -> bool {
    pointer.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Around the fields of a form: shows at each field what the server refused, above the form what belongs to none, and
/// puts the focus on the first refused field. Goes inside the `SubmitForm`.
#[component]
pub fn FormBody(
    /// What the server answered, if it refused: see `failure_of`.
    #[prop(into, optional)]
    error: Signal<Option<PageError>>,
    /// What a check while typing found, once one was made: newer than `error` and shown in its place. It never takes
    /// the focus from whoever types.
    #[prop(into, optional)]
    checked: Signal<Option<Vec<Violation>>>,
    /// What is allowed but probably not meant.
    #[prop(into, optional)]
    warnings: Signal<Vec<Violation>>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let found = Signal::derive(move || {
        let refused = || error.with(|error| error.as_ref().map(|error| error.0.errors.clone()));
        checked.get().or_else(refused).unwrap_or_default()
    });
    let refusal = Refusal { found, warnings, claimed: StoredValue::new(Vec::new()) };
    provide_context(refusal);
    let body = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(body) = body.get()
            && error.with(Option::is_some)
        {
            // After the fields have marked themselves.
            request_animation_frame(move || focus_first_invalid(&body));
        }
    });
    // Built before the summary, so that each field has claimed its pointer by then.
    let fields = children();
    let summary = move |tone: Tone, all: Signal<Vec<Violation>>| {
        let lines = refusal.unclaimed(all);
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|violation| view! { <li>{describe(&violation)}</li> }).collect_view();
            view! { <Notice tone><ul>{lines}</ul></Notice> }
        })
    };
    let whole = move || {
        // With violations the fields say what is wrong; "the document breaks a rule" on top would add nothing.
        let alone = |error: &PageError| error.0.errors.is_empty() && checked.with(Option::is_none);
        error.get().filter(alone).map(|error| {
            let problem = *error.0;
            view! {
                <Notice tone=Tone::Bad>
                    <strong>{crate::words::problem_title(&problem)}</strong>
                    <p>{problem.detail.to_string()}</p>
                    <RequestId id=problem.request_id />
                </Notice>
            }
        })
    };
    view! {
        <div class="form" node_ref=body>
            {whole}
            {move || summary(Tone::Bad, found)}
            {move || summary(Tone::Warn, warnings)}
            {fields}
        </div>
    }
    .into_any()
}

fn focus_first_invalid(body: &web_sys::Element) {
    let first = body.query_selector("[aria-invalid=true]").ok().flatten();
    if let Some(first) = first.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// The words of a violation, with its place in a text where it has one.
pub(super) fn describe(violation: &Violation) -> String {
    match (violation.line, violation.column) {
        (Some(line), Some(column)) => {
            text!(common.at_line_and_column, line = line, column = column, message = violation.message)
        }
        (Some(line), None) => text!(common.at_line, line = line, message = violation.message),
        _ => violation.message.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_field_answers_for_its_pointer_and_what_lies_below_it() {
        assert!(covers("/info", "/info") && covers("/info", "/info/renderTooltip/0"));
        assert!(!covers("/info", "/infoEnabled") && !covers("/host", ""));
    }
}
