//! Running endpoints: the portal judges who may, the dispatcher does it.

use super::{ServerPortal, endpoints, integrators, refusal, rights};
use crate::idempotency;
use patchbay_app::portal::{Actor, EndpointCall, PortalError, PortalResult};
use patchbay_dispatch::{Call, Caller, DispatchError, Missing, Outcome};
use patchbay_model::access::{Identity, Permission};
use patchbay_model::execution::{Executed, TestRun};
use patchbay_model::id::{EndpointId, ExecutionId, IntegratorId};
use patchbay_model::problem::Problem;
use patchbay_model::sentence;
use patchbay_store::{StoreError, constraint};
use serde_json::Value;

/// Runs an endpoint with one integrator and tells each step.
pub(super) async fn test(
    portal: &ServerPortal,
    actor: &Actor,
    id: EndpointId,
    integrator: IntegratorId,
    body: Value,
) -> PortalResult<TestRun> {
    let integrator = integrators::permitted(&portal.store, actor, Permission::ExecuteEndpoints, integrator).await?;
    let endpoint = endpoints::find(&portal.store, actor, id).await?;
    if endpoint.template_id != integrator.template_id {
        let message = sentence!("this integrator belongs to another template: choose one of the endpoint's own");
        return Err(PortalError::invalid("/integratorId", message));
    }
    let call = Call {
        caller: caller(actor),
        call_center: integrator.call_center_id,
        template: integrator.template_id.to_string(),
        endpoint: endpoint.draft.name,
        client: client_body(body, "/body")?,
        deadline: None,
        lease: None,
    };
    portal.dispatcher.test(call).await.map_err(not_run)
}

/// Runs an endpoint by names.
pub(super) async fn execute(
    portal: &ServerPortal,
    actor: &Actor,
    call: EndpointCall,
) -> PortalResult<Result<Executed, Box<Problem>>> {
    rights::require_in(actor, Permission::ExecuteEndpoints, &call.call_center, sentence!("call center"))?;
    let outcome = portal.dispatcher.execute(of_request(actor, call)?).await.map_err(not_run)?;
    Ok(answer(outcome))
}

/// Queues an endpoint by names.
pub(super) async fn enqueue(portal: &ServerPortal, actor: &Actor, call: EndpointCall) -> PortalResult<ExecutionId> {
    rights::require_in(actor, Permission::ExecuteEndpoints, &call.call_center, sentence!("call center"))?;
    let call = of_request(actor, call)?;
    portal.dispatcher.enqueue(call).await.map_err(not_run)
}

fn of_request(actor: &Actor, call: EndpointCall) -> PortalResult<Call> {
    Ok(Call {
        caller: caller(actor),
        call_center: call.call_center,
        template: call.template,
        endpoint: call.endpoint,
        client: client_body(call.body, "")?,
        deadline: call.deadline,
        lease: idempotency::current(),
    })
}

pub(super) fn caller(actor: &Actor) -> Caller {
    let key_id = match actor.identity {
        Identity::Key { id, .. } => Some(id),
        Identity::User { .. }
        | Identity::Callbox { .. }
        | Identity::Adapter { .. }
        | Identity::Channel { .. }
        | Identity::Operator => None,
    };
    Caller { actor: Some(actor.name.clone()), key_id, request_id: actor.request_id.clone() }
}

fn client_body(body: Value, pointer: &str) -> PortalResult<Value> {
    match body {
        Value::Object(_) | Value::Null => Ok(body),
        _ => Err(PortalError::invalid(pointer, sentence!("send a JSON object"))),
    }
}

/// What the caller is told of an execution.
fn answer(outcome: Outcome) -> Result<Executed, Box<Problem>> {
    match (outcome.failure, outcome.response) {
        (None, Some(response)) => Ok(Executed {
            execution_id: outcome.execution_id,
            status: outcome.status,
            response,
            duration_ms: (outcome.duration.as_secs_f64() * 1_000_000.0).round() / 1000.0,
        }),
        (Some(failure), response) => {
            let mut problem = Problem::execution(failure.code, failure.detail);
            problem.execution_id = Some(outcome.execution_id);
            problem.pointer = failure.pointer;
            problem.response = response;
            // Rounded up: a second early is a second refusal.
            problem.retry_after_seconds = failure.retry_after.map(|wait| wait.as_millis().div_ceil(1000) as u64);
            Err(Box::new(problem))
        }
        (None, None) => {
            let detail = sentence!("the execution ended without an answer");
            let mut problem = Problem::execution(patchbay_model::execution::ErrorCode::Internal, detail);
            problem.execution_id = Some(outcome.execution_id);
            Err(Box::new(problem))
        }
    }
}

/// Nothing ran, and why.
pub(super) fn not_run(error: DispatchError) -> PortalError {
    match error {
        DispatchError::NotFound(missing) => PortalError::NotFound(match missing {
            Missing::CallCenter => sentence!("call center"),
            Missing::Template => sentence!("template for this call center"),
            Missing::Endpoint => sentence!("endpoint in this template"),
            Missing::Integrator => sentence!("integrator: this call center has not plugged the template in"),
            Missing::EndpointDisabled => sentence!("endpoint that can be called: it is switched off"),
            Missing::IntegratorDisabled => sentence!("integrator that can be called: it is switched off"),
        }),
        DispatchError::KeyTaken => refusal::conflict(
            "",
            sentence!("another request with this idempotency key is under way: ask again for its answer"),
        ),
        DispatchError::Stopping => PortalError::Unavailable,
        DispatchError::Store(ref source) if matches!(**source, StoreError::Unavailable(_)) => {
            tracing::warn!(error = %source, "the database does not answer");
            PortalError::Unavailable
        }
        DispatchError::Store(ref source) if matches!(**source, StoreError::NotFound) => {
            PortalError::NotFound(sentence!("execution"))
        }
        DispatchError::Store(ref source) if source.is_about(constraint::EXECUTION_NOT_REPLAYABLE) => {
            refusal::conflict("", refusal::NOT_REPLAYABLE)
        }
        DispatchError::Store(_) | DispatchError::TakenOver => PortalError::Internal(Box::new(error)),
    }
}
