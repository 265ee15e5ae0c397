//! Server functions, one file per noun: scope, one portal call. Their URLs are `/api/ui/<noun>/<verb>`.

#![allow(missing_docs, reason = "the macro makes public structs of the arguments; the functions say what they mean")]

pub mod account;
pub mod adapter_form;
pub mod adapters;
pub mod audit;
#[cfg(feature = "ssr")]
mod breakage;
pub mod call_centers;
pub mod channels;
pub mod chats;
pub mod conversations;
pub mod endpoint_form;
pub mod endpoints;
pub mod event_integration_form;
pub mod event_integrations;
pub mod executions;
pub mod forms;
pub mod integrator_form;
pub mod integrators;
pub mod keys;
pub mod overview;
pub mod plug_in;
pub mod private_code;
pub mod queues;
pub mod replay;
pub mod simulator;
#[cfg(feature = "ssr")]
mod simulator_scenario;
#[cfg(feature = "ssr")]
mod simulator_script;
pub mod template_form;
pub mod templates;
pub mod users;

pub use crate::error::PageError;
#[cfg(feature = "ssr")]
use patchbay_model::sentence::Sentence;

#[cfg(feature = "ssr")]
use patchbay_model::valid::Violations;

/// Reads a JSON text that a form carries; an empty one is absent.
///
/// # Errors
/// The position in the text, at `pointer`.
#[cfg(feature = "ssr")]
pub(crate) fn document<T: serde::de::DeserializeOwned>(text: &str, pointer: &str) -> Result<Option<T>, PageError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    patchbay_model::json::parse(text).map(Some).map_err(|error| {
        let mut found = Violations::none();
        found.push(patchbay_model::valid::Violation { pointer: pointer.to_owned(), ..error.into_violation() });
        found.into()
    })
}

/// Reads a text that a form leaves empty for "none".
///
/// # Errors
/// What is wrong with it, at `pointer`.
#[cfg(feature = "ssr")]
pub(crate) fn optional<T>(text: &str, pointer: &str) -> Result<Option<T>, PageError>
where
    T: std::str::FromStr,
    Sentence: From<T::Err>,
{
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error: T::Err| {
        let mut found = Violations::none();
        found.add(pointer, error.into());
        found.into()
    })
}

/// Reads a text that has to be there.
///
/// # Errors
/// What is wrong with it, at `pointer`.
#[cfg(feature = "ssr")]
pub(crate) fn required<T>(text: &str, pointer: &str) -> Result<T, PageError>
where
    T: std::str::FromStr,
    Sentence: From<T::Err>,
{
    optional(text, pointer)?.ok_or_else(|| {
        let mut found = Violations::none();
        found.add(pointer, crate::text!(common.fill_this_in).into());
        found.into()
    })
}

/// The secret that a form means: what was typed, or the stored one.
#[cfg(feature = "ssr")]
pub(crate) fn secret_input(typed: String, keep: bool) -> Option<patchbay_model::integrator::ValueInput> {
    use patchbay_model::integrator::{SecretState, ValueInput};
    match (typed.is_empty(), keep) {
        (false, _) => Some(ValueInput::New(typed)),
        (true, true) => Some(ValueInput::Keep(SecretState { set: true, updated_at: None })),
        (true, false) => None,
    }
}

/// Leads back to the page that the form stood on, its dialog closed, saying what was done. Works the same with and
/// without WASM: the browser follows a redirect, the router follows the header that stands for one.
#[cfg(feature = "ssr")]
pub(crate) fn back(done: crate::components::Done) {
    leptos_axum::redirect(&return_path(&referer(), crate::query::DONE, done.word()));
}

#[cfg(feature = "ssr")]
fn referer() -> String {
    let parts = leptos::prelude::use_context::<http::request::Parts>();
    let referer = parts.as_ref().and_then(|parts| parts.headers.get(http::header::REFERER)?.to_str().ok());
    referer.unwrap_or("/").to_owned()
}

