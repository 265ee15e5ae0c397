//! Requests that another site made a browser send. The cookie is `SameSite=Lax`; this is the second lock.

use crate::caller;
use crate::problem::ApiError;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use patchbay_model::problem::ProblemCode;

/// Refuses a changing request that carries no key and comes from another site.
pub async fn refuse_foreign(request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if caller::shows_key(&request) || harmless || is_own(request.headers()) {
        return next.run(request).await;
    }
    ApiError::new(ProblemCode::Forbidden, "the request comes from another site: use the portal's own pages, or a key")
        .into_response()
}

/// Browsers say where a request comes from: `Sec-Fetch-Site` on https and localhost, `Origin` on every POST. A request
/// with neither is no browser's, and what is no browser can't be tricked into sending its cookie.
#[must_use]
pub fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => !headers.contains_key(header::ORIGIN),
        // The host alone: whether https ended at a proxy in front is not seen from here.
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_own(&headers)
    }

    #[test]
    fn the_own_site_and_programs_may_other_sites_may_not() {
        assert!(own(&[]));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "https://Portal.example"), ("host", "portal.example")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("origin", "https://a.b"), ("host", "a.b")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "portal.example")]));
        assert!(!own(&[("origin", "null"), ("host", "portal.example")]));
        assert!(!own(&[("origin", "http://portal.example:8080"), ("host", "portal.example")]));
    }
}
