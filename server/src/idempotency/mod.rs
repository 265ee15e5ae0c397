//! `Idempotency-Key`: a POST that is sent twice is done once (spec/api.md).

mod answers;

use crate::caller::Caller;
use crate::clock;
use crate::problem::{ApiError, ApiResult};
use crate::seal::Seal;
use answers::{is_kept, parts_of, restored};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use patchbay_app::portal::PortalError;
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::ExecutionId;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::time::Timestamp;
use patchbay_store::idempotency_keys::{self, Claim, Lease};
use patchbay_store::{Store, StoreError};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use tracing::Instrument as _;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const LONGEST_KEY: usize = 255;
/// Longer than any request may take: only a process that died leaves a lease behind.
const LEASE: TimeDelta = TimeDelta::seconds(90);
const LIFE: TimeDelta = TimeDelta::hours(24);

tokio::task_local! {
    static CURRENT: Lease;
}

/// Remembers what was answered.
pub struct Idempotency {
    store: Store,
    seal: Arc<Seal>,
    body_limit: usize,
}

impl Idempotency {
    /// Answers are sealed: they may hold a new key, or what a third party sent back.
    #[must_use]
    pub fn new(store: Store, seal: Arc<Seal>, body_limit: usize) -> Self {
        Self { store, seal, body_limit }
    }
}

/// The lease that the current request holds: an execution that must not run twice is committed together with it.
#[must_use]
pub fn current() -> Option<Lease> {
    CURRENT.try_with(Clone::clone).ok()
}

/// The layer: runs a request with a key once, and answers its repeats with what the first one was answered.
pub async fn replay(State(idempotency): State<Arc<Idempotency>>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(IDEMPOTENCY_KEY) {
        return next.run(request).await;
    }
    match Box::pin(idempotency.once(request, next)).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

impl Idempotency {
    async fn once(self: Arc<Self>, request: Request, next: Next) -> ApiResult<Response> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, self.body_limit)
            .await
            .map_err(|_| ApiError::new(ProblemCode::BodyTooLarge, "the body is over the limit of this deployment"))?;
        let lease = lease(&parts)?;
        let now = clock::now();
        let until = |delta| Timestamp(now.0 + delta);
        let hash = fingerprint(&parts, &body);
        let claim = idempotency_keys::claim(&self.store, &lease, &hash, now, until(LEASE), until(LIFE)).await;
        match claim.map_err(stored)? {
            Claim::Claimed => self.run(lease, Request::from_parts(parts, Body::from(body)), next).await,
            Claim::Answered(answer) => self.again(&lease, &answer),
            Claim::Abandoned(execution) => self.abandoned(&lease, execution).await,
            Claim::Busy(until) => Err(busy(now, until)),
            Claim::Conflict => {
                let detail = "this Idempotency-Key came with another request before: use a new key for a new request";
                Err(ApiError::new(ProblemCode::IdempotencyConflict, detail))
            }
        }
    }

    /// In a task of its own: a caller who hangs up and asks again gets the answer of what was begun.
    async fn run(self: Arc<Self>, lease: Lease, request: Request, next: Next) -> ApiResult<Response> {
        let held = lease.clone();
        let work = async move {
            let response = next.run(request).await;
            self.keep(&held, response).await
        };
        let task = tokio::spawn(CURRENT.scope(lease, work).in_current_span());
        task.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a request under an idempotency key did not end");
            Err(ApiError::new(ProblemCode::Internal, "something went wrong here: the request id names it in the log"))
        })
    }

    async fn keep(&self, lease: &Lease, response: Response) -> ApiResult<Response> {
        if !is_kept(&response) {
            idempotency_keys::release(&self.store, lease).await.map_err(stored)?;
            return Ok(response);
        }
        let (answer, response) = parts_of(response, |text| self.seal.close(&purpose(lease), text)).await?;
        // The caller gets the answer in any case: it happened.
        if let Err(error) = idempotency_keys::settle(&self.store, lease, &answer).await {
            tracing::error!(%error, "an answer under an idempotency key was not kept");
        }
        Ok(response)
    }

    fn again(&self, lease: &Lease, answer: &idempotency_keys::Answer) -> ApiResult<Response> {
        let body = self.seal.open(&purpose(lease), &answer.body).map_err(|error| {
            tracing::warn!(%error, "an answer under an idempotency key can't be opened");
            ApiError::new(ProblemCode::Conflict, "the request was done, but its answer can't be read any more")
        })?;
        let mut response = restored(answer, body.expose());
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        Ok(response)
    }

    /// The process that ran it died: whether it happened is for a person to find out, and it is not tried again.
    async fn abandoned(&self, lease: &Lease, execution: ExecutionId) -> ApiResult<Response> {
        let detail = "an earlier request with this key began this execution and never answered: look at what became of it before sending again under a new key";
        let mut problem = Problem::new(ProblemCode::Conflict, detail);
        problem.execution_id = Some(execution);
        self.keep(lease, ApiError::from(problem).into_response()).await
    }
}

fn lease(parts: &Parts) -> ApiResult<Lease> {
    let key =
        parts.headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(ApiError::new(
            ProblemCode::InvalidRequest,
            "Idempotency-Key takes 1 to 255 printable ASCII characters",
        ));
    }
    let caller = parts
        .extensions
        .get::<Caller>()
        .ok_or_else(|| ApiError::new(ProblemCode::Unauthenticated, "send a valid key"))?;
    Ok(Lease { owner: owner(caller), key: key.to_owned(), id: clock::new_id() })
}

/// Two owners may use the same key without knowing of each other.
fn owner(actor: &Actor) -> String {
    match &actor.identity {
        Identity::User { id, .. } => format!("user:{id}"),
        Identity::Key { id, .. } => format!("key:{id}"),
        // Not by name: keys of two call centers may have the same.
        Identity::Callbox { key } => {
            let call_center = actor.call_center.as_ref().map_or("", |id| id.as_str());
            match key {
                Some(key) => format!("callbox:{call_center}:key:{key}"),
                None => format!("callbox:{call_center}:{}", actor.name),
            }
        }
        Identity::Adapter { id, .. } => format!("adapter:{id}"),
        Identity::Channel { id } => format!("channel:{id}"),
        Identity::Operator => actor.name.clone(),
    }
}

fn purpose(lease: &Lease) -> String {
    format!("idempotency {} {}", lease.owner, lease.key)
}

/// Everything that makes the request what it is.
fn fingerprint(parts: &Parts, body: &Bytes) -> [u8; 32] {
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    Sha256::new().chain_update(target).chain_update([0]).chain_update(body).finalize().into()
}

fn busy(now: Timestamp, until: Timestamp) -> ApiError {
    // Most requests are done long before their lease ends.
    let seconds = until.0.signed_duration_since(now.0).num_seconds().clamp(1, 5);
    ApiError::new(ProblemCode::Conflict, "the first request with this Idempotency-Key is still running")
        .retry_after(seconds.unsigned_abs())
}

fn stored(error: StoreError) -> ApiError {
    match error {
        StoreError::Unavailable(_) => PortalError::Unavailable.into(),
        other => PortalError::Internal(Box::new(other)).into(),
    }
}
