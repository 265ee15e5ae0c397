//! The task that writes records.

use super::{Entry, RecorderSettings};
use crate::meters;
use crate::run::Note;
use patchbay_store::executions::{self, ExecutionRecord};
use patchbay_store::{Store, StoreError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Redacting so many records takes about a millisecond: then others have their turn.
const TURN: usize = 64;

/// Writes batches until told to stop.
#[derive(Clone)]
pub(super) struct Writer {
    store: Store,
    settings: RecorderSettings,
    closing: CancellationToken,
}

impl Writer {
    pub(super) fn new(store: Store, settings: RecorderSettings, closing: CancellationToken) -> Self {
        Self { store, settings, closing }
    }

    pub(super) async fn run(self, mut receiver: mpsc::Receiver<Entry>) {
        let most = self.settings.batch;
        let mut entries = Vec::with_capacity(most);
        loop {
            let received = tokio::select! {
                received = receiver.recv_many(&mut entries, most) => received,
                () = self.closing.cancelled(), if !receiver.is_closed() => {
                    // Nothing more comes in; what is in comes out.
                    receiver.close();
                    continue;
                }
            };
            if received == 0 {
                return;
            }
            if entries.len() < most && !receiver.is_closed() {
                // One commit costs as much as five hundred: the first waits a moment for others.
                tokio::time::sleep(self.settings.window).await;
                while entries.len() < most
                    && let Ok(entry) = receiver.try_recv()
                {
                    entries.push(entry);
                }
            }
            meters::recorder_queue(receiver.len());
            self.write(std::mem::replace(&mut entries, Vec::with_capacity(most))).await;
        }
    }

    /// Writes all of it, however long that takes.
    pub(super) async fn write(&self, entries: Vec<Entry>) {
        let mut inserts = Vec::with_capacity(entries.len());
        let mut finishes = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            match entry {
                Entry::Insert(note) => inserts.push(note.record()),
                Entry::Finish(note) => finishes.push(note),
            }
            if index % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
        }
        self.insert(inserts).await;
        for note in finishes {
            self.finish(&note).await;
        }
    }

    async fn insert(&self, records: Vec<ExecutionRecord>) {
        // Halves of a refused batch, until what is refused stands alone.
        let mut batches = vec![records];
        while let Some(mut batch) = batches.pop() {
            match self.insist(|| executions::insert_batch(&self.store, &batch)).await {
                Ok(()) => {}
                Err(error) if batch.len() > 1 && !is_passing(&error) => {
                    let rest = batch.split_off(batch.len() / 2);
                    batches.extend([batch, rest]);
                }
                Err(error) => refuse(&error, batch.iter().map(|record| record.execution.summary.id.to_string())),
            }
        }
    }

    async fn finish(&self, note: &Note) {
        let record = note.record();
        match self.insist(|| executions::finish(&self.store, &record)).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::error!(execution = %note.id, "an execution whose intent was committed can't be finished")
            }
            Err(error) => refuse(&error, [note.id.to_string()].into_iter()),
        }
    }

    /// Tries again while the database is away; after closing, for some time only.
    async fn insist<T, F: Future<Output = Result<T, StoreError>>>(
        &self,
        mut attempt: impl FnMut() -> F,
    ) -> Result<T, StoreError> {
        let mut pause = FIRST_PAUSE;
        let mut closed_at = None;
        loop {
            let error = match attempt().await {
                Err(error) if is_passing(&error) => error,
                ended => return ended,
            };
            if self.closing.is_cancelled()
                && closed_at.get_or_insert_with(Instant::now).elapsed() >= self.settings.patience
            {
                return Err(error);
            }
            tracing::warn!(%error, "records can't be written; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Whether the same call may work later.
fn is_passing(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::PartitionMissing)
}

fn refuse(error: &StoreError, ids: impl Iterator<Item = String>) {
    let ids: Vec<String> = ids.collect();
    meters::records_refused(ids.len());
    tracing::error!(%error, executions = ids.join(" "), "records of executions are lost");
}
