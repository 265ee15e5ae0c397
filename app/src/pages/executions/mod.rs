//! Operation -> Executions.

mod detail;
mod list;
mod replay;

pub use detail::ExecutionPage;
pub use list::ExecutionsPage;

use crate::components::Tone;
use patchbay_model::execution::ExecutionStatus;

/// What the colour of a status means.
#[must_use]
pub fn status_tone(status: ExecutionStatus) -> Tone {
    match status {
        ExecutionStatus::Succeeded => Tone::Ok,
        ExecutionStatus::Failed | ExecutionStatus::Dead => Tone::Bad,
        ExecutionStatus::Unknown => Tone::Warn,
        ExecutionStatus::Queued | ExecutionStatus::Running => Tone::Accent,
        ExecutionStatus::Skipped => Tone::Neutral,
    }
}

/// Microseconds as the formatters take them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "shown, not calculated with")]
pub fn milliseconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1000.0
}
