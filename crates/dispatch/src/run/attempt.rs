//! One HTTP exchange of a run.

use super::durable::Fault;
use super::ending::AttemptNote;
use super::intent;
use super::state::{Intent, Run, Stop};
use crate::error::DispatchError;
use crate::recipe::Runnable;
use crate::run::{say, signing};
use crate::token::{HeldToken, Holder, Obtained, TokenError};
use patchbay_engine::error::{EngineError, Verdict};
use patchbay_engine::interpret::View;
use patchbay_engine::net::{NetError, OutboundRequest, OutboundResponse, OverRate};
use patchbay_engine::plan::EffectClass;
use patchbay_engine::redact::Recorded;
use patchbay_engine::render::{RenderedRequest, render};
use patchbay_engine::token::is_expired;
use patchbay_model::execution::{Effects, ErrorCode, StepKind, StepOutcome, Timings};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An exchange that brought an answer.
pub(super) struct Answered {
    pub(super) view: View,
    /// The token in the request, when the answer says that it is no longer good.
    pub(super) refused: Option<Arc<HeldToken>>,
    /// What came of it; filled in when it has been judged.
    pub(super) ended: Result<Effects, Fault>,
}

impl Run {
    /// Credentials and tokens are resolved here, at send time, and not once per run.
    pub(super) async fn attempt(&mut self, runnable: &Runnable) -> Result<Answered, Stop> {
        let started_at = self.core.clock.now();
        let before = if self.attempts.is_empty() { self.started } else { Instant::now() };
        let began = Instant::now();
        let obtained = self.authenticate(runnable).await?;
        let authenticated = began.elapsed();
        let token = obtained.map(|obtained| obtained.token);
        let mut request = self.render(runnable, token.as_deref())?;
        if runnable.plan.signature().is_some() {
            self.sign(runnable, &mut request)?;
        }
        let resolved = before.elapsed().saturating_sub(authenticated);
        let note = AttemptNote {
            started_at,
            timings: Timings { resolve_us: micros(resolved), auth_us: micros(authenticated), ..Timings::default() },
            failure: None,
            request,
            answer: None,
            body_bytes: 0,
            kind: Recorded::of(&runnable.plan),
            redactor: runnable.redactor(token.as_ref()),
        };
        self.steps.note(StepKind::Render, StepOutcome::Passed, resolved, || {
            say::request(&note.redactor.request(&note.request))
        });
        self.commit_intent(runnable).await?;
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let error = EngineError::fail(ErrorCode::Timeout, "the time was up before anything was sent");
            return Err(error.with(Verdict::Retry { not_before: None }).into());
        }
        let over_rate = if self.durable.is_some() { OverRate::Waits } else { OverRate::Fails };
        let outbound = OutboundRequest { over_rate, ..note.request.outbound(left, self.recipe.integrator_id) };
        self.attempts.push(note);
        match self.core.client.send(&outbound).await {
            Ok(response) => Ok(self.answered(runnable, response, token)),
            Err(error) => Err(self.unanswered(&error)),
        }
    }

    async fn authenticate(&mut self, runnable: &Runnable) -> Result<Option<Obtained>, Stop> {
        let Some(auth) = &runnable.auth else {
            let choice = runnable.plan.authentication();
            self.steps.note(StepKind::Authenticate, say::outcome_of(choice), Duration::ZERO, || say::signature(choice));
            return Ok(None);
        };
        let began = Instant::now();
        match self.core.tokens.get(auth, self.deadline).await {
            Ok(obtained) => {
                let now = self.core.tokens.now();
                let said = || say::token(&auth.name, &obtained, now);
                self.steps.note(StepKind::Authenticate, StepOutcome::Passed, began.elapsed(), said);
                Ok(Some(obtained))
            }
            Err(TokenError::Failed(refusal)) => {
                let said = || say::no_token(&refusal);
                self.steps.note(StepKind::Authenticate, StepOutcome::Failed, began.elapsed(), said);
                Err(refusal.error.into())
            }
            Err(TokenError::Outdated) => Err(Stop::Outdated),
        }
    }

    fn render(&mut self, runnable: &Runnable, token: Option<&HeldToken>) -> Result<RenderedRequest, Stop> {
        let rendered = render(&runnable.plan, &self.inputs(runnable, token.map(|token| &token.secret)));
        rendered.map_err(|error| {
            self.steps.note(StepKind::Render, StepOutcome::Failed, Duration::ZERO, || (error.detail.clone(), None));
            error.into()
        })
    }

    /// Signs with the time of this attempt: receivers refuse what is old.
    fn sign(&self, runnable: &Runnable, request: &mut RenderedRequest) -> Result<(), Stop> {
        let id = self.given.webhook_id.clone().unwrap_or_else(|| self.id.to_string());
        signing::sign(&runnable.values, &id, self.core.clock.now(), request).map_err(Stop::from)
    }

    /// Before the first byte of what must not happen twice.
    async fn commit_intent(&mut self, runnable: &Runnable) -> Result<(), Stop> {
        if runnable.plan.effect_class() != EffectClass::AtMostOnce || self.intent == Intent::Committed {
            return Ok(());
        }
        match self.durable {
            Some(durable) => {
                let marked = Box::pin(intent::mark(&self.core.store, durable, self.core.clock.now())).await;
                if !marked.map_err(|error| Stop::Nothing(error.into()))? {
                    return Err(Stop::Nothing(DispatchError::TakenOver));
                }
            }
            None => {
                let note = self.note();
                let committed = Box::pin(intent::commit(&self.core.store, &note, self.call.lease.as_ref())).await;
                committed.map_err(|error| Stop::Nothing(DispatchError::from_intent(error)))?;
            }
        }
        self.intent = Intent::Committed;
        Ok(())
    }

    fn answered(&mut self, runnable: &Runnable, response: OutboundResponse, token: Option<Arc<HeldToken>>) -> Answered {
        let view = View::of(&response.answer);
        let rules = runnable.auth.as_ref().and_then(|auth| auth.plan.token_rules());
        let refused = token.filter(|_| is_expired(rules, &response.answer, &view));
        let view = view.without_tokens(&Recorded::of(&runnable.plan));
        let timings = response.timings;
        self.steps.note(StepKind::Guard, StepOutcome::Passed, timings.guard, || (response.guard.to_string(), None));
        self.steps.note(StepKind::Connect, StepOutcome::Passed, timings.connect, || say::connection(&response));
        if let Some(note) = self.attempts.last_mut() {
            note.timings.connect_us = micros(timings.queue + timings.guard + timings.connect);
            note.timings.wait_us = micros(timings.wait);
            note.timings.read_us = micros(timings.read);
            note.keep(response.answer);
        }
        if refused.is_some() {
            let detail = "the other side says that the access token is no longer good";
            self.note_failure(&EngineError::fail(ErrorCode::AuthFailed, detail));
        }
        if let Some(AttemptNote { answer: Some(answer), redactor, kind, .. }) = self.attempts.last() {
            let outcome =
                if answer.is_success() && refused.is_none() { StepOutcome::Passed } else { StepOutcome::Failed };
            let took = timings.wait + timings.read;
            self.steps.note(StepKind::Response, outcome, took, || say::answer(&redactor.response(answer, kind), took));
        }
        Answered { view, refused, ended: Ok(Effects::default()) }
    }

    fn unanswered(&mut self, error: &NetError) -> Stop {
        let mut failure = EngineError::from(error.clone());
        if let Some(attempt) = self.attempts.last() {
            failure.detail = attempt.redactor.scrub(&failure.detail).into_owned();
        }
        for (kind, outcome) in say::steps_until(error) {
            let said = || {
                if outcome == StepOutcome::Failed {
                    (failure.detail.clone(), None)
                } else {
                    ("allowed".to_owned(), None)
                }
            };
            self.steps.note(kind, outcome, Duration::ZERO, said);
        }
        self.note_failure(&failure);
        Stop::Ended(failure, error.sent().into())
    }

    /// Keeps what an auth endpoint answers that was called by itself: its refresh token is used up.
    pub(super) async fn keep_refresh_token(&self, runnable: &Runnable) {
        let Some(answer) = self.attempts.last().and_then(|attempt| attempt.answer.as_ref()) else { return };
        let (call_center, integrator) = (&self.recipe.call_center_id, self.recipe.integrator_id);
        let holder = Holder { call_center, integrator, plan: &runnable.plan };
        if let Err(error) = self.core.tokens.keep_refresh_token(holder, &runnable.values, answer).await {
            tracing::error!(%error, execution = %self.id, "a new refresh token is lost");
        }
    }

    /// Forgets the token that was refused, for everybody.
    pub(super) async fn forget(&self, runnable: &Runnable, refused: &HeldToken) {
        if let Some(auth) = &runnable.auth {
            self.core.tokens.invalidate(auth, refused).await;
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
