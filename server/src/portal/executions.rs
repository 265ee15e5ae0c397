//! What ran, what waits to run, and running it again.

use super::trail::{self, Deed};
use super::{ServerPortal, endpoint_runs, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use patchbay_app::portal::{Actor, EndpointCall, Executions, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::work::{QueueHealth, ReplayQuery, Replayed};
use patchbay_store::changes::Change;
use patchbay_store::{Reach, call_centers, executions, queued_executions};
use serde_json::{Value, json};

const NOUN: Sentence = sentence!("execution");

#[async_trait]
impl Executions for ServerPortal {
    async fn list_executions(
        &self,
        actor: &Actor,
        query: ExecutionQuery,
        page: PageRequest,
    ) -> PortalResult<Page<ExecutionSummary>> {
        let reach = rights::reach(actor, Permission::ReadExecutions, query.call_center_id.as_ref())?;
        executions::list(&self.store, &reach, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn execution(&self, actor: &Actor, id: ExecutionId) -> PortalResult<Execution> {
        let found = executions::get(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))?;
        rights::require_in(actor, Permission::ReadExecutions, &found.summary.call_center_id, NOUN)?;
        Ok(found)
    }

    async fn watch_executions(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
    ) -> PortalResult<BoxStream<'static, ()>> {
        let reach = rights::reach(actor, Permission::ReadExecutions, call_center.as_ref())?;
        let pulses = stream::unfold((self.changes.subscribe(), reach), |(mut heard, reach)| async move {
            loop {
                if concerns(&heard.next().await?, &reach) {
                    return Some(((), (heard, reach)));
                }
            }
        });
        Ok(pulses.boxed())
    }

    async fn enqueue(&self, actor: &Actor, call: EndpointCall) -> PortalResult<ExecutionId> {
        endpoint_runs::enqueue(self, actor, call).await
    }

    async fn replay_execution(&self, actor: &Actor, id: ExecutionId) -> PortalResult<ExecutionId> {
        let reach = Reach::from(actor);
        let found = executions::get(&self.store, &reach, id).await.map_err(refusal::of_store(NOUN))?;
        let summary = found.summary;
        rights::require_in(actor, Permission::ReplayExecutions, &summary.call_center_id, NOUN)?;
        let again = self.dispatcher.replay(&reach, id, endpoint_runs::caller(actor)).await;
        let again = again.map_err(endpoint_runs::not_run)?;
        let name = format!("{} {}", summary.template, summary.endpoint);
        self.note_replay(actor, &summary.call_center_id, id.to_string(), &name, json!({"executionId": again})).await?;
        Ok(again)
    }

    async fn replay_executions(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ReplayQuery,
    ) -> PortalResult<Replayed> {
        rights::require_in(actor, Permission::ReplayExecutions, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        if query.status.is_some_and(|status| !status.can_be_replayed()) {
            return Err(PortalError::invalid(
                "/status",
                sentence!("only what failed, is dead or unknown is run again"),
            ));
        }
        let caller = endpoint_runs::caller(actor);
        let replayed = self.dispatcher.replay_many(call_center, &query, caller).await;
        let replayed = Replayed { replayed: replayed.map_err(endpoint_runs::not_run)? };
        if replayed.replayed > 0 {
            let mut told = trail::document(&query)?;
            told["replayed"] = json!(replayed.replayed);
            self.note_replay(actor, call_center, call_center.to_string(), "in bulk", told).await?;
        }
        Ok(replayed)
    }

    async fn queue_health(&self, actor: &Actor, call_center: Option<CallCenterId>) -> PortalResult<QueueHealth> {
        let reach = rights::reach(actor, Permission::ReadExecutions, call_center.as_ref())?;
        if let Some(asked) = &call_center {
            exists(self, actor, asked).await?;
        }
        let mut health =
            queued_executions::health(&self.store, &reach).await.map_err(refusal::of_store(sentence!("queue")))?;
        let of = match &reach {
            Reach::All => None,
            Reach::One(call_center) => Some(call_center),
        };
        health.claim_latency = self.dispatcher.claim_latency(of);
        // How busy the whole database is, is no tenant's business.
        if actor.call_center.is_none() {
            let upkeep = queued_executions::upkeep(&self.store).await.map_err(refusal::of_store(sentence!("queue")))?;
            health.dead_tuples = Some(upkeep.dead_tuples);
            health.last_vacuum_at = upkeep.last_vacuum_at;
            health.oldest_snapshot_seconds = upkeep.oldest_snapshot_seconds;
        }
        Ok(health)
    }
}

impl ServerPortal {
    /// The replay has happened by then: it is a unit of its own, because it goes by some hundred at a time.
    async fn note_replay(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: String,
        name: &str,
        after: Value,
    ) -> PortalResult<()> {
        let deed = Deed {
            action: AuditAction::Replayed,
            object: AuditObject::Execution,
            id,
            name,
            call_center: Some(call_center),
            before: Value::Null,
            after,
        };
        let mut unit = self.begin().await?;
        trail::note(&mut unit, actor, clock::now(), deed).await?;
        self.commit(unit).await
    }
}

/// Goes on if there is such a call center: a list of one that does not exist would look empty.
pub(super) async fn exists(portal: &ServerPortal, actor: &Actor, call_center: &CallCenterId) -> PortalResult<()> {
    let found = call_centers::get(&portal.store, &Reach::from(actor), call_center).await;
    found.map(drop).map_err(refusal::of_store(sentence!("call center")))
}

fn concerns(change: &Change, reach: &Reach) -> bool {
    match change {
        Change::Executions(call_centers) => call_centers.iter().any(|call_center| reach.covers(call_center)),
        Change::Everything => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_feels_its_own_executions_only() {
        let (own, foreign): (CallCenterId, CallCenterId) = ("cc-1".parse().unwrap(), "cc-2".parse().unwrap());
        let tenant = Reach::One(own.clone());
        let of = |ids: &[&CallCenterId]| Change::Executions(ids.iter().map(|id| (*id).clone()).collect());
        assert!(concerns(&of(&[&foreign, &own]), &tenant) && !concerns(&of(&[&foreign]), &tenant));
        assert!(concerns(&of(&[&foreign]), &Reach::All) && concerns(&Change::Everything, &tenant));
        assert!(!concerns(&Change::CallCenter(own), &tenant));
    }
}