/// Leads a browser without WASM back to the page that the form stood on, which shows what came of it: see
/// [`crate::query::RESULT`].
#[cfg(feature = "ssr")]
pub(crate) fn back_to_result() {
    leptos_axum::redirect(&return_path(&referer(), crate::query::RESULT, "new"));
}

/// Leads to `path`, saying what was done.
#[cfg(feature = "ssr")]
pub(crate) fn lead_to(path: &str, done: crate::components::Done) {
    let joint = if path.contains('?') { '&' } else { '?' };
    leptos_axum::redirect(&format!("{path}{joint}done={}", done.word()));
}

/// Leads to the list at `path`, newest first: what was just made may stand on another page of the list in its own order.
#[cfg(feature = "ssr")]
pub(crate) fn lead_to_newest(path: &str, done: crate::components::Done) {
    let newest = patchbay_model::page::Sort::CreatedDescending;
    lead_to(&format!("{path}?{}={}", crate::query::SORT, newest.as_str()), done);
}

/// Leads to `path`, saying what was done, and to how many.
#[cfg(feature = "ssr")]
pub(crate) fn lead_to_counted(path: &str, done: crate::components::Done, count: usize) {
    let joint = if path.contains('?') { '&' } else { '?' };
    lead_to(&format!("{path}{joint}{}={count}", crate::query::COUNT), done);
}

/// Keeps what is shown once for the page at `path`, and leads there.
#[cfg(feature = "ssr")]
pub(crate) async fn show_once(what: &impl serde::Serialize, path: &str) -> Result<(), PageError> {
    keep_for_next_page(what).await?;
    leptos_axum::redirect(path);
    Ok(())
}

/// The same of what was just made with it, and says so.
#[cfg(feature = "ssr")]
pub(crate) async fn show_made_once(what: &impl serde::Serialize, path: &str) -> Result<(), PageError> {
    keep_for_next_page(what).await?;
    lead_to(path, crate::components::Done::Created);
    Ok(())
}

/// Keeps something for the page that comes next, sealed in the session.
#[cfg(feature = "ssr")]
pub(crate) async fn keep_for_next_page(what: &impl serde::Serialize) -> Result<(), PageError> {
    let text = serde_json::to_string(what).map_err(|error| crate::portal::PortalError::Internal(error.into()))?;
    Ok(crate::scope::Visitor::current()?.door.keep_once(text).await?)
}

/// Takes what is shown once; nothing on a second call.
#[cfg(feature = "ssr")]
pub(crate) async fn shown_once<T: serde::de::DeserializeOwned>() -> Result<Option<T>, PageError> {
    let text = crate::scope::Visitor::current()?.door.take_once().await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Path and query of `referer` without what belongs to one request only.
#[cfg(feature = "ssr")]
fn return_path(referer: &str, name: &str, value: &str) -> String {
    const ONCE: [&str; 7] = ["dialog", "id", "done", "count", "result", "__path", "__err"];
    let after_host =
        referer.split_once("://").map_or(referer, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let (path, query) = after_host.split('#').next().unwrap_or("/").split_once('?').unwrap_or((after_host, ""));
    let kept = query.split('&').filter(|member| {
        let name = member.split('=').next().unwrap_or_default();
        !name.is_empty() && !ONCE.contains(&name)
    });
    let members: Vec<String> = kept.map(str::to_owned).chain([format!("{name}={value}")]).collect();
    format!("{path}?{}", members.join("&"))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::return_path;

    #[test]
    fn the_way_back_keeps_the_list_and_closes_the_dialog() {
        let referer = "http://127.0.0.1:3000/integrations?search=hub&dialog=edit&id=7&__err=e30";
        assert_eq!(return_path(referer, "done", "saved"), "/integrations?search=hub&done=saved");
        assert_eq!(return_path("https://x.test", "done", "saved"), "/?done=saved");
        assert_eq!(return_path("/executions?done=replayed&count=12", "done", "replayed"), "/executions?done=replayed");
        assert_eq!(return_path("/keys", "done", "revoked"), "/keys?done=revoked");
    }
}
