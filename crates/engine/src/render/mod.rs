//! From a plan and values to a request (spec/execution.md, Resolve and Limits; spec/templating.md).
//!
//! # Layout
//! [`Inputs`] are the values, `values` answers a template's look-ups with them, `destination` keeps secrets from hosts that
//! they were not entered for, `choice` settles who fills a place when the first in line has nothing, `headers`, `body` and
//! `url` render their parts, `size` says what made one too large, [`RenderedRequest`] is the result.
//!
//! # Invariants
//! Whatever is missing or over a limit is an error before anything is sent. No value can change the scheme, the host,
//! the number of path segments, a header line, or the shape of the body.

mod body;
mod choice;
mod destination;
mod headers;
mod inputs;
mod multipart;
#[cfg(feature = "net")]
mod outbound;
mod refusal;
mod request;
mod size;
mod url;
mod values;

#[cfg(test)]
mod tests;

use crate::error::EngineError;
use crate::plan::Plan;

pub use choice::SourceCounts;
pub use inputs::{BoundSecret, FieldInput, Inputs, IntegratorValues};
pub use request::{Authentication, RenderedBody, RenderedHeader, RenderedRequest};

/// Renders the request.
///
/// # Errors
/// [`input_missing`](patchbay_model::execution::ErrorCode::InputMissing) and its like, with a pointer into the client
/// body where that is at fault. Nothing may be sent then.
pub fn render(plan: &Plan, inputs: &Inputs<'_>) -> Result<RenderedRequest, EngineError> {
    choice::check_integrator(plan, inputs)?;
    destination::check(plan, inputs)?;
    let templates = choice::choose(plan, inputs)?;
    let values = values::RequestValues { plan, inputs };
    body::check_growth(plan, &templates, &values)?;
    let (url, parsed_url) = url::render(&templates, &values, inputs.scheme)?;
    let headers = headers::render(&templates, &values)?;
    let (content_type, body) = body::render(&templates.body, &values)?;
    let authentication = headers::authentication(plan, inputs)?;
    let (method, effect_class) = (plan.method, headers::effect_class(plan, &headers));
    Ok(RenderedRequest { method, effect_class, url, parsed_url, headers, content_type, body, authentication })
}

/// Counts where the values of the request come from, for the first step of a test run.
///
/// # Errors
/// As [`render`], as far as values are missing.
pub fn count_sources(plan: &Plan, inputs: &Inputs<'_>) -> Result<SourceCounts, EngineError> {
    choice::check_integrator(plan, inputs)?;
    destination::check(plan, inputs)?;
    choice::choose(plan, inputs)?;
    Ok(choice::count(plan, inputs))
}
