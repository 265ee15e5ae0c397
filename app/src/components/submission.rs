//! Sending a form to a server function, with one piece of code for all of them.
//!
//! Leptos's `ServerAction` and `ActionForm` read the form into the function's arguments and write them out again, with
//! code of their own for every function: a third of the browser's module. The browser has the right words already, so
//! here it sends them as they are; what is wrong with them the server says, as it does without WASM.

use crate::error::PageError;
use crate::wire::{Outcome, post, read};
use leptos::ev::SubmitEvent;
use leptos::form::form_data_from_event;
use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// The sending of a form to the server function `S`.
pub struct Submission<S> {
    run: Run,
    function: PhantomData<fn() -> S>,
}

/// All that is known without knowing the function.
#[derive(Clone, Copy)]
struct Run {
    path: &'static str,
    action: Action<String, Outcome>,
}

impl<S> Clone for Submission<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Submission<S> {}

impl<S: ServerFn<Error = PageError>> Default for Submission<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: ServerFn<Error = PageError>> Submission<S> {
    /// Nothing sent yet; or refused already, where the browser posted the form without WASM and was led back.
    #[must_use]
    pub fn new() -> Self {
        Self { run: Run::new(S::PATH), function: PhantomData }
    }

    /// What the function returned, or why it refused.
    #[must_use]
    pub fn value(self) -> Signal<Option<Result<S::Output, PageError>>>
    where
        S: 'static,
        S::Output: DeserializeOwned + Send + Sync,
    {
        let outcome = self.run.action.value();
        Signal::derive(move || {
            outcome.with(|outcome| {
                outcome.as_ref().map(|outcome| outcome.as_ref().map_err(Clone::clone).and_then(|text| read(text)))
            })
        })
    }
}

impl<S> Submission<S> {
    /// Whether the server has not answered yet.
    #[must_use]
    pub fn pending(self) -> Memo<bool> {
        self.run.action.pending()
    }
}

impl Run {
    fn new(path: &'static str) -> Self {
        let refused = use_context::<ServerActionError>()
            .filter(|error| error.path() == path)
            .map(|error| Err(ServerFnUrlError::decode_err(error.err())));
        Self {
            path,
            action: Action::new_with_value(refused, move |body: &String| {
                post(path.to_owned(), "application/x-www-form-urlencoded", body.clone())
            }),
        }
    }

    fn on_submit(self, event: &SubmitEvent) {
        if event.default_prevented() {
            return;
        }
        let words = form_data_from_event(event)
            .ok()
            .and_then(|data| web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok());
        // Without it the browser sends the form itself.
        if let Some(words) = words {
            event.prevent_default();
            self.action.dispatch(words.to_string().into());
        }
    }
}

/// A form that is sent by `action`, and by the browser itself where there is no WASM.
#[component]
pub fn SubmitForm<S: 'static>(
    /// Where it goes.
    action: Submission<S>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    form(action.run, children)
}

fn form(run: Run, children: Children) -> AnyView {
    view! { <form action=run.path method="post" on:submit=move |event| run.on_submit(&event)>{children()}</form> }
        .into_any()
}

/// Why the last sending failed: for `FormBody`.
pub fn failure_of<S>(submission: Submission<S>) -> Signal<Option<PageError>> {
    let outcome = submission.run.action.value();
    Signal::derive(move || outcome.with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().err().cloned())))
}
