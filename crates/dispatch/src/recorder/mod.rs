//! Writing down what happened, off the callers' path (spec/execution.md, Record).
//!
//! # Invariants
//! Bounded: when the queue is full, callers wait. Nothing is dropped: while the database is away the writer tries again,
//! the queue fills, and callers wait. What the database refuses for good is told in the log and counted, alone, without
//! taking its batch along.

mod writer;

use crate::run::Note;
use patchbay_store::Store;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use writer::Writer;

/// How records are collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecorderSettings {
    /// Records that may wait before callers have to.
    pub queue: usize,
    /// Records of one transaction at most.
    pub batch: usize,
    /// How long the first record of a batch waits for others.
    pub window: Duration,
    /// How long to go on trying after closing, while the database is away.
    pub patience: Duration,
}

impl Default for RecorderSettings {
    /// 2,048 waiting, 500 at once, 10 ms, 30 s.
    fn default() -> Self {
        Self { queue: 2048, batch: 500, window: Duration::from_millis(10), patience: Duration::from_secs(30) }
    }
}

/// What is to be done with a note.
pub(crate) enum Entry {
    /// A new execution that has ended.
    Insert(Box<Note>),
    /// One whose intent was committed before.
    Finish(Box<Note>),
}

/// The door to the writer's task.
pub(crate) struct Recorder {
    sender: mpsc::Sender<Entry>,
    closing: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
    late: Writer,
}

impl Recorder {
    /// Starts the writer.
    pub(crate) fn start(store: Store, settings: RecorderSettings) -> Self {
        let (sender, receiver) = mpsc::channel(settings.queue);
        let closing = CancellationToken::new();
        let writer = Writer::new(store, settings, closing.clone());
        let task = tokio::spawn(writer.clone().run(receiver));
        Self { sender, closing, task: Mutex::new(Some(task)), late: writer }
    }

    /// Hands over an execution that has ended; waits while the queue is full.
    pub(crate) async fn insert(&self, note: Note) {
        self.hand_over(Entry::Insert(Box::new(note))).await;
    }

    /// Hands over how an execution ended whose intent stands in the database.
    pub(crate) async fn finish(&self, note: Note) {
        self.hand_over(Entry::Finish(Box::new(note))).await;
    }

    async fn hand_over(&self, entry: Entry) {
        if let Err(mpsc::error::SendError(entry)) = self.sender.send(entry).await {
            // The writer has stopped already: whoever ends that late writes its record itself.
            self.late.write(vec![entry]).await;
        }
    }

    /// Writes what waits and stops.
    pub(crate) async fn close(&self) {
        self.closing.cancel();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the recorder ended unexpectedly");
        }
    }
}
