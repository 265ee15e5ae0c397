//! What happens during one call, noted where it happens: in the resolver, the connector, the body.
//!
//! The HTTP client gives these no argument of ours, so the exchange travels as a task-local: it is there whenever the
//! call's own future is polled. When another call's connection becomes free first, the HTTP client finishes opening this
//! one in the background, without the task-local; that too is noted.

use super::error::{NetError, Sent, Stage};
use super::guard::{AllowList, Destination, GuardDecision, Refusal};
use super::resolver::LookUpFailure;
use super::response::Connection;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tower::{Layer, Service};

tokio::task_local! {
    static CURRENT: Arc<Exchange>;
}

/// The notes of one HTTP exchange.
pub(super) struct Exchange {
    pub(super) destination: Destination,
    pub(super) allow_list: Arc<AllowList>,
    has_body: bool,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    opening: Opening,
    look_up: Duration,
    decision: Option<GuardDecision>,
    failure: Option<NetError>,
    progress: Progress,
}

/// This exchange's own connection.
#[derive(Default, Clone, Copy, PartialEq)]
enum Opening {
    #[default]
    NotNeeded,
    LookingUp,
    Connecting,
    Open {
        took: Duration,
    },
    /// Another connection was free first.
    LeftBehind,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Progress {
    #[default]
    Unwritten,
    Written,
    Reading,
}

impl Exchange {
    pub(super) fn new(destination: Destination, allow_list: Arc<AllowList>, has_body: bool) -> Arc<Self> {
        Arc::new(Self { destination, allow_list, has_body, notes: Mutex::default() })
    }

    /// Runs `call` as this exchange.
    pub(super) async fn run<F: Future>(self: &Arc<Self>, call: F) -> F::Output {
        CURRENT.scope(Arc::clone(self), call).await
    }

    /// The exchange that is being polled, if any.
    pub(super) fn current() -> Option<Arc<Self>> {
        CURRENT.try_with(Arc::clone).ok()
    }

    fn is_current(self: &Arc<Self>) -> bool {
        CURRENT.try_with(|current| Arc::ptr_eq(current, self)).unwrap_or(false)
    }

    /// Lets the guard judge the addresses that `name` was found to have.
    pub(super) fn judge(
        &self,
        name: &str,
        found: Result<Vec<IpAddr>, LookUpFailure>,
        took: Duration,
    ) -> Result<Vec<IpAddr>, NetError> {
        let judged = self.judge_addresses(name, found);
        let mut notes = self.notes();
        notes.look_up = took;
        match judged {
            Ok(decision) => {
                notes.opening = Opening::Connecting;
                Ok(notes.decision.insert(decision).addresses.clone())
            }
            Err(error) => Err(notes.failure.insert(error).clone()),
        }
    }

    fn judge_addresses(
        &self,
        name: &str,
        found: Result<Vec<IpAddr>, LookUpFailure>,
    ) -> Result<GuardDecision, NetError> {
        if !name.eq_ignore_ascii_case(&self.destination.host()) {
            return Err(Refusal::Unchecked(name.to_owned()).into());
        }
        let dns = |reason| NetError::Dns { host: self.destination.host(), reason };
        let addresses = found.map_err(dns)?;
        if addresses.is_empty() {
            return Err(dns(LookUpFailure::NoAddress));
        }
        Ok(self.destination.decide(&addresses, &self.allow_list)?)
    }

    /// Lets the guard judge an address that the URL itself names, which no look-up passes by.
    pub(super) fn judge_literal(&self) -> Result<(), NetError> {
        if let Some(address) = self.destination.literal() {
            let decision = self.destination.decide(&[address], &self.allow_list)?;
            self.notes().decision = Some(decision);
        }
        Ok(())
    }

    pub(super) fn note_written(&self) {
        self.notes().progress = Progress::Written;
    }

    pub(super) fn note_reading(&self) {
        self.notes().progress = Progress::Reading;
    }

    fn note_opening(&self) {
        let opening = match self.destination.literal() {
            Some(_) => Opening::Connecting,
            None => Opening::LookingUp,
        };
        let mut notes = self.notes();
        notes.opening = opening;
        notes.look_up = Duration::ZERO;
    }

    /// What the resolver refused, if it did.
    pub(super) fn failure(&self) -> Option<NetError> {
        self.notes().failure.clone()
    }

    /// What the guard decided for this exchange, if it had to.
    pub(super) fn decision(&self) -> Option<GuardDecision> {
        self.notes().decision.clone()
    }

    /// Looking up and connecting, as far as this exchange's own connection carried it.
    pub(super) fn opening_took(&self) -> (Duration, Duration) {
        let notes = self.notes();
        match notes.opening {
            Opening::Open { took } => (notes.look_up, took.saturating_sub(notes.look_up)),
            _ => (Duration::ZERO, Duration::ZERO),
        }
    }

    /// Whether the exchange ran on its own connection.
    pub(super) fn connection(&self) -> Connection {
        match self.notes().opening {
            Opening::Open { .. } => Connection::New,
            _ => Connection::Reused,
        }
    }

    /// How far it has come, and whether anything may have got out. Where that can't be told, it may have.
    pub(super) fn stage(&self) -> (Stage, Sent) {
        let notes = self.notes();
        match (notes.progress, notes.opening) {
            (Progress::Reading, _) => (Stage::Read, Sent::Maybe),
            (Progress::Written, _) => (Stage::Wait, Sent::Maybe),
            (Progress::Unwritten, Opening::LookingUp) => (Stage::LookUp, Sent::No),
            (Progress::Unwritten, Opening::Connecting) => (Stage::Connect, Sent::No),
            (Progress::Unwritten, _) if self.has_body => (Stage::Wait, Sent::No),
            (Progress::Unwritten, _) => (Stage::Wait, Sent::Maybe),
        }
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        // Every note is one assignment: a panic elsewhere leaves nothing half-written.
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wraps the HTTP client's connector to note how long opening a connection takes.
#[derive(Clone)]
pub(super) struct WatchOpening;

impl<S> Layer<S> for WatchOpening {
    type Service = WatchedConnector<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WatchedConnector(inner)
    }
}

#[derive(Clone)]
pub(super) struct WatchedConnector<S>(S);

impl<S, R> Service<R> for WatchedConnector<S>
where
    S: Service<R, Response: 'static, Error: 'static, Future: Send + 'static>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, destination: R) -> Self::Future {
        let opening = self.0.call(destination);
        match Exchange::current() {
            Some(exchange) => Box::pin(watch(exchange, opening)),
            None => Box::pin(opening),
        }
    }
}

async fn watch<F: Future<Output = Result<C, E>>, C, E>(exchange: Arc<Exchange>, opening: F) -> F::Output {
    exchange.note_opening();
    let started = Instant::now();
    let mut opening = std::pin::pin!(opening);
    let outcome = std::future::poll_fn(|context| {
        if !exchange.is_current() {
            exchange.notes().opening = Opening::LeftBehind;
        }
        opening.as_mut().poll(context)
    })
    .await;
    let mut notes = exchange.notes();
    if outcome.is_ok() && notes.opening != Opening::LeftBehind {
        notes.opening = Opening::Open { took: started.elapsed() };
    }
    drop(notes);
    outcome
}
