//! The queues of a call center's platform.

use super::executions::exists;
use super::trail::{self, Deed};
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, PortalError, PortalResult, Queues};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::CallCenterId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::queue::{Queue, QueueDraft, QueueId, QueueQuery, QueueUse};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_store::changes::Change as Stored;
use patchbay_store::queues;
use serde_json::Value;

const NOUN: Sentence = sentence!("queue");

#[async_trait]
impl Queues for ServerPortal {
    async fn list_queues(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: QueueQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Queue>> {
        rights::require_in(actor, Permission::ReadQueues, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let query = QueueQuery { search: query.search.filter(|search| !search.is_empty()) };
        queues::list(&self.store, call_center, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn queue(&self, actor: &Actor, call_center: &CallCenterId, id: &QueueId) -> PortalResult<Queue> {
        rights::require_in(actor, Permission::ReadQueues, call_center, NOUN)?;
        queues::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))
    }

    async fn create_queue(&self, actor: &Actor, call_center: &CallCenterId, draft: QueueDraft) -> PortalResult<Queue> {
        rights::require_in(actor, Permission::WriteQueues, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let mut unit = self.begin().await?;
        let created = queues::insert(&mut unit, call_center, &draft, at).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Created, &created, Value::Null, trail::document(&created)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Queues(call_center.clone())).await?;
        Ok(created)
    }

    async fn update_queue(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<QueueId>,
        draft: QueueDraft,
    ) -> PortalResult<Queue> {
        rights::require_in(actor, Permission::WriteQueues, call_center, NOUN)?;
        let mut unit = self.begin().await?;
        let before = queues::get(&mut unit, call_center, &change.id).await.map_err(refusal::of_store(NOUN))?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if draft.id != before.id {
            let message = sentence!("a queue keeps its id, which is the platform's: create another queue instead");
            return Err(PortalError::invalid("/id", message));
        }
        let after = queues::update(&mut unit, call_center, &change.id, &draft, change.version, at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Queues(call_center.clone())).await?;
        Ok(after)
    }

    async fn queue_usage(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: &QueueId,
    ) -> PortalResult<Vec<QueueUse>> {
        let queue = self.queue(actor, call_center, id).await?;
        queues::usage(&self.store, call_center, &queue.address).await.map_err(refusal::of_store(NOUN))
    }

    async fn delete_queue(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<QueueId>,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteQueues, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = queues::get(&mut unit, call_center, &change.id).await.map_err(refusal::of_store(NOUN))?;
        queues::delete(&mut unit, call_center, &change.id, change.version).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Queues(call_center.clone())).await
    }
}

fn deed(action: AuditAction, queue: &Queue, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Queue,
        id: queue.id.to_string(),
        name: &queue.name,
        call_center: Some(&queue.call_center_id),
        before,
        after,
    }
}
