//! What a placeholder names: a root and the way into its value.

use super::value_path::{Step, ValuePath};
use std::fmt;

/// Every root of the language (spec/templating.md, rule 2, and the seven variables of spec/twoway.md).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Root {
    /// `field.<parameter>`: the integrator's value; everything after the first dot is the name.
    Field(Box<str>),
    /// `integrator.host`: the integrator's host.
    IntegratorHost,
    /// `integrator.name`: the name of the integration.
    IntegratorName,
    /// `integrator.description`: the integrator's description.
    IntegratorDescription,
    /// `token`: the access token from the Auth endpoint.
    Token,
    /// `value`: what a parameter's `format` stands around.
    Value,
    /// `client.<path>`: the body that the caller sent.
    Client,
    /// `authentications.<id>`: a credential's secret; everything after the first dot is the id.
    Authentication(Box<str>),
    /// The bare name of a path parameter of the same endpoint.
    PathParameter(Box<str>),
    /// Bare `event`: its name in text, the whole object alone in a body value.
    Event,
    /// `event.name`: the name of the event, such as `queued`.
    EventName,
    /// `event.datetime`: when the event happened.
    EventDateTime,
    /// `event.data.<path>`: what the event carries.
    EventData,
    /// `contact.<path>`: the conversation.
    Contact,
    /// `call.<path>`: the call.
    Call,
    /// `sms.<path>`: the SMS.
    Sms,
    /// `user.<field>`: what was read from the CRM page.
    User,
    /// `option.<name>`: a setting of the callbox.
    Option,
    /// `data.<objectName>.<path>`: the answer of an earlier hook.
    Data,
    /// `response.status`: the HTTP status of the answer.
    ResponseStatus,
    /// `response.headers.<name>`: a header of the answer, the name in lower case as HTTP libraries keep it.
    ResponseHeader(Box<str>),
    /// `response.body.<path>`: the answer's body.
    ResponseBody,
    /// `response.duration`: how long the call took, in milliseconds.
    ResponseDuration,
    /// `request.method`: the method that was sent.
    RequestMethod,
    /// `request.url`: the URL that was called, secrets removed.
    RequestUrl,
    /// `request.query_params.<name>`: the query that was sent.
    RequestQuery,
    /// `debug`: the whole call for diagnosis, secrets removed.
    Debug,
    /// A TwoWay variable.
    TwoWay(Variable),
}

/// The seven variables of a TwoWay handover body (spec/twoway.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `$chatId`: the id of the chat.
    ChatId,
    /// `$sessionId`: the id of the router's session.
    SessionId,
    /// `$accountId`: the call center.
    AccountId,
    /// `$channel`: the channel, such as WhatsApp.
    Channel,
    /// `$conversationHostId`: the address that the customer wrote to.
    ConversationHostId,
    /// `$conversationClientId`: the customer's address.
    ConversationClientId,
    /// `$context`: what the handover carries, a JSON value; `{}` when absent.
    Context,
}

impl Variable {
    /// Every variable, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::ChatId,
        Self::SessionId,
        Self::AccountId,
        Self::Channel,
        Self::ConversationHostId,
        Self::ConversationClientId,
        Self::Context,
    ];

    /// The name without its dollar sign.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ChatId => "chatId",
            Self::SessionId => "sessionId",
            Self::AccountId => "accountId",
            Self::Channel => "channel",
            Self::ConversationHostId => "conversationHostId",
            Self::ConversationClientId => "conversationClientId",
            Self::Context => "context",
        }
    }
}

/// A placeholder's content: `contact.queue.id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// Where the value comes from.
    pub root: Root,
    /// The way into it; empty for roots that hold a single value.
    pub rest: ValuePath,
}

impl Path {
    /// A root by itself.
    #[must_use]
    pub const fn bare(root: Root) -> Self {
        Self { root, rest: ValuePath::new(Vec::new()) }
    }

    /// The integrator's field `name`.
    #[must_use]
    pub fn field(name: &str) -> Self {
        Self::bare(Root::Field(name.into()))
    }

    /// A value of the client body.
    #[must_use]
    pub const fn client(rest: ValuePath) -> Self {
        Self { root: Root::Client, rest }
    }

    /// The secret of credential `id`.
    #[must_use]
    pub fn authentication(id: &str) -> Self {
        Self::bare(Root::Authentication(id.into()))
    }
}

/// What bare `{event}` means in text (spec/templating.md, rule 2).
pub(super) static EVENT_NAME: Path = Path::bare(Root::EventName);
/// What stands in front of a URL that begins with its path.
pub(super) static INTEGRATOR_HOST: Path = Path::bare(Root::IntegratorHost);

/// Writes what the parser reads, without braces.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = match &self.root {
            Root::Field(name) => return write!(f, "field.{name}"),
            Root::Authentication(id) => return write!(f, "authentications.{id}"),
            Root::PathParameter(name) => return f.write_str(name),
            Root::ResponseHeader(name) => return write!(f, "response.headers.{name}"),
            Root::TwoWay(variable) => return write!(f, "${}", variable.name()),
            Root::IntegratorHost => "integrator.host",
            Root::IntegratorName => "integrator.name",
            Root::IntegratorDescription => "integrator.description",
            Root::Token => "token",
            Root::Value => "value",
            Root::Client => "client",
            Root::Event => "event",
            Root::EventName => "event.name",
            Root::EventDateTime => "event.datetime",
            Root::EventData => "event.data",
            Root::Contact => "contact",
            Root::Call => "call",
            Root::Sms => "sms",
            Root::User => "user",
            Root::Option => "option",
            Root::Data => "data",
            Root::ResponseStatus => "response.status",
            Root::ResponseBody => "response.body",
            Root::ResponseDuration => "response.duration",
            Root::RequestMethod => "request.method",
            Root::RequestUrl => "request.url",
            Root::RequestQuery => "request.query_params",
            Root::Debug => "debug",
        };
        f.write_str(head)?;
        let dot = if matches!(self.rest.steps().first(), Some(Step::Key(_))) { "." } else { "" };
        write!(f, "{dot}{}", self.rest)
    }
}
