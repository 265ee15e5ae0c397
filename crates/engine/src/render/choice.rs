//! Who fills a place: precedence, and what is missing (spec/execution.md, Resolve).

use super::inputs::Inputs;
use super::values::field;
use crate::error::EngineError;
use crate::plan::{Candidate, ClientValue, Need, Origin, Plan, Slot, Templates};
use patchbay_model::execution::ErrorCode;
use patchbay_model::templating::Lookup;
use std::borrow::Cow;
use std::fmt;

/// Refuses to go on without what the integrator has to give.
pub(super) fn check_integrator(plan: &Plan, inputs: &Inputs<'_>) -> Result<(), EngineError> {
    for used in plan.fields.iter().filter(|used| used.required) {
        if field(plan, inputs, &used.name).is_nothing() {
            let code = if used.secret { ErrorCode::CredentialMissing } else { ErrorCode::ConfigInvalid };
            let detail = format!("the integrator has no value for {}: enter one", used.name);
            return Err(EngineError::fail(code, detail));
        }
    }
    for id in &plan.credentials {
        if inputs.integrator.credential(id).is_none() {
            let detail = format!("the integrator has no credential {id}: add it");
            return Err(EngineError::fail(ErrorCode::CredentialMissing, detail));
        }
    }
    if plan.auth_endpoint.is_some() && inputs.token.is_none() {
        return Err(EngineError::fail(ErrorCode::AuthFailed, "there is no access token"));
    }
    Ok(())
}

/// The templates of this execution: the plan's own, unless a value is absent for which another steps in.
pub(super) fn choose<'p>(plan: &'p Plan, inputs: &Inputs<'_>) -> Result<Cow<'p, Templates>, EngineError> {
    for value in &plan.required_inputs {
        if !is_given(value, inputs) {
            return Err(missing(value));
        }
    }
    let mut stepped_in = false;
    for slot in &plan.slots {
        let filled = slot.candidates.iter().position(|candidate| has_value(plan, inputs, candidate));
        if filled.is_none() {
            refuse_missing(slot)?;
        }
        stepped_in |= filled != Some(0) && slot.has_fallback();
    }
    if !stepped_in {
        return Ok(Cow::Borrowed(&plan.templates));
    }
    let chosen = Templates::assemble(&plan.base, &plan.slots, |slot| winner(plan, inputs, slot));
    chosen.map(Cow::Owned).map_err(|(_, message)| EngineError::config(message.to_string()))
}

/// The first that has a value. Where nothing could step in, the first anyhow: its template says what absence means.
fn winner<'p>(plan: &'p Plan, inputs: &Inputs<'_>, slot: &'p Slot) -> Option<&'p Candidate> {
    if slot.has_fallback() {
        slot.candidates.iter().find(|candidate| has_value(plan, inputs, candidate))
    } else {
        slot.first()
    }
}

fn has_value(plan: &Plan, inputs: &Inputs<'_>, candidate: &Candidate) -> bool {
    match &candidate.origin {
        Origin::Hard | Origin::Configuration => true,
        Origin::Token => inputs.token.is_some(),
        Origin::Field(name) => !field(plan, inputs, name).is_nothing(),
        Origin::Client(value) => is_given(value, inputs),
    }
}

fn is_given(value: &ClientValue, inputs: &Inputs<'_>) -> bool {
    !Lookup::value(value.path.get(inputs.client)).is_nothing()
}

fn missing(value: &ClientValue) -> EngineError {
    let detail = format!("the client body has no value at {}, which is required", value.pointer);
    EngineError::fail(ErrorCode::InputMissing, detail).at(&*value.pointer)
}

fn refuse_missing(slot: &Slot) -> Result<(), EngineError> {
    for candidate in &slot.candidates {
        if let Origin::Client(value) = &candidate.origin
            && value.need == Need::Required
        {
            return Err(missing(value));
        }
    }
    Ok(())
}

/// How many values came from where. Its text is what a test run shows: "3 hard, 1 field, 1 from the body".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Hard-assigned, in a list or in the configuration.
    pub hard: usize,
    /// From the integrator's fields.
    pub field: usize,
    /// The access token.
    pub token: usize,
    /// From the client body.
    pub client: usize,
}

pub(super) fn count(plan: &Plan, inputs: &Inputs<'_>) -> SourceCounts {
    let mut counts = SourceCounts::default();
    for slot in &plan.slots {
        let filled = slot.candidates.iter().find(|candidate| has_value(plan, inputs, candidate));
        match filled.map(|candidate| &candidate.origin) {
            Some(Origin::Hard | Origin::Configuration) => counts.hard += 1,
            Some(Origin::Field(_)) => counts.field += 1,
            Some(Origin::Token) => counts.token += 1,
            Some(Origin::Client(_)) => counts.client += 1,
            None => {}
        }
    }
    counts
}

impl fmt::Display for SourceCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hard, {} field{}", self.hard, self.field, if self.field == 1 { "" } else { "s" })?;
        if self.token > 0 {
            f.write_str(", the access token")?;
        }
        write!(f, ", {} from the body", self.client)
    }
}
