//! Why a measurement could not be made.

/// A benchmark that can't run says why; it never prints a figure instead.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A socket, file or process.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A request of the set-up.
    #[error("setting up: {0}")]
    Http(#[from] reqwest::Error),
    /// An answer of the set-up that is no success.
    #[error("setting up: {path} answered {status}: {body}")]
    Refused {
        /// What was asked.
        path: String,
        /// The status.
        status: u16,
        /// The answer.
        body: String,
    },
    /// Output of wrk that says something else than expected.
    #[error("wrk: {0}")]
    Load(String),
}

impl BenchError {
    /// For `map_err`.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
