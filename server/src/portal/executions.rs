//! What ran.

use super::{ServerPortal, refusal, rights};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use patchbay_app::portal::{Actor, Executions, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_store::changes::Change;
use patchbay_store::{Reach, executions};

const NOUN: &str = "execution";

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
