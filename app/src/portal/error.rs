//! Why the portal did not do what it was asked.

use patchbay_model::id::Version;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::{Violation, Violations};

/// What the portal answers.
pub type PortalResult<T> = Result<T, PortalError>;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told())]
pub enum PortalError {
    /// No such thing, or not the actor's to see.
    NotFound(Sentence),
    /// The actor's role or scopes don't allow it.
    Forbidden,
    /// The document breaks rules.
    Invalid(Vec<Violation>),
    /// A unique name is taken, or something else stands in the way.
    Conflict {
        /// JSON pointer of the member at fault.
        pointer: String,
        /// What is in the way and what to do.
        detail: Sentence,
    },
    /// Someone else saved first.
    Stale,
    /// Wrong e-mail address or password; which of the two is not told.
    WrongCredentials,
    /// Too many tries.
    Throttled {
        /// Until the next try is looked at.
        seconds: u64,
    },
    /// More waits already than is good.
    Busy {
        /// Until it may be better.
        seconds: u64,
    },
    /// The database is away.
    Unavailable,
    /// A defect of ours; told with the request id only, logged where it is handled.
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
    pub fn invalid(pointer: &str, message: Sentence) -> Self {
        let mut found = Violations::none();
        found.add(pointer, message);
        found.into()
    }

    /// What is wrong and what to do.
    fn told(&self) -> Sentence {
        match self {
            Self::NotFound(what) => sentence!("there is no such %{what}", what = what.clone()),
            Self::Forbidden => sentence!("your role does not allow this: ask an administrator"),
            Self::Invalid(_) => sentence!("something has to be corrected"),
            Self::Conflict { detail, .. } => detail.clone(),
            Self::Stale => sentence!("someone else saved this first: reload, look at the change and save again"),
            Self::WrongCredentials => sentence!("this e-mail address and password don't belong together"),
            Self::Throttled { seconds } => sentence!("too many tries: wait %{seconds} seconds", seconds = *seconds),
            Self::Busy { seconds } => {
                sentence!("too many events wait already: send them again in %{seconds} seconds", seconds = *seconds)
            }
            Self::Unavailable => sentence!("the database does not answer: try again in a moment"),
            Self::Internal(_) => sentence!("something went wrong here"),
        }
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
        let mut problem = Problem::new(code, self.told());
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
