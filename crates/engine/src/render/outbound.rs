//! A rendered request as the outbound client takes it.

use super::request::{Authentication, RenderedRequest};
use crate::net::{HttpAuthentication, OutboundRequest, Repeat};
use crate::plan::EffectClass;
use patchbay_model::endpoint::Method;
use patchbay_model::id::IntegratorId;
use std::time::Duration;

impl RenderedRequest {
    /// The request for the wire, with the limit for all of it and the integrator whose circuit it uses.
    #[must_use]
    pub fn outbound(&self, timeout: Duration, integrator: IntegratorId) -> OutboundRequest {
        let method = match self.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        };
        let repeat = match self.effect_class {
            EffectClass::Safe | EffectClass::Idempotent => Repeat::OnDeadConnection,
            EffectClass::Unsafe | EffectClass::AtMostOnce => Repeat::Never,
        };
        let headers = self.headers.iter().map(|header| (header.name.to_string(), header.value.as_str().into()));
        OutboundRequest {
            headers: headers.collect(),
            content_type: self.content_type.as_deref().map(str::to_owned),
            body: self.body.as_ref().map(|body| body.bytes.clone()).unwrap_or_default(),
            authentication: self.authentication.as_ref().map(|authentication| match authentication {
                Authentication::Basic { user, password } => {
                    HttpAuthentication::Basic { user: user.clone(), secret: password.clone() }
                }
                Authentication::Digest { user, password } => {
                    HttpAuthentication::Digest { user: user.clone(), secret: password.clone() }
                }
            }),
            timeout,
            integrator: Some(integrator.0),
            repeat,
            ..OutboundRequest::checked(method, self.parsed_url.clone())
        }
    }
}
