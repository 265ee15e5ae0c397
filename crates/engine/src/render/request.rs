//! What goes over the wire, before the outbound client adds what only it knows.

use crate::plan::EffectClass;
use bytes::Bytes;
use http::HeaderName;
use patchbay_model::endpoint::Method;
use patchbay_model::secret::Secret;
use patchbay_model::templating::{Rendered, RenderedUrl};
use std::borrow::Cow;
use std::fmt;
use url::Url;

/// A request that is ready to be sent. It holds secrets: show what [`crate::redact::Redactor::request`] makes of it.
#[derive(Clone)]
pub struct RenderedRequest {
    /// The HTTP method.
    pub method: Method,
    /// How often it may reach the other side.
    pub effect_class: EffectClass,
    /// The URL, checked after rendering.
    pub url: RenderedUrl,
    /// The same as it was read while it was checked: what goes out.
    pub(crate) parsed_url: Url,
    /// Every header but those that the client sets by itself.
    pub headers: Vec<RenderedHeader>,
    /// The body's type, unless a header says otherwise.
    pub content_type: Option<Cow<'static, str>>,
    /// The body, if the request has one.
    pub body: Option<RenderedBody>,
    /// How the client signs the request.
    pub authentication: Option<Authentication>,
}

/// A header.
#[derive(Clone)]
pub struct RenderedHeader {
    /// Its name.
    pub name: HeaderName,
    /// Its value for the wire.
    pub value: String,
    /// Its value for a record, when the other holds a secret.
    pub shown: Option<String>,
}

/// A body.
#[derive(Clone)]
pub struct RenderedBody {
    /// For the wire.
    pub bytes: Bytes,
    /// For a record, when the other holds a secret.
    pub shown: Option<String>,
}

/// A user and password of the integrator, and the scheme that proves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authentication {
    /// RFC 7617, sent at once.
    Basic {
        /// What stands after `basic:` in the credential's id.
        user: String,
        /// The credential's secret.
        password: Secret,
    },
    /// RFC 7616, sent after the challenge.
    Digest {
        /// What stands after `digest:` in the credential's id.
        user: String,
        /// The credential's secret.
        password: Secret,
    },
}

impl From<Rendered> for RenderedBody {
    fn from(rendered: Rendered) -> Self {
        let shown = rendered.holds_secrets().then(|| rendered.redacted().into_owned());
        Self { bytes: rendered.into_exposed().into(), shown }
    }
}

impl fmt::Debug for RenderedRequest {
    // Everything else may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedRequest").field("method", &self.method).field("url", &self.url).finish_non_exhaustive()
    }
}
