//! Why the portal did not do what it was asked.

use patchbay_model::id::Version;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::valid::{Violation, Violations};

/// What the portal answers.
pub type PortalResult<T> = Result<T, PortalError>;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// No such thing, or not the actor's to see.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The actor's role or scopes don't allow it.
    #[error("your role does not allow this: ask an administrator")]
    Forbidden,
    /// The document breaks rules.
    #[error("something has to be corrected")]
    Invalid(Vec<Violation>),
    /// A unique name is taken, or something else stands in the way.
    #[error("{detail}")]
    Conflict {
        /// JSON pointer of the member at fault.
        pointer: String,
        /// What is in the way and what to do.
        detail: String,
    },
    /// Someone else saved first.
    #[error("someone else saved this first: reload, look at the change and save again")]
    Stale,
    /// Wrong e-mail address or password; which of the two is not told.
    #[error("this e-mail address and password don't belong together")]
    WrongCredentials,
    /// Too many tries.
    #[error("too many tries: wait {seconds} seconds")]
    Throttled {
        /// Until the next try is looked at.
        seconds: u64,
    },
    /// More waits already than is good.
    #[error("too many events wait already: send them again in {seconds} seconds")]
    Busy {
        /// Until it may be better.
        seconds: u64,
    },
    /// The database is away.
    #[error("the database does not answer: try again in a moment")]
    Unavailable,
    /// A defect of ours; told with the request id only, logged where it is handled.
    #[error("something went wrong here")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<Violations> for PortalError {
    fn from(found: Violations) -> Self {
        Self::Invalid(found.into_vec())
    }
}

impl PortalError {
    /// One violation.
    #[must_use]
    pub fn invalid(pointer: &str, message: impl Into<String>) -> Self {
        let mut found = Violations::none();
        found.add(pointer, message);
        found.into()
    }

    /// What it looks like on the wire: the same for a page and the API. A source chain never leaves the process.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let code = match self {
            Self::Invalid(errors) => return Problem::invalid(errors.clone()),
            Self::NotFound(_) => ProblemCode::NotFound,
            Self::Forbidden => ProblemCode::Forbidden,
            Self::Conflict { .. } => ProblemCode::Conflict,
            Self::Stale => ProblemCode::Stale,
            Self::WrongCredentials => ProblemCode::Unauthenticated,
            Self::Throttled { .. } | Self::Busy { .. } => ProblemCode::TooManyRequests,
            Self::Unavailable => ProblemCode::Unavailable,
            Self::Internal(_) => ProblemCode::Internal,
        };
        let mut problem = Problem::new(code, self.to_string());
        if let Self::Conflict { pointer, .. } = self {
            problem.pointer = Some(pointer.clone());
        }
        problem
    }
}

/// What is to be changed: the object and the version that the editor saw.
#[derive(Debug, Clone, Copy)]
pub struct Change<Id> {
    /// Which object.
    pub id: Id,
    /// The version that was read; a newer one in the database answers [`PortalError::Stale`]. None overwrites.
    pub version: Option<Version>,
}
