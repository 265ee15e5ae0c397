//! Calling an auth endpoint. The same plan, renderer, guard and client as any other endpoint's.

use super::AuthRecipe;
use super::tokens::Tokens;
use patchbay_engine::error::EngineError;
use patchbay_engine::redact::{Recorded, Redactor};
use patchbay_engine::render::{Inputs, IntegratorValues, render};
use patchbay_engine::token::{self, IssuedToken};
use patchbay_model::execution::{ErrorCode, RecordedRequest, RecordedResponse};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use serde_json::Value;
use std::sync::Arc;

/// Characters of a refusal's body that stand in the failure: enough for what most services say.
const TOLD: usize = 200;

/// A token, just issued.
pub(super) struct SignedIn {
    pub(super) issued: IssuedToken,
    /// When it was asked for: its time began at the latest then.
    pub(super) at: Timestamp,
    /// What it was got with.
    pub(super) values: Arc<IntegratorValues>,
    pub(super) exchange: Arc<Exchange>,
}

/// What went over the wire, secrets removed and tokens blurred: without it nobody can tell why a sign-in fails.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) request: RecordedRequest,
    /// None: nothing came back.
    pub(crate) response: Option<RecordedResponse>,
}

/// Why there is no token, and the exchange that failed if there was one.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) error: EngineError,
    pub(crate) exchange: Option<Arc<Exchange>>,
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self { error, exchange: None }
    }
}

impl Tokens {
    pub(super) async fn sign_in(&self, auth: &AuthRecipe) -> Result<SignedIn, Refusal> {
        let rules = auth.plan.token_rules();
        let rules = rules.ok_or_else(|| EngineError::config(format!("{} is no auth endpoint", auth.name)))?;
        let at = self.clock.now();
        let id = ExecutionId(self.clock.new_id());
        let values = self.current_values(auth).await?;
        let redactor = if Arc::ptr_eq(&values, &auth.values) {
            Arc::clone(&auth.redactor)
        } else {
            Arc::new(Redactor::new(&values.secrets()))
        };
        let inputs = Inputs { scheme: auth.scheme, ..Inputs::new(&values, &Value::Null, id) };
        let rendered = render(&auth.plan, &inputs)?;
        let request = redactor.request(&rendered);
        let outbound = rendered.outbound(auth.plan.timeout(), auth.place.integrator_id);
        let response = match self.client.send(&outbound).await {
            Ok(response) => response,
            Err(error) => {
                let error = EngineError::from(error);
                let detail = format!("the auth endpoint {}: {}", auth.name, redactor.scrub(&error.detail));
                let exchange = Some(Arc::new(Exchange { request, response: None }));
                return Err(Refusal { error: EngineError { detail, ..error }, exchange });
            }
        };
        let received = redactor.response(&response.answer, &Recorded::of(&auth.plan));
        let told = told(&received);
        let exchange = Arc::new(Exchange { request, response: Some(received) });
        match token::read(&auth.name, rules, &response.answer, self.clock.now()) {
            Ok(issued) => Ok(SignedIn { issued, at, values, exchange }),
            Err(error) => {
                let detail = format!("{}{told}", redactor.scrub(&error.detail));
                // What was asked of the other side is refused: the code says so, whatever the status was.
                let error = EngineError { code: ErrorCode::AuthFailed, detail, ..error };
                Err(Refusal { error, exchange: Some(exchange) })
            }
        }
    }
}

/// The beginning of what came back, on one line.
fn told(response: &RecordedResponse) -> String {
    let Some(body) = &response.body else { return String::new() };
    let plain = |character: char| if character.is_control() { ' ' } else { character };
    format!(": {}", body.chars().take(TOLD).map(plain).collect::<String>())
}
