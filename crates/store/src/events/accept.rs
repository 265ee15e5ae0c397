//! The transaction.

use super::rows::{EventRow, note_in_ledger};
use super::{Accepted, Arrival, Folded, Group};
use crate::changes::{Change, announce};
use crate::conversations::{Column, insert_new, lock, update_known};
use crate::error::StoreError;
use crate::partitions;
use crate::queued_executions::{Claimed, NewExecution, Seat, enqueue_in};
use crate::store::Store;
use crate::unit::Unit;
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::time::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Two processes hear of a new conversation in the same millisecond; not for ever.
const TRIES: usize = 10;

/// Accepts events: leaves out those that were accepted before, has `fold` say what the others mean while their
/// conversations are locked, and writes all of it. One entry per arrival, in their order, and what got a seat. `fold` and
/// `seat` may be asked again from the beginning: of the executions that were given a seat those that come back count.
pub async fn accept(
    store: &Store,
    arrivals: &[Arrival<'_>],
    at: Timestamp,
    mut fold: impl FnMut(Group<'_>) -> Folded + Send,
    seat: Seat<'_>,
) -> Result<(Vec<Accepted>, Vec<Claimed>), StoreError> {
    if arrivals.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    for _ in 0..TRIES {
        match try_accept(store, arrivals, at, &mut fold, seat).await {
            Ok(Some(accepted)) => return Ok(accepted),
            Ok(None) => {}
            Err(StoreError::PartitionMissing) => {
                partitions::create_for(store, arrivals.iter().map(|arrival| ExecutionId(arrival.id))).await?;
            }
            Err(why) => return Err(why),
        }
    }
    Err(StoreError::conflict("conversations_pkey"))
}

/// None: another process was faster with a new conversation, which is known now.
async fn try_accept(
    store: &Store,
    arrivals: &[Arrival<'_>],
    at: Timestamp,
    fold: &mut (impl FnMut(Group<'_>) -> Folded + Send),
    seat: Seat<'_>,
) -> Result<Option<(Vec<Accepted>, Vec<Claimed>)>, StoreError> {
    let mut unit = store.begin().await?;
    let Some((accepted, executions)) = accept_in(&mut unit, arrivals, at, fold).await? else {
        unit.rollback().await?;
        return Ok(None);
    };
    let executions: Vec<&NewExecution> = executions.iter().collect();
    let seated = enqueue_in(&mut unit, &executions, at, seat).await?;
    unit.commit().await?;
    Ok(Some((accepted, seated)))
}

/// The same in a transaction that goes on, without queueing: whoever queues more of their own has to do it in one go, see
/// [`enqueue_in`]. None: another process was faster with a new conversation, and the transaction is to be rolled back.
pub async fn accept_in(
    unit: &mut Unit,
    arrivals: &[Arrival<'_>],
    at: Timestamp,
    fold: &mut (impl FnMut(Group<'_>) -> Folded + Send),
) -> Result<Option<(Vec<Accepted>, Vec<NewExecution>)>, StoreError> {
    let new = note_in_ledger(unit, arrivals, at).await?;
    let mut groups: BTreeMap<(&CallCenterId, &str), Vec<Arrival<'_>>> = BTreeMap::new();
    for (arrival, _) in arrivals.iter().zip(&new).filter(|(_, is_new)| **is_new) {
        groups.entry((arrival.call_center_id, &arrival.event.conversation.id)).or_default().push(*arrival);
    }
    let (call_centers, names): (Vec<String>, Vec<String>) =
        groups.keys().map(|(call_center, name)| (call_center.to_string(), (*name).to_owned())).unzip();
    if !groups.is_empty() {
        // Also of what nobody hears: whoever looks at a conversation sees it come.
        let heard_of = groups.keys().map(|(call_center, _)| (*call_center).clone()).collect();
        announce(unit, &Change::Executions(heard_of)).await?;
    }
    let mut known = lock(unit, &call_centers, &names).await?;
    let (mut begun, mut gone_on) = (Column::default(), Column::default());
    let mut events = EventRow::rows();
    let mut executions: Vec<NewExecution> = Vec::new();
    let mut told: BTreeMap<Uuid, Vec<ExecutionId>> = BTreeMap::new();
    for ((call_center, name), arrivals) in groups {
        let key = (call_center.clone(), name.to_owned());
        let before = known.remove(&key);
        let columns = if before.is_some() { &mut gone_on } else { &mut begun };
        let id = arrivals.first().map_or(Uuid::nil(), |first| first.id);
        let Folded { known, heard } =
            fold(Group { call_center_id: call_center, known: before, arrivals: arrivals.clone() });
        let Some(known) = known else { continue };
        columns.push(&key, id, &known)?;
        for (arrival, heard) in arrivals.into_iter().zip(heard) {
            let ids: Vec<_> = heard.executions.iter().map(|new| new.record.execution.summary.id).collect();
            EventRow::of(&arrival, heard.standing, &ids)?.push_to(&mut events);
            told.insert(arrival.id, ids);
            executions.extend(heard.executions);
        }
    }
    let expected = begun.id.len() as u64;
    if insert_new(unit, &begun, at).await? < expected {
        return Ok(None);
    }
    update_known(unit, &gone_on, at).await?;
    events.send(unit.connection()).await?;
    let tell = |(arrival, is_new): (&Arrival<'_>, &bool)| match is_new {
        true => Accepted::New { executions: told.remove(&arrival.id).unwrap_or_default() },
        false => Accepted::Duplicate,
    };
    Ok(Some((arrivals.iter().zip(&new).map(tell).collect(), executions)))
}
