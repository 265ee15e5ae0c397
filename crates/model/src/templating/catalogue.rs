//! The table of roots (spec/templating.md, rule 2): what each holds, where it has meaning, what may follow it.

use super::path::Root;
use super::shape::{CALL, CONTACT, Names, SMS, Shape};
use super::site::Site;

/// One row.
pub(super) struct Entry {
    /// The fixed words, `response.headers`.
    pub(super) words: &'static str,
    /// What may follow them.
    pub(super) tail: Tail,
    /// Where it has meaning.
    pub(super) sites: &'static [Site],
}

/// What may follow the fixed words.
pub(super) enum Tail {
    /// Nothing.
    End(Root),
    /// One name: everything after the dot, further dots included.
    Name(fn(Box<str>) -> Root, Names),
    /// A path, or nothing.
    Steps(Root, Shape),
    /// A path.
    SomeSteps(Root, Shape),
}

impl Entry {
    /// The word that the row begins with.
    pub(super) fn root_word(&self) -> &'static str {
        self.words.split('.').next().unwrap_or(self.words)
    }

    /// The root of a placeholder that has `below` after the fixed words.
    pub(super) fn root(&self, below: &str) -> Root {
        match &self.tail {
            Tail::Name(make, _) => make(below.into()),
            Tail::End(root) | Tail::Steps(root, _) | Tail::SomeSteps(root, _) => root.clone(),
        }
    }

    /// Whether the row has meaning at `site`.
    pub(super) fn stands_at(&self, site: Site) -> bool {
        self.sites.contains(&site)
    }
}

use Site::{
    CallboxHook, Condition, EndpointUrl, Iframe, ParameterFormat, RequestBody, RequestHeader, RequestQuery,
    ResponseMapping,
};

const REQUEST: &[Site] = &[EndpointUrl, RequestHeader, RequestQuery, RequestBody];
const REQUEST_OR_IFRAME: &[Site] = &[EndpointUrl, RequestHeader, RequestQuery, RequestBody, Iframe];
const REQUEST_OR_FORMAT: &[Site] = &[EndpointUrl, RequestHeader, RequestQuery, RequestBody, ParameterFormat];
const REQUEST_OR_CONDITION: &[Site] = &[EndpointUrl, RequestHeader, RequestQuery, RequestBody, Condition];
const CALLBOX: &[Site] = &[CallboxHook, Iframe];
const RESPONSE: &[Site] = &[ResponseMapping];

const fn row(words: &'static str, tail: Tail, sites: &'static [Site]) -> Entry {
    Entry { words, tail, sites }
}

use Tail::{End, Name, SomeSteps, Steps};

/// Every root, in the order of the specification. A path parameter's bare name and the TwoWay variables have no row:
/// the first is known to the endpoint only, the second are written with a dollar sign.
pub(super) static CATALOGUE: [Entry; 26] = [
    row("field", Name(Root::Field, Names::Fields), REQUEST),
    row("integrator.host", End(Root::IntegratorHost), REQUEST_OR_IFRAME),
    row("integrator.name", End(Root::IntegratorName), REQUEST_OR_IFRAME),
    row("integrator.description", End(Root::IntegratorDescription), REQUEST_OR_IFRAME),
    row("token", End(Root::Token), REQUEST_OR_FORMAT),
    row("value", End(Root::Value), &[ParameterFormat]),
    row("client", SomeSteps(Root::Client, Shape::Open), REQUEST),
    row("authentications", Name(Root::Authentication, Names::Credentials), &[RequestHeader]),
    row("event", End(Root::Event), REQUEST_OR_CONDITION),
    row("event.name", End(Root::EventName), REQUEST_OR_CONDITION),
    row("event.datetime", End(Root::EventDateTime), REQUEST_OR_CONDITION),
    row("event.data", Steps(Root::EventData, Shape::Open), REQUEST_OR_CONDITION),
    row("contact", Steps(Root::Contact, CONTACT), REQUEST_OR_CONDITION),
    row("call", Steps(Root::Call, CALL), CALLBOX),
    row("sms", Steps(Root::Sms, SMS), CALLBOX),
    row("user", Steps(Root::User, Shape::Names(Names::UserFields, &Shape::Leaf)), CALLBOX),
    row("option", Steps(Root::Option, Shape::Names(Names::Options, &Shape::Leaf)), CALLBOX),
    row("data", Steps(Root::Data, Shape::Names(Names::Objects, &Shape::Open)), CALLBOX),
    row("response.status", End(Root::ResponseStatus), RESPONSE),
    row("response.headers", Name(Root::ResponseHeader, Names::Unknown), RESPONSE),
    row("response.body", Steps(Root::ResponseBody, Shape::Open), RESPONSE),
    row("response.duration", End(Root::ResponseDuration), RESPONSE),
    row("request.method", End(Root::RequestMethod), RESPONSE),
    row("request.url", End(Root::RequestUrl), RESPONSE),
    row("request.query_params", Steps(Root::RequestQuery, Shape::Open), RESPONSE),
    row("debug", End(Root::Debug), RESPONSE),
];
