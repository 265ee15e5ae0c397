//! The door: room for so much, and an answer after the commit.

use super::batches::{Batches, Committed, Request};
use super::blocking::answer_blocking;
use super::{EventAnswer, EventSettings, EventsError, Post};
use crate::error::DispatchError;
use crate::meters;
use crate::run::Core;
use crate::worker::Worker;
use patchbay_model::id::CallCenterId;
use patchbay_store::StoreError;
use patchbay_store::queued_executions::backlog_by_call_center;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

/// What a sender is asked to wait when there is no room: a full process is through with it by then.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The same when the queue is full, which takes longer to get better.
const RETRY_AFTER_BACKLOG: Duration = Duration::from_secs(10);
/// Between two counts of the backlog.
const COUNT_EVERY: Duration = Duration::from_secs(1);

type Answered = Result<Vec<EventAnswer>, EventsError>;

/// The door to the accepting task. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Accepter {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    worker: Worker,
    settings: EventSettings,
    room: Arc<Semaphore>,
    sender: Mutex<Option<mpsc::UnboundedSender<Request>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    behind: Mutex<Behind>,
}

/// Whose events are refused because more stands in the queue than should.
#[derive(Default)]
struct Behind {
    everybody: bool,
    call_centers: HashSet<CallCenterId>,
}

impl Accepter {
    pub(crate) fn start(core: Arc<Core>, worker: Worker, settings: EventSettings) -> Self {
        // Bounded by the room, which counts events and not requests.
        let (sender, receiver) = mpsc::unbounded_channel();
        let batches = Batches { core: Arc::clone(&core), worker: worker.clone(), settings };
        let task = tokio::spawn(batches.run(receiver));
        let inner = Inner {
            core,
            worker,
            settings,
            room: Arc::new(Semaphore::new(settings.waiting)),
            sender: Mutex::new(Some(sender)),
            task: Mutex::new(Some(task)),
            behind: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Accepts a post; answers after the commit, and after the blocking triggers if the sender waits for them.
    pub(crate) async fn accept(&self, post: Post) -> Answered {
        if post.events.is_empty() {
            return Ok(Vec::new());
        }
        let triggers = self.inner.core.triggers.get(&post.call_center, &self.inner.core.recipes).await?;
        if self.is_behind(&post.call_center) {
            return Err(EventsError::TooManyEvents { retry_after: RETRY_AFTER_BACKLOG });
        }
        let wanted = u32::try_from(post.events.len()).unwrap_or(u32::MAX);
        let Ok(room) = Arc::clone(&self.inner.room).try_acquire_many_owned(wanted) else {
            return Err(EventsError::TooManyEvents { retry_after: RETRY_AFTER });
        };
        let (call_center, wait) = (post.call_center.clone(), post.wait);
        let conversations: Vec<String> = post.events.iter().map(|event| event.conversation.id.clone()).collect();
        let (answer, answered) = oneshot::channel();
        let request = Request { post, triggers, answer, room };
        let sent = self
            .inner
            .sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .is_some_and(|sender| sender.send(request).is_ok());
        if !sent {
            return Err(DispatchError::Stopping.into());
        }
        let Committed { answers, blocking } = answered.await.map_err(|_| DispatchError::Stopping)??;
        let Some(wait) = wait.filter(|_| blocking.iter().any(|of_event| !of_event.is_empty())) else {
            return Ok(answers);
        };
        let Inner { core, worker, .. } = &*self.inner;
        answer_blocking(core, worker, &call_center, &conversations, wait, answers, blocking).await
    }

    /// Counts the backlog, once; called every second.
    pub(crate) async fn look_at_backlog(&self) -> Result<(), StoreError> {
        let most = i64::try_from(self.inner.settings.backlog).unwrap_or(i64::MAX);
        let counted = backlog_by_call_center(&self.inner.core.store, most.saturating_add(1)).await?;
        let all = counted.values().sum();
        meters::queue_backlog(all);
        // Whose destination is down must not have the events of all others refused.
        let share = most / 2 + most % 2;
        let call_centers = counted.into_iter().filter(|(_, count)| *count > share).map(|(of, _)| of).collect();
        *self.behind() = Behind { everybody: all > most, call_centers };
        Ok(())
    }

    fn is_behind(&self, call_center: &CallCenterId) -> bool {
        let behind = self.behind();
        behind.everybody || behind.call_centers.contains(call_center)
    }

    fn behind(&self) -> MutexGuard<'_, Behind> {
        self.inner.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the backlog until dropped.
    pub(crate) async fn watch_backlog(self) {
        loop {
            if let Err(error) = self.look_at_backlog().await {
                tracing::warn!(%error, "the queue can't be counted");
            }
            tokio::time::sleep(COUNT_EVERY).await;
        }
    }

    /// Accepts what waits and stops.
    pub(crate) async fn close(&self) {
        drop(self.inner.sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        let task = self.inner.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the task that accepts events ended unexpectedly");
        }
    }
}
