//! Where a template stands, and which names exist there when it is saved.

use crate::sentence;
use crate::sentence::Sentence;

/// The place of a template. It decides which roots have meaning and how values are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Site {
    /// The URL of an endpoint.
    EndpointUrl,
    /// A request header.
    RequestHeader,
    /// A value of `request.params`, or a hard param in the query.
    RequestQuery,
    /// The request body, whatever its format.
    RequestBody,
    /// The `format` of an endpoint parameter: text around `{token}` or `{value}`.
    ParameterFormat,
    /// An operand of a condition.
    Condition,
    /// `response.set` and `response.save`.
    ResponseMapping,
    /// `params` and `when` of Info JSON.
    CallboxHook,
    /// Iframe JSON.
    Iframe,
    /// The body of a TwoWay handover: `$name` and `{{$name}}` only.
    TwoWayBody,
}

impl Site {
    /// The place in the words of a message: "can't stand in {}".
    #[must_use]
    pub const fn describe(self) -> Sentence {
        match self {
            Self::EndpointUrl => sentence!("an endpoint URL"),
            Self::RequestHeader => sentence!("a request header"),
            Self::RequestQuery => sentence!("a query parameter"),
            Self::RequestBody => sentence!("a request body"),
            Self::ParameterFormat => sentence!("the format of a parameter"),
            Self::Condition => sentence!("a condition"),
            Self::ResponseMapping => sentence!("a response mapping"),
            Self::CallboxHook => sentence!("a callbox hook"),
            Self::Iframe => sentence!("the iframe"),
            Self::TwoWayBody => sentence!("a TwoWay handover body"),
        }
    }
}

/// A set of names as far as it is known when saving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Known {
    /// Not known yet: any name may turn out to exist.
    #[default]
    Any,
    /// These and no others.
    Only(Vec<String>),
}

impl Known {
    /// These names and no others.
    pub fn only<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self::Only(names.into_iter().map(Into::into).collect())
    }

    /// Whether `name` may exist.
    #[must_use]
    pub fn admits(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(names) => names.iter().any(|known| known == name),
        }
    }

    /// The names that surely exist.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::Any => &[],
            Self::Only(names) => names,
        }
    }
}

/// Whether `{token}` can have a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccessToken {
    /// An Auth endpoint gets it.
    #[default]
    Available,
    /// This is an Auth endpoint, which can't use the token that it gets (spec/callbox.md), or the template has none.
    Unavailable,
}

/// The names that exist around a template when it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Parameters of the template: `field.<name>`.
    pub fields: Known,
    /// Path parameters of the endpoint: `<name>`, in its URL only.
    pub path_parameters: Vec<String>,
    /// Credentials: `authentications.<id>`. A published template can't know its integrators' ones.
    pub credentials: Known,
    /// `userInfo` of Info JSON: `user.<field>`.
    pub user_fields: Known,
    /// `listOptions` of Info JSON: `option.<name>`.
    pub options: Known,
    /// Object names of Info JSON's hooks: `data.<objectName>`.
    pub objects: Known,
    /// Whether `token` has meaning.
    pub access_token: AccessToken,
}

/// A place together with the names that exist there: what a template is parsed against.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Where the template stands.
    pub site: Site,
    /// What exists there.
    pub context: &'a Context,
}

impl<'a> Scope<'a> {
    /// Parses templates at `site` against `context`.
    #[must_use]
    pub const fn new(site: Site, context: &'a Context) -> Self {
        Self { site, context }
    }

    pub(super) fn is_path_parameter(&self, name: &str) -> bool {
        self.site == Site::EndpointUrl && self.context.path_parameters.iter().any(|known| known == name)
    }
}
