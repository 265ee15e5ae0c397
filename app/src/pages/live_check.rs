//! The check while typing: the server looks at the form as saving would, and its fields say what it found.

use crate::components::TYPING_PAUSE;
use crate::error::PageError;
use leptos::{ev, prelude::*};
use patchbay_model::valid::Violation;
use std::pin::Pin;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What of a check is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Everything that was found.
    Everything,
    /// Only what was touched: nobody is told that a field is empty before getting to it.
    Touched,
}

/// What a check found.
pub(crate) struct Found {
    /// What saving would refuse.
    pub(crate) violations: Vec<Violation>,
    /// What is allowed but probably not meant.
    pub(crate) warnings: Vec<Violation>,
    /// What else the page shows of the answer.
    pub(crate) also: Option<Box<dyn FnOnce()>>,
}

/// A check under way. Nothing when it did not work: nobody is told, because saving checks again.
pub(crate) type Checking = Pin<Box<dyn Future<Output = Option<Found>>>>;

/// Asks the server about a form; nothing where the form can't be read.
type Ask = Arc<dyn Fn(&web_sys::FormData) -> Option<Checking> + Send + Sync>;

/// The form that is watched, and what the last check of it found.
#[derive(Clone, Copy)]
pub(crate) struct LiveCheck {
    /// What saving would refuse; nothing before the first check.
    pub(crate) found: RwSignal<Option<Vec<Violation>>>,
    /// What is allowed but probably not meant.
    pub(crate) warnings: RwSignal<Vec<Violation>>,
    ask: StoredValue<Ask>,
    shown: StoredValue<Shown>,
    touched: StoredValue<Vec<String>>,
    /// Counts the letters typed: an answer about an older text is dropped.
    typed: StoredValue<u32>,
}

impl LiveCheck {
    /// Watches a form whose saving ends in `failure`.
    pub(crate) fn new(
        shown: Shown,
        failure: Signal<Option<PageError>>,
        ask: impl Fn(&web_sys::FormData) -> Option<Checking> + Send + Sync + 'static,
    ) -> Self {
        let live = Self {
            found: RwSignal::new(None),
            warnings: RwSignal::new(Vec::new()),
            ask: StoredValue::new(Arc::new(ask)),
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
    pub(crate) fn on_input(self, event: &ev::Event) {
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
        let Ok(data) = web_sys::FormData::new_with_form(form) else { return };
        let Some(checking) = self.ask.get_value()(&data) else { return };
        leptos::task::spawn_local(async move {
            let Some(check) = checking.await else { return };
            if self.typed.try_get_value() == Some(mine) {
                self.found.set(Some(self.visible(check.violations)));
                self.warnings.set(self.visible(check.warnings));
                if let Some(also) = check.also {
                    also();
                }
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
