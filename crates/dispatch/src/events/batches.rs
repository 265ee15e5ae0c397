//! Collects what is posted at the same time: one commit costs as much as five hundred. A few are under way at a time.

use super::fold::{Blocking, Folder};
use super::{Arrived, EventAnswer, EventSettings, EventsError, Post};
use crate::error::DispatchError;
use crate::meters;
use crate::run::Core;
use crate::triggers::Triggers;
use crate::worker::Worker;
use patchbay_model::execution::ExecutionSummary;
use patchbay_model::id::CallCenterId;
use patchbay_store::StoreError;
use patchbay_store::events::{self, Accepted, Arrival};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// What was committed of a post: one entry of each per event.
#[derive(Default)]
pub(super) struct Committed {
    pub(super) answers: Vec<EventAnswer>,
    pub(super) blocking: Vec<Vec<Blocking>>,
}

pub(super) struct Request {
    pub(super) post: Post,
    /// What listens in the post's call center, as of its arrival.
    pub(super) triggers: Arc<Triggers>,
    pub(super) answer: oneshot::Sender<Result<Committed, EventsError>>,
    /// Room in this process, given back with the answer.
    #[expect(dead_code, reason = "held until the answer is sent")]
    pub(super) room: OwnedSemaphorePermit,
}

/// The accepting task.
#[derive(Clone)]
pub(super) struct Batches {
    pub(super) core: Arc<Core>,
    pub(super) worker: Worker,
    pub(super) settings: EventSettings,
}

impl Batches {
    pub(super) async fn run(self, mut receiver: mpsc::UnboundedReceiver<Request>) {
        let places = Arc::new(Semaphore::new(self.settings.commits));
        let commits = TaskTracker::new();
        while let Some(first) = receiver.recv().await {
            let mut count = first.post.events.len();
            let mut batch = vec![first];
            // Whoever comes while every place is taken joins. Nobody closes the places.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            while count < self.settings.batch
                && let Ok(next) = receiver.try_recv()
            {
                count += next.post.events.len();
                batch.push(next);
            }
            let batches = self.clone();
            commits.spawn(async move {
                batches.commit(batch).await;
                drop(place);
            });
        }
        commits.close();
        commits.wait().await;
    }

    async fn commit(&self, batch: Vec<Request>) {
        match self.accept(&batch).await {
            Ok(answers) => batch.into_iter().zip(answers).for_each(|(request, answer)| {
                drop(request.answer.send(Ok(answer)));
            }),
            // One of them may be what the database refuses: the others must not suffer for it.
            Err(error) if batch.len() > 1 && !is_away(&error) => {
                for request in batch {
                    let accepted = self.accept(std::slice::from_ref(&request)).await;
                    let answer = accepted.map(|mut answers| answers.pop().unwrap_or_default());
                    drop(request.answer.send(answer.map_err(EventsError::from)));
                }
            }
            Err(error) => batch.into_iter().for_each(|request| {
                drop(request.answer.send(Err(error.clone().into())));
            }),
        }
    }

    /// One answer per request.
    async fn accept(&self, requests: &[Request]) -> Result<Vec<Committed>, DispatchError> {
        let mut triggers: HashMap<&CallCenterId, &Triggers> = HashMap::new();
        let mut awaited = HashSet::new();
        let mut arrivals = Vec::new();
        for Request { post, triggers: of_post, .. } in requests {
            triggers.insert(&post.call_center, of_post);
            for event in &post.events {
                let id: Uuid = self.core.clock.new_id();
                if post.wait.is_some() {
                    awaited.insert(id);
                }
                arrivals.push(Arrival { id, call_center_id: &post.call_center, event });
            }
        }
        let now = self.core.clock.now();
        let lease = self.worker.lease(now);
        let mut folder =
            Folder { core: &self.core, triggers: &triggers, awaited: &awaited, lease, now, blocking: HashMap::new() };
        let mut seats = self.worker.seats(now);
        let seat = &mut |summary: &ExecutionSummary| seats.give(summary);
        let accepted = events::accept(&self.core.store, &arrivals, now, |group| folder.fold(group), seat).await;
        let (accepted, seated) = accepted?;
        seats.run(seated);
        let mut blocking = folder.blocking;
        meters::events_accepted(accepted.len());
        let mut told = arrivals.iter().zip(accepted);
        let answer = |request: &Request| {
            let of_post = told.by_ref().take(request.post.events.len());
            let (answers, blocking) = of_post.map(|(arrival, accepted)| tell(arrival, accepted, &mut blocking)).unzip();
            Committed { answers, blocking }
        };
        Ok(requests.iter().map(answer).collect())
    }
}

fn tell(
    arrival: &Arrival<'_>,
    accepted: Accepted,
    blocking: &mut HashMap<Uuid, Vec<Blocking>>,
) -> (EventAnswer, Vec<Blocking>) {
    let (executions, standing) = match accepted {
        Accepted::New { executions } => (executions, Arrived::New),
        Accepted::Duplicate => (Vec::new(), Arrived::Duplicate),
    };
    let answer = EventAnswer { event_id: arrival.event.id.clone(), executions, standing, effects: None };
    (answer, blocking.remove(&arrival.id).unwrap_or_default())
}

fn is_away(error: &DispatchError) -> bool {
    matches!(error, DispatchError::Store(source) if matches!(**source, StoreError::Unavailable(_)))
}
