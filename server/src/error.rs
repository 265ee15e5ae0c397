//! Why the process did not start, or a command did not do what it was told.

use std::path::PathBuf;

/// An error as the command line shows it: one line that says what to do. Requests have [`crate::problem`].
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// A setting can't be used.
    #[error("{name} ({origin}): {reason}")]
    Setting {
        /// As it is written where it came from: `PATCHBAY_LISTEN` or `listen`.
        name: String,
        /// The environment, or the file.
        origin: String,
        /// What is wrong and what to write.
        reason: String,
    },
    /// A file or folder can't be used.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The private PostgreSQL does not run.
    #[error("PostgreSQL: {0}")]
    Postgres(String),
    /// The database did not do what was asked.
    #[error("the database: {0}")]
    Store(#[from] patchbay_store::StoreError),
    /// A key or a password could not be handled.
    #[error(transparent)]
    Vault(#[from] patchbay_vault::VaultError),
    /// The portal refused, as it would refuse a person.
    #[error("{0}")]
    Refused(String),
    /// Whatever else keeps the process from going on.
    #[error("{0}")]
    Failed(String),
}

impl ServerError {
    /// Names the file that an operation failed on.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl From<patchbay_app::portal::PortalError> for ServerError {
    fn from(error: patchbay_app::portal::PortalError) -> Self {
        use patchbay_app::portal::PortalError;
        match error {
            PortalError::Internal(source) => Self::Failed(source.to_string()),
            PortalError::Invalid(violations) => {
                let lines = violations
                    .iter()
                    .map(|violation| format!("{}: {}", violation.pointer.trim_start_matches('/'), violation.message));
                Self::Refused(lines.collect::<Vec<_>>().join("\n"))
            }
            other => Self::Refused(other.to_string()),
        }
    }
}
