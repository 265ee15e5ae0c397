//! What was typed before the server refused it, where a browser without WASM lost the page that it stood on.

use crate::api::forms::take_typed;
use crate::loading::{Loadable, Loading, load};
use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos::server_fn::ServerFn;

/// Whether this page was rendered because the server refused a form that called `S`.
pub(crate) fn was_refused<S: ServerFn>() -> bool {
    use_context::<ServerActionError>().is_some_and(|error| error.path() == S::PATH)
}

/// The form that the server refused, if this page was rendered because of that; nothing is asked for otherwise.
pub(crate) fn use_typed<F: Loadable>(refused: bool) -> Loading<Option<F>> {
    load(
        move || refused,
        |refused| async move {
            let text = if refused { take_typed().await? } else { None };
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
        },
    )
}
