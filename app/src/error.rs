//! What a page can show of an error: the same document that the API answers with.

use crate::text;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::Bytes;
use leptos::server_fn::codec::JsonEncoding;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::valid::Violation;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An error as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageError(pub Box<Problem>);

impl PageError {
    /// What is wrong with the member at `pointer`, if anything.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Violation> {
        self.0.errors.iter().find(|violation| violation.pointer == pointer)
    }

    /// An error that the request being served is answered with, in the language of the page.
    #[cfg(feature = "ssr")]
    fn answering(problem: Problem) -> Self {
        crate::response::respond_to_problem(problem.status);
        crate::languages::problem_said(problem).into()
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.detail)
    }
}

impl std::error::Error for PageError {}

impl From<Problem> for PageError {
    /// Names the request that is being served, where one is and the problem does not name another.
    fn from(problem: Problem) -> Self {
        let request_id = problem.request_id.or_else(crate::response::request_id);
        Self(Box::new(Problem { request_id, ..problem }))
    }
}

#[cfg(feature = "ssr")]
impl From<patchbay_model::valid::Violations> for PageError {
    /// What a form's own reading refuses: answered with the status that the portal's refusal would have.
    fn from(found: patchbay_model::valid::Violations) -> Self {
        Self::answering(Problem::invalid(found.into_vec()))
    }
}

impl FromServerFnError for PageError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let (code, detail) = match &error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                (ProblemCode::InvalidRequest, text!(common.form_unreadable))
            }
            ServerFnErrorErr::Request(_) => (ProblemCode::Unavailable, text!(common.server_silent)),
            _ => (ProblemCode::Internal, text!(common.went_wrong)),
        };
        Problem::new(code, detail).into()
    }

    /// From text, like everything else: what reads JSON from bytes would be in the browser for errors alone.
    fn de(data: Bytes) -> Self {
        crate::wire::read(&String::from_utf8_lossy(&data)).unwrap_or_else(|unreadable| unreadable)
    }
}

#[cfg(feature = "ssr")]
impl From<crate::portal::PortalError> for PageError {
    fn from(error: crate::portal::PortalError) -> Self {
        if let crate::portal::PortalError::Internal(source) = &error {
            tracing::error!(error = %source, "a page failed");
        }
        Self::answering(error.problem())
    }
}
