//! What a page may say about the HTTP answer that carries it. Does nothing in a browser.

/// Answers with this status instead of 200.
pub fn respond_with(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(options), Ok(status)) =
        (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        options.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Answers a problem with its status, so that a script sees what a person sees. Not where the browser posted a form
/// itself: it is led back to the form, and would not follow under another status.
#[cfg(feature = "ssr")]
pub(crate) fn respond_to_problem(status: u16) {
    if !answers_plain_form() {
        respond_with(status);
    }
}

/// Whether the browser posted a form itself, without WASM: it leaves the page that the form stands on.
#[cfg(feature = "ssr")]
pub(crate) fn answers_plain_form() -> bool {
    leptos::prelude::use_context::<http::request::Parts>().is_some_and(|parts| {
        let accepted = parts.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok());
        parts.method == http::Method::POST && accepted.is_some_and(|accepted| accepted.contains("text/html"))
    })
}

/// The name that the server gave the request being served: what a person reads out, and the log is searched for.
/// Nothing in a browser.
pub(crate) fn request_id() -> Option<String> {
    #[cfg(feature = "ssr")]
    {
        let parts = leptos::prelude::use_context::<http::request::Parts>()?;
        parts.headers.get("x-request-id")?.to_str().ok().map(str::to_owned)
    }
    #[cfg(not(feature = "ssr"))]
    None
}

/// A request's name, and when it came.
#[cfg(feature = "ssr")]
pub(crate) struct RequestMoment {
    /// Unique.
    pub(crate) id: uuid::Uuid,
    /// By the server's clock.
    pub(crate) at: patchbay_model::time::Timestamp,
}

/// The moment of the request being served, out of the name that the server gave it, a UUIDv7: a second clock in here
/// could tell another time than the server's.
///
/// # Errors
/// Internal when the server gave it none.
#[cfg(feature = "ssr")]
pub(crate) fn request_moment() -> Result<RequestMoment, crate::error::PageError> {
    let moment = || {
        let id: uuid::Uuid = request_id()?.parse().ok()?;
        let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
        let at = chrono::DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)?;
        Some(RequestMoment { id, at: at.into() })
    };
    moment().ok_or_else(|| {
        use patchbay_model::problem::{Problem, ProblemCode};
        Problem::new(ProblemCode::Internal, "the request was served without a name").into()
    })
}
