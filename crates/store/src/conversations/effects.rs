//! What responses did to conversations.

use super::write::{Column, Key};
use super::{KnownConversation, lock, update_known};
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Db;
use crate::words::{Place, to_json_text};
use patchbay_model::conversation::{Conversation, EffectEntry, EffectReport};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Has `apply` change a conversation under its lock, and keeps what it tells of each execution's effects. None: there is
/// no such conversation any more. What an execution has told once is not told again: its effects may come twice when a
/// process dies between this and the end of the execution.
pub async fn apply_effects(
    store: &Store,
    call_center: &CallCenterId,
    name: &str,
    at: Timestamp,
    apply: impl FnOnce(&mut Conversation) -> Vec<(ExecutionId, EffectReport)>,
) -> Result<Option<Vec<(ExecutionId, EffectReport)>>, StoreError> {
    let mut unit = store.begin().await?;
    let key: Key = (call_center.clone(), name.to_owned());
    let mut known = lock(&mut unit, &[call_center.to_string()], &[name.to_owned()]).await?;
    let Some(KnownConversation { mut conversation, held }) = known.remove(&key) else { return Ok(None) };
    let reports = apply(&mut conversation);
    let mut columns = Column::default();
    columns.push(&key, Uuid::nil(), &KnownConversation { conversation, held })?;
    update_known(&mut unit, &columns, at).await?;
    let (mut ids, mut told) = (Vec::new(), Vec::new());
    for (id, report) in &reports {
        ids.push(id.0);
        told.push(to_json_text(report)?);
    }
    sqlx::query!(
        "INSERT INTO conversation_effects (call_center_id, conversation_id, execution_id, report, applied_at)
         SELECT $1, $2, execution_id, report, $5 FROM UNNEST($3::uuid[], $4::text[]::json[]) AS e (execution_id, report)
         ON CONFLICT (call_center_id, conversation_id, execution_id) DO NOTHING",
        call_center.as_str(),
        name,
        &ids,
        &told,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    unit.commit().await?;
    Ok(Some(reports))
}

/// What came of the effects of a conversation's executions, in their order.
pub async fn effects<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    name: &str,
) -> Result<Vec<EffectEntry>, StoreError> {
    let found = sqlx::query!(
        "SELECT execution_id, report, applied_at FROM conversation_effects
         WHERE call_center_id = $1 AND conversation_id = $2 ORDER BY execution_id LIMIT 1000",
        call_center.as_str(),
        name,
    );
    let found = found.fetch_all(db.executor()).await?.into_iter().map(|row| {
        let place = Place { table: "conversation_effects", row: &row.execution_id };
        Ok(EffectEntry {
            execution_id: ExecutionId(row.execution_id),
            at: row.applied_at.into(),
            report: place.document(row.report)?,
        })
    });
    found.collect()
}
