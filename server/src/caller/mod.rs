//! Who calls the API: a program with a key, a callbox with a token, or a person with a session.

mod adapters;
mod callers;
mod rate;
mod uses;

pub use adapters::{AdapterCallers, Turned};
pub use callers::{CallerRates, Callers};
pub(crate) use rate::check_rate;
pub use uses::KeyUses;

use crate::csrf;
use crate::problem::{ApiError, ApiResult};
use crate::request_id::RequestId;
use crate::session::SignedIn;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use patchbay_model::access::Actor;
use patchbay_model::problem::ProblemCode;
use std::ops::Deref;
use std::sync::Arc;

/// The caller of an API request. There is none without [`authenticate`], and so no handler runs for nobody.
#[derive(Debug, Clone)]
pub struct Caller(pub Actor);

impl Deref for Caller {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(unauthenticated)
    }
}

/// The layer in front of the API. A key counts before a session: who sends one means it.
pub async fn authenticate(State(callers): State<Arc<Callers>>, mut request: Request, next: Next) -> Response {
    let actor = match Presented::by(&request) {
        Some(presented) => presented.actor(&callers).await,
        None => request.extensions().get::<SignedIn>().map(|SignedIn(actor)| actor.clone()).ok_or_else(unauthenticated),
    };
    match actor {
        Ok(actor) => {
            request.extensions_mut().insert(Caller(actor));
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether the request comes with a key, right or wrong: no session is looked at then.
pub fn shows_key(request: &Request) -> bool {
    request.headers().contains_key(header::AUTHORIZATION)
}

/// Notes the caller where there need not be one.
pub async fn recognise(State(callers): State<Arc<Callers>>, mut request: Request, next: Next) -> Response {
    if let Some(presented) = Presented::by(&request) {
        match presented.actor(&callers).await {
            Ok(actor) => drop(request.extensions_mut().insert(Caller(actor))),
            Err(refusal) => return refusal.into_response(),
        }
    }
    next.run(request).await
}

/// What came as `Authorization`, taken out of the request, whose body can't be shared between threads.
struct Presented {
    key: Option<String>,
    /// Of the page that sends it, unless the page is this server's.
    origin: Option<HeaderValue>,
    request_id: Option<String>,
}

impl Presented {
    fn by(request: &Request) -> Option<Self> {
        shows_key(request).then_some(())?;
        let request_id = request.extensions().get::<RequestId>().map(ToString::to_string);
        let origin = request.headers().get(header::ORIGIN).filter(|_| !csrf::is_own(request.headers())).cloned();
        Some(Self { key: bearer(request.headers()).map(str::to_owned), origin, request_id })
    }

    async fn actor(self, callers: &Callers) -> ApiResult<Actor> {
        let key = self.key.ok_or_else(unauthenticated)?;
        let mut actor = callers.identify(&key, self.origin.as_ref()).await?.ok_or_else(unauthenticated)?;
        actor.request_id = self.request_id;
        Ok(actor)
    }
}

/// The token of `Authorization: Bearer …`; the scheme in any case (RFC 9110, 11.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The same words for no key, a broken one, an unknown one and a revoked one: whoever guesses learns nothing.
fn unauthenticated() -> ApiError {
    ApiError::new(
        ProblemCode::Unauthenticated,
        "send Authorization: Bearer with a valid key or callbox token, or sign in",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_token_is_one() {
        let read = |value: &'static str| {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(read("Bearer pbk_x").as_deref(), Some("pbk_x"));
        assert_eq!(read("bearer  pbk_x").as_deref(), Some("pbk_x"));
        assert_eq!(read("Basic pbk_x"), None);
        assert_eq!(read("pbk_x"), None);
    }
}
