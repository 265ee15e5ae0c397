//! From an endpoint as written to a plan that can be run (spec/execution.md, Plan).
//!
//! # Layout
//! [`compile`] is the whole of it: `configuration` and `body` read the JSON half, `sources` the lists of parameters, `place` says
//! where each value goes and which one wins, `templates` puts them together; `token_rules` and `response` are the parts
//! that only look at answers. [`check`] is what a form asks before it saves.
//!
//! # Invariants
//! A plan holds nothing of an integrator: one plan serves every call center. It never changes, so that it can be shared
//! without a lock. Whatever can be wrong without knowing the values is found here, all of it at once.

mod body;
mod compile;
mod configuration;
mod effect_class;
mod headers;
mod place;
mod response;
mod sources;
mod surroundings;
mod templates;
mod token_rules;
mod uses;
mod xml;

#[cfg(test)]
mod tests;

use crate::condition::Condition;
use crate::retry::{SCHEDULE, SCHEDULE_OF_WEBHOOKS};
use patchbay_model::document::{AuthenticationType, SignatureType};
use patchbay_model::endpoint::{EndpointType, Method};
use patchbay_model::templating::Host;
use std::time::Duration;

pub use compile::{check, compile};
pub use effect_class::EffectClass;
pub use response::ResponsePlan;
pub use surroundings::{Sibling, Surroundings};
pub use token_rules::{ExpiredRule, TokenPlace, TokenRules};

pub(crate) use configuration::credential_prefix;
pub(crate) use place::{Candidate, ClientValue, Need, Origin, Slot, Transform};
pub(crate) use sources::json_pointer;
pub(crate) use templates::{BodyTemplate, Templates};
pub(crate) use token_rules::Mark;

/// An endpoint, ready to run for any integrator of its template.
#[derive(Debug)]
pub struct Plan {
    pub(crate) endpoint_type: EndpointType,
    pub(crate) method: Method,
    pub(crate) effect_class: EffectClass,
    pub(crate) timeout: Duration,
    pub(crate) base: templates::Base,
    pub(crate) slots: Vec<Slot>,
    /// Client values that have to be there although they have no place of their own.
    pub(crate) required_inputs: Vec<ClientValue>,
    /// The templates when the first candidate of every slot has a value, which is nearly always.
    pub(crate) templates: Templates,
    pub(crate) placeholder_count: usize,
    pub(crate) fields: Vec<FieldUse>,
    pub(crate) credentials: Vec<String>,
    pub(crate) authentication: Option<AuthenticationType>,
    pub(crate) signature: Option<SignatureType>,
    pub(crate) auth_endpoint: Option<String>,
    pub(crate) token_rules: Option<TokenRules>,
    pub(crate) response: ResponsePlan,
    pub(crate) timing: Timing,
    pub(crate) condition: Option<Condition>,
}

/// When a triggered run is sent, and whether somebody waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Between the event and the request.
    pub delay: Duration,
    /// Whether the sender of the event waits for the answer.
    pub wait: Wait,
}

/// Whether the sender of an event waits for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// As long as the call's own limit.
    Blocking,
    /// Not at all.
    InBackground,
}

/// Which secrets of an integrator a request may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretUses<'a> {
    /// Fields by name, those without a secret value among them.
    pub fields: Vec<&'a str>,
    /// Credentials by id.
    pub credentials: &'a [String],
    /// Credentials that sign the request: all that begin so.
    pub credential_prefix: Option<&'a str>,
}

/// A field that the plan takes from its integrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldUse {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) secret: bool,
    pub(crate) default: Option<String>,
}

impl Plan {
    /// What the endpoint is for.
    #[must_use]
    pub fn endpoint_type(&self) -> EndpointType {
        self.endpoint_type
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// How often a request may reach the other side, unless it brings an idempotency key.
    #[must_use]
    pub fn effect_class(&self) -> EffectClass {
        self.effect_class
    }

    /// Which of the integrator's credentials signs the request.
    #[must_use]
    pub fn authentication(&self) -> Option<AuthenticationType> {
        self.authentication
    }

    /// When it is tried again. What is signed is a webhook of an adapter or a gateway.
    #[must_use]
    pub fn schedule(&self) -> &'static [Duration] {
        if self.signature.is_some() { &SCHEDULE_OF_WEBHOOKS } else { &SCHEDULE }
    }

    /// How the request is signed when it is sent. Whoever sends it does so: a signature holds the time.
    #[must_use]
    pub fn signature(&self) -> Option<SignatureType> {
        self.signature
    }

    /// The limit of the whole call.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The `host[:port]` that is called, given the integrator's.
    #[must_use]
    pub fn destination<'a>(&'a self, integrator_host: &'a str) -> &'a str {
        self.fixed_host().unwrap_or(integrator_host)
    }

    /// The `host[:port]` that the endpoint names itself; none: the integrator's is called.
    #[must_use]
    pub fn fixed_host(&self) -> Option<&str> {
        match self.templates.url.host() {
            Host::Integrator => None,
            Host::Fixed(host) => Some(host),
        }
    }

    /// The secrets of an integrator that the request may hold.
    #[must_use]
    pub fn secret_uses(&self) -> SecretUses<'_> {
        SecretUses {
            // A field counts by its value: one that was entered before its parameter stopped being secret still is.
            fields: self.fields.iter().map(|field| field.name.as_str()).collect(),
            credentials: &self.credentials,
            credential_prefix: self.authentication.map(credential_prefix),
        }
    }

    /// The auth endpoint whose token the request holds; none when it holds no token.
    #[must_use]
    pub fn auth_endpoint(&self) -> Option<&str> {
        self.auth_endpoint.as_deref()
    }

    /// How the answer of an auth endpoint is read; none for the other types.
    #[must_use]
    pub fn token_rules(&self) -> Option<&TokenRules> {
        self.token_rules.as_ref()
    }

    /// When a triggered run is sent, and whether somebody waits for it.
    #[must_use]
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// What has to hold of event and conversation for a triggered run.
    #[must_use]
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }

    /// What an answer changes.
    #[must_use]
    pub fn response(&self) -> &ResponsePlan {
        &self.response
    }
}
