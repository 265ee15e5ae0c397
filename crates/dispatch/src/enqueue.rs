//! Calls by name that run durably, and replays.

use crate::caller::{Call, Caller};
use crate::dispatcher::Dispatcher;
use crate::error::DispatchError;
use crate::input::Input;
use patchbay_model::execution::{Cause, Effects, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::work::ReplayQuery;
use patchbay_store::Reach;
use patchbay_store::executions::{self, ExecutionRecord, Replay};
use patchbay_store::queued_executions::{DEFAULT_PRIORITY, NewExecution, Queued, enqueue};

/// What somebody waits for who said that they don't wait comes before what a machine told of.
const ASKED_FOR: i16 = DEFAULT_PRIORITY / 2;

impl Dispatcher {
    /// Queues one endpoint by name (`Prefer: respond-async`).
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn enqueue(&self, call: Call) -> Result<ExecutionId, DispatchError> {
        let recipe = self.recipe(&call).await?;
        if let Some(missing) = recipe.disabled {
            return Err(missing.into());
        }
        let core = self.core();
        let now = core.clock.now();
        let summary = ExecutionSummary {
            id: ExecutionId(core.clock.new_id()),
            call_center_id: recipe.call_center_id.clone(),
            template: recipe.template_name.to_string(),
            template_id: recipe.template_id,
            endpoint: recipe.endpoint_name.to_string(),
            endpoint_id: recipe.endpoint_id,
            integrator_id: recipe.integrator_id,
            cause: Cause::Execute,
            conversation: None,
            status: ExecutionStatus::Queued,
            error_code: None,
            response_status: None,
            attempt_count: 0,
            created_at: now,
            finished_at: None,
            duration_us: 0,
        };
        let id = summary.id;
        let execution = Execution {
            summary,
            configuration_version_id: Some(recipe.version_id),
            request_id: call.caller.request_id,
            next_attempt_at: None,
            failure: None,
            effects: Effects::default(),
            attempts: Vec::new(),
        };
        let record = ExecutionRecord { execution, actor: call.caller.actor, key_id: call.caller.key_id };
        let input = serde_json::to_value(Input { client: call.client, ..Input::default() }).unwrap_or_default();
        let queued = Queued { priority: ASKED_FOR, order_key: None, run_at: now, lease: None, input };
        let new = NewExecution { record, queued: Some(queued) };
        let mut seats = self.worker().seats(now);
        let seat = &mut |summary: &ExecutionSummary| seats.give(summary);
        let seated = enqueue(&core.store, &[new], call.lease.as_ref(), now, seat).await;
        seats.run(seated.map_err(DispatchError::from_intent)?);
        Ok(id)
    }

    /// Runs a failed execution again, as a new one.
    ///
    /// # Errors
    /// A [`DispatchError::Store`] with not found, or with a conflict of
    /// [`EXECUTION_NOT_REPLAYABLE`](patchbay_store::constraint::EXECUTION_NOT_REPLAYABLE).
    pub async fn replay(&self, reach: &Reach, id: ExecutionId, caller: Caller) -> Result<ExecutionId, DispatchError> {
        let core = self.core();
        let again = ExecutionId(core.clock.new_id());
        executions::replay(&core.store, reach, id, again, &self.by(caller)).await?;
        self.worker().wake();
        Ok(again)
    }

    /// Runs again what failed since a time; tells how many.
    ///
    /// # Errors
    /// When the database is away; what was queued until then stays queued.
    pub async fn replay_many(
        &self,
        call_center: &CallCenterId,
        query: &ReplayQuery,
        caller: Caller,
    ) -> Result<usize, DispatchError> {
        let core = self.core();
        let by = self.by(caller);
        let mut total = 0;
        loop {
            let new_id = || ExecutionId(core.clock.new_id());
            let replayed = executions::replay_many(&core.store, call_center, query, &by, new_id).await?;
            total += replayed.len();
            self.worker().wake();
            if replayed.is_empty() {
                return Ok(total);
            }
        }
    }

    fn by(&self, caller: Caller) -> Replay {
        let Caller { actor, key_id, request_id } = caller;
        Replay { at: self.core().clock.now(), actor, key_id, request_id }
    }
}
