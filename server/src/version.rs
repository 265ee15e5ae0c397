//! Optimistic locks on the wire: `ETag` carries an object's version out, `If-Match` brings it back (RFC 9110, 8.8 and 13.1).

use crate::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::id::Version;
use patchbay_model::problem::ProblemCode;
use serde::Serialize;

/// What `If-Match` asks for: a version, or none when it is absent or `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<Version>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        match parts.headers.get(header::IF_MATCH) {
            None => Ok(Self(None)),
            Some(value) => parse(value).map(Self),
        }
    }
}

/// `"3"`, `W/"3"` or `*`. A weak one counts as well: a proxy that compresses makes ours weak.
fn parse(value: &HeaderValue) -> Result<Option<Version>, ApiError> {
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let quoted = text.strip_prefix("W/").unwrap_or(text);
    let number = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|inner| inner.parse().ok());
    number.map(|number| Some(Version(number))).ok_or_else(|| {
        ApiError::new(
            ProblemCode::InvalidRequest,
            "If-Match takes one version as the ETag gave it, such as \"3\", or *",
        )
    })
}

/// An object with its version in the `ETag`.
pub struct Versioned<T> {
    /// The object.
    pub body: T,
    /// Its version.
    pub version: Version,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(header::ETAG, format!("\"{}\"", self.version))], axum::Json(self.body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_comes_strong_weak_or_not_at_all() {
        let read = |text: &'static str| parse(&HeaderValue::from_static(text));
        assert_eq!(read("\"3\"").unwrap(), Some(Version(3)));
        assert_eq!(read("W/\"12\"").unwrap(), Some(Version(12)));
        assert_eq!(read("*").unwrap(), None);
        for bad in ["3", "\"x\"", "\"1\", \"2\"", ""] {
            assert_eq!(read(bad).unwrap_err().problem().status, 400, "{bad}");
        }
    }
}
