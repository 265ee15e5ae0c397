//! Writing what came of claimed executions, many at once: while one transaction is under way, the next one fills.

use crate::run::Core;
use patchbay_store::StoreError;
use patchbay_store::executions;
use patchbay_store::queued_executions::{Next, Settlement, settle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Settlements of one transaction at most.
const BATCH: usize = 256;
/// Between two tries while the database is away.
const PAUSE: Duration = Duration::from_millis(500);
/// Tries before the lease is left to end: the executions run again then.
const TRIES: usize = 60;

type Done = Box<dyn FnOnce() + Send>;

/// The door to the writer's task.
pub(super) struct Settler {
    sender: Mutex<Option<mpsc::Sender<(Settlement, Done)>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Settler {
    pub(super) fn start(core: Arc<Core>, owner: Uuid) -> Self {
        let (sender, receiver) = mpsc::channel(4 * BATCH);
        let task = tokio::spawn(write_all(core, owner, receiver));
        Self { sender: Mutex::new(Some(sender)), task: Mutex::new(Some(task)) }
    }

    /// Hands over; `done` is called once it is written, or given up.
    pub(super) async fn settle(&self, settlement: Settlement, done: Done) {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match sender {
            Some(sender) => drop(sender.send((settlement, done)).await),
            None => done(),
        }
    }

    /// Writes what waits and stops.
    pub(super) async fn close(&self) {
        drop(self.sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the settler ended unexpectedly");
        }
    }
}

async fn write_all(core: Arc<Core>, owner: Uuid, mut receiver: mpsc::Receiver<(Settlement, Done)>) {
    let mut received = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut received, BATCH).await > 0 {
        let (settlements, done): (Vec<_>, Vec<_>) = received.drain(..).unzip();
        write(&core, owner, settlements).await;
        done.into_iter().for_each(|done| done());
    }
}

async fn write(core: &Core, owner: Uuid, settlements: Vec<Settlement>) {
    // Halves of a refused batch, until what is refused stands alone.
    let mut batches = vec![settlements];
    while let Some(mut batch) = batches.pop() {
        let mut tries = 0;
        let written = loop {
            match settle(&core.store, owner, &batch, core.clock.now()).await {
                Err(error) if is_passing(&error) && tries < TRIES => {
                    tracing::warn!(%error, "what came of executions can't be written; trying again");
                    tries += 1;
                    tokio::time::sleep(PAUSE).await;
                }
                written => break written,
            }
        };
        match written {
            Ok(owned) => {
                for lost in batch.iter().filter(|one| !owned.contains(&one.record.execution.summary.id)) {
                    put_right(core, lost).await;
                }
            }
            Err(error) if batch.len() > 1 && !is_passing(&error) => {
                let rest = batch.split_off(batch.len() / 2);
                batches.extend([batch, rest]);
            }
            Err(error) => {
                let ids: Vec<_> = batch.iter().map(|one| one.record.execution.summary.id.to_string()).collect();
                tracing::error!(%error, executions = ids.join(" "), "the ends of executions are lost; they run again");
            }
        }
    }
}

/// An SMS that was taken for unknown meanwhile: its outcome is known after all. Everything else runs again.
async fn put_right(core: &Core, lost: &Settlement) {
    let id = lost.record.execution.summary.id;
    if lost.next != Next::Ends {
        return tracing::warn!(execution = %id, "was taken over by another worker, which tries it again");
    }
    match executions::finish(&core.store, &lost.record).await {
        Ok(true) => tracing::warn!(execution = %id, "was taken over; its outcome is known after all"),
        Ok(false) => tracing::warn!(execution = %id, "was taken over by another worker"),
        Err(error) => tracing::error!(%error, execution = %id, "was taken over, and its outcome is lost"),
    }
}

fn is_passing(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::PartitionMissing)
}
