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
    /// What it holds, for the placeholder browser.
    pub(super) description: &'static str,
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

const fn row(words: &'static str, tail: Tail, sites: &'static [Site], description: &'static str) -> Entry {
    Entry { words, tail, sites, description }
}

use Tail::{End, Name, SomeSteps, Steps};

/// Every root, in the order of the specification. A path parameter's bare name and the TwoWay variables have no row:
/// the first is known to the endpoint only, the second are written with a dollar sign.
pub(super) static CATALOGUE: [Entry; 26] = [
    row("field", Name(Root::Field, Names::Fields), REQUEST, "The integrator's value for this parameter"),
    row("integrator.host", End(Root::IntegratorHost), REQUEST_OR_IFRAME, "The integrator's host"),
    row("integrator.name", End(Root::IntegratorName), REQUEST_OR_IFRAME, "The name of the integration"),
    row("integrator.description", End(Root::IntegratorDescription), REQUEST_OR_IFRAME, "The integrator's description"),
    row("token", End(Root::Token), REQUEST_OR_FORMAT, "The access token from the Auth endpoint"),
    row("value", End(Root::Value), &[ParameterFormat], "The parameter's value"),
    row("client", SomeSteps(Root::Client, Shape::Open), REQUEST, "A value of the body that the caller sends"),
    row(
        "authentications",
        Name(Root::Authentication, Names::Credentials),
        &[RequestHeader],
        "The secret of this credential",
    ),
    row(
        "event",
        End(Root::Event),
        REQUEST_OR_CONDITION,
        "The event: its name in text, the whole object alone in a body",
    ),
    row("event.name", End(Root::EventName), REQUEST_OR_CONDITION, "The name of the event, such as queued"),
    row("event.datetime", End(Root::EventDateTime), REQUEST_OR_CONDITION, "When the event happened"),
    row("event.data", Steps(Root::EventData, Shape::Open), REQUEST_OR_CONDITION, "What the event carries"),
    row("contact", Steps(Root::Contact, CONTACT), REQUEST_OR_CONDITION, "The conversation"),
    row("call", Steps(Root::Call, CALL), CALLBOX, "The call"),
    row("sms", Steps(Root::Sms, SMS), CALLBOX, "The SMS"),
    row("user", Steps(Root::User, Shape::Names(Names::UserFields, &Shape::Leaf)), CALLBOX, "Read from the CRM page"),
    row("option", Steps(Root::Option, Shape::Names(Names::Options, &Shape::Leaf)), CALLBOX, "A callbox setting"),
    row("data", Steps(Root::Data, Shape::Names(Names::Objects, &Shape::Open)), CALLBOX, "An earlier hook's answer"),
    row("response.status", End(Root::ResponseStatus), RESPONSE, "The HTTP status of the answer"),
    row("response.headers", Name(Root::ResponseHeader, Names::Unknown), RESPONSE, "A header of the answer"),
    row("response.body", Steps(Root::ResponseBody, Shape::Open), RESPONSE, "The answer's body"),
    row("response.duration", End(Root::ResponseDuration), RESPONSE, "How long the call took, in milliseconds"),
    row("request.method", End(Root::RequestMethod), RESPONSE, "The method that was sent"),
    row("request.url", End(Root::RequestUrl), RESPONSE, "The URL that was called, secrets removed"),
    row("request.query_params", Steps(Root::RequestQuery, Shape::Open), RESPONSE, "The query that was sent"),
    row("debug", End(Root::Debug), RESPONSE, "The whole call for diagnosis, secrets removed"),
];
