//! The check while typing: the server looks at the form as saving would, and its fields say what it found.

use crate::api::endpoint_form::EndpointForm;
use crate::api::endpoints::check_endpoint;
use crate::error::PageError;
use leptos::form::FromFormData;
use leptos::{ev, prelude::*};
use patchbay_model::id::TemplateId;
use patchbay_model::valid::Violation;
use serde::Deserialize;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Long enough for a word to be finished.
const TYPING_PAUSE: Duration = Duration::from_millis(600);

/// What of a check is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Everything that was found.
    Everything,
    /// Only what was touched: nobody is told that a field is empty before getting to it.
    Touched,
}

/// The form that is watched, and what the last check of it found.
#[derive(Clone, Copy)]
pub(super) struct LiveCheck {
    /// What saving would refuse; nothing before the first check.
    pub(super) found: RwSignal<Option<Vec<Violation>>>,
    /// What is allowed but probably not meant.
    pub(super) warnings: RwSignal<Vec<Violation>>,
    template: TemplateId,
    shown: StoredValue<Shown>,
    touched: StoredValue<Vec<String>>,
    /// Counts the letters typed: an answer about an older text is dropped.
    typed: StoredValue<u32>,
}

#[derive(Deserialize)]
struct Typed {
    form: EndpointForm,
}

impl LiveCheck {
    pub(super) fn new(template: TemplateId, shown: Shown, failure: Signal<Option<PageError>>) -> Self {
        let live = Self {
            found: RwSignal::new(None),
            warnings: RwSignal::new(Vec::new()),
            template,
            shown: StoredValue::new(shown),
            touched: StoredValue::new(Vec::new()),
            typed: StoredValue::new(0),
        };
        // What saving answered is newer than any check, and about every field.
        Effect::new(move |_| {
            if failure.with(Option::is_some) {
                live.shown.set_value(Shown::Everything);
            }
            live.typed.update_value(|count| *count += 1);
            live.found.set(None);
        });
        live
    }

    /// Follows the typing in every field of the form around.
    pub(super) fn on_input(self, event: &ev::Event) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(target) = target else { return };
        if let Some(name) = target.get_attribute("name") {
            self.touched.update_value(|touched| touched.push(member_of(&name)));
        }
        let Some(form) = target.closest("form").ok().flatten() else { return };
        self.typed.update_value(|count| *count += 1);
        let mine = self.typed.get_value();
        set_timeout(
            move || {
                // The page may be gone by then.
                if self.typed.try_get_value() == Some(mine) {
                    self.check(form.unchecked_ref(), mine);
                }
            },
            TYPING_PAUSE,
        );
    }

    fn check(self, form: &web_sys::HtmlFormElement, mine: u32) {
        let data = web_sys::FormData::new_with_form(form).ok();
        let typed = data.and_then(|data| Typed::from_form_data(&data).ok());
        let Some(Typed { form }) = typed else { return };
        leptos::task::spawn_local(async move {
            // Nobody is told that a check did not work: saving checks again.
            let Ok(check) = check_endpoint(self.template, form).await else { return };
            if self.typed.try_get_value() == Some(mine) {
                self.found.set(Some(self.visible(check.violations)));
                self.warnings.set(self.visible(check.warnings));
            }
        });
    }

    fn visible(self, found: Vec<Violation>) -> Vec<Violation> {
        if self.shown.get_value() == Shown::Everything {
            return found;
        }
        let touched = |violation: &Violation| {
            let member = violation.pointer.split('/').nth(1).unwrap_or_default();
            self.touched.with_value(|touched| touched.iter().any(|one| one == member))
        };
        found.into_iter().filter(touched).collect()
    }
}

/// The member of the endpoint that a field of the form is about: `form[hard_params][0][name]` is about `hardParams`.
fn member_of(name: &str) -> String {
    let member = name.strip_prefix("form[").and_then(|rest| rest.split(']').next()).unwrap_or(name);
    if member == "endpoint_type" {
        return "type".to_owned();
    }
    let mut words = member.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        camel + &head.to_ascii_uppercase() + tail
    })
}

#[cfg(test)]
mod tests {
    use super::member_of;

    #[test]
    fn a_field_knows_its_member_on_the_wire() {
        let told = ["form[hard_params][0][name]", "form[url]", "form[endpoint_type]", "form[auth_endpoint]", "id"]
            .map(member_of);
        assert_eq!(told, ["hardParams", "url", "type", "authEndpoint", "id"]);
    }
}
