//! Log lines: for people on a terminal, JSON otherwise. What stands in them is decided where they are written: never a
//! query string, a body, a secret.

use crate::error::ServerError;
use crate::settings::LogFormat;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Libraries whose info is noise, or who complain about what browsers do every day.
const QUIET: &str = "sqlx=warn,tower_sessions=error,tower_sessions_core=error,hyper=warn,hyper_util=warn,rustls=warn,hickory_resolver=error,hickory_proto=error";

/// Begins to write log lines to the standard error.
///
/// # Errors
/// When `filter` is none, or lines are written already.
pub fn start(filter: &str, format: LogFormat) -> Result<(), ServerError> {
    let parse =
        |text: String| EnvFilter::try_new(text).map_err(|error| ServerError::Failed(format!("PATCHBAY_LOG: {error}")));
    let filter = parse(format!("{QUIET},{filter}"))?;
    let pretty = match format {
        LogFormat::Pretty => true,
        LogFormat::Json => false,
        LogFormat::Automatic => std::io::stderr().is_terminal(),
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if pretty {
        lines.with_target(false).compact().try_init()
    } else {
        lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
    };
    started.map_err(|error| ServerError::Failed(error.to_string()))
}
