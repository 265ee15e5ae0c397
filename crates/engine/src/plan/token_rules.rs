//! Where an auth endpoint's answer holds the token, how long it lives, and when it has expired
//! (spec/execution.md, Authenticate).

use super::surroundings::Surroundings;
use http::HeaderName;
use patchbay_model::endpoint::{EndpointDraft, ExpiredPredicate, RefreshToken};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::templating::{ValuePath, parse_value_path};
use patchbay_model::valid::Violations;
use serde_json::Value;

/// How the answer of an auth endpoint is read.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenRules {
    /// Where the token is.
    pub(crate) place: TokenPlace,
    /// Where the seconds that it lives are.
    pub(crate) expiry: ValuePath,
    /// Which answers of other endpoints say that it has expired, besides 401.
    pub(crate) expired: Option<ExpiredRule>,
    /// Where a new refresh token is, and what it replaces.
    pub(crate) refresh: Option<RefreshRule>,
}

/// Where a new refresh token is, and which field of the integrator it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshRule {
    pub(crate) path: ValuePath,
    pub(crate) field: String,
}

impl TokenRules {
    /// The field of the integrator that holds the refresh token, when each sign-in may bring a new one.
    #[must_use]
    pub fn refresh_field(&self) -> Option<&str> {
        self.refresh.as_ref().map(|refresh| refresh.field.as_str())
    }

    /// Where the one number stands that a record may show: the seconds, unless somebody says that the token is there.
    #[must_use]
    pub fn harmless_number(&self) -> Option<&ValuePath> {
        let is_token = matches!(&self.place, TokenPlace::Path(path) if *path == self.expiry);
        Some(&self.expiry).filter(|_| !is_token)
    }
}

/// Where the token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenPlace {
    /// At a path of the JSON body.
    Path(ValuePath),
    /// The body is the token.
    Text,
    /// In a header.
    Header(HeaderName),
    /// In a cookie.
    Cookie(String),
}

/// A condition on an answer; every part that is given has to hold.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpiredRule {
    /// The status.
    pub(crate) status: Option<u16>,
    /// A header, or a path of the body, and the value that it has; without a value it is enough that it is there.
    pub(crate) mark: Option<(Mark, Option<Value>)>,
}

/// What an [`ExpiredRule`] looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    Header(HeaderName),
    Path(ValuePath),
}

/// Where what is wrong with the field of a refresh token is told.
pub(super) const REFRESH_FIELD: &str = "/refreshToken/field";

const HEADER_NAME: Sentence = sentence!("a header's name has letters, digits and hyphens only");

pub(super) fn read(
    draft: &EndpointDraft,
    surroundings: &Surroundings<'_>,
    found: &mut Violations,
) -> Option<TokenRules> {
    let place = read_place(draft.response_type.as_deref().unwrap_or("access_token"), found);
    let expiry = read_path("/expiryPath", draft.expiry_path.as_deref().unwrap_or("expires_in"), found);
    let expired = match &draft.expired {
        Some(predicate) => Some(read_expired(predicate, found)?),
        None => None,
    };
    let refresh = match &draft.refresh_token {
        Some(refresh) => Some(read_refresh(refresh, surroundings, found)?),
        None => None,
    };
    Some(TokenRules { place: place?, expiry: expiry?, expired, refresh })
}

/// It is kept as a secret: written into a plain field, everybody could read it.
fn read_refresh(
    refresh: &RefreshToken,
    surroundings: &Surroundings<'_>,
    found: &mut Violations,
) -> Option<RefreshRule> {
    let RefreshToken { path, field } = refresh;
    match surroundings.parameter(field) {
        Some(parameter) if parameter.secret => {}
        Some(_) => {
            found.add(REFRESH_FIELD, sentence!("make the template's parameter %{field} secret first", field = field))
        }
        None => {
            found.add(REFRESH_FIELD, sentence!("name the template's secret parameter that holds the refresh token"))
        }
    }
    let path = read_path("/refreshToken/path", path, found)?;
    Some(RefreshRule { path, field: field.clone() })
}

fn read_place(text: &str, found: &mut Violations) -> Option<TokenPlace> {
    let pointer = "/responseType";
    if text == "text" {
        return Some(TokenPlace::Text);
    }
    if let Some(name) = text.strip_prefix("header:") {
        return match name.parse() {
            Ok(name) => Some(TokenPlace::Header(name)),
            Err(_) => {
                found.add(pointer, HEADER_NAME);
                None
            }
        };
    }
    if let Some(name) = text.strip_prefix("cookie:") {
        // A cookie's name is a token as a header's is (RFC 6265, 4.1.1), in its own case.
        let fits = name.parse::<HeaderName>().is_ok();
        found.require(fits, pointer, sentence!("write the cookie's name after the colon"));
        return fits.then(|| TokenPlace::Cookie(name.to_owned()));
    }
    read_path(pointer, text, found).map(TokenPlace::Path)
}

fn read_path(pointer: &str, text: &str, found: &mut Violations) -> Option<ValuePath> {
    parse_value_path(text).map_err(|error| found.add(pointer, error.message)).ok()
}

fn read_expired(predicate: &ExpiredPredicate, found: &mut Violations) -> Option<ExpiredRule> {
    let ExpiredPredicate { status, header, path, equals } = predicate;
    let mark = match (header, path) {
        (Some(_), Some(_)) => {
            found.add("/expired", sentence!("look at a header or at a path of the body, not at both"));
            return None;
        }
        (Some(name), None) => match name.parse() {
            Ok(name) => Some(Mark::Header(name)),
            Err(_) => {
                found.add("/expired/header", HEADER_NAME);
                return None;
            }
        },
        (None, Some(path)) => Some(Mark::Path(read_path("/expired/path", path, found)?)),
        (None, None) => None,
    };
    if mark.is_none() && equals.is_some() {
        found.add("/expired/equals", sentence!("say by header or path what has this value"));
    }
    if mark.is_none() && status.is_none() {
        found.add("/expired", sentence!("name a status, a header or a path of the body"));
    }
    found.require(
        status.is_none_or(|status| (100..600).contains(&status)),
        "/expired/status",
        sentence!("use 100 to 599"),
    );
    // A status alone that every good answer has would refresh the token for ever.
    let too_broad = mark.is_none() && status.is_some_and(|status| (200..300).contains(&status));
    found.require(
        !too_broad,
        "/expired/status",
        sentence!("every good answer has this status: add a header or a path"),
    );
    Some(ExpiredRule { status: *status, mark: mark.map(|mark| (mark, equals.clone())) })
}
