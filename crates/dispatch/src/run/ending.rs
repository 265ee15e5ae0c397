//! A run that has ended, in the parts that its record is made of. Redacting them is left to the recorder's task: the
//! caller need not wait for it.

use crate::caller::Caller;
use crate::recipe::Recipe;
use bytes::Bytes;
use patchbay_engine::answer::Answer;
use patchbay_engine::redact::{Recorded, Redactor};
use patchbay_engine::render::RenderedRequest;
use patchbay_model::execution::{
    Attempt, Cause, Effects, Execution, ExecutionStatus, ExecutionSummary, Failure, Timings,
};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use patchbay_store::executions::ExecutionRecord;
use std::sync::Arc;
use std::time::Duration;

/// Of a larger body only the beginning is kept waiting: a full queue must not hold gigabytes.
const WAITING_BODY_BYTES: usize = 64 * 1024;

/// What there is to record of a run.
pub(crate) struct Note {
    pub(crate) id: ExecutionId,
    pub(crate) recipe: Arc<Recipe>,
    pub(crate) caller: Caller,
    pub(crate) cause: Cause,
    pub(crate) status: ExecutionStatus,
    pub(crate) failure: Option<Failure>,
    /// Secrets removed.
    pub(crate) effects: Effects,
    pub(crate) created_at: Timestamp,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) duration: Duration,
    pub(crate) attempts: Vec<AttemptNote>,
}

/// What there is to record of one HTTP exchange.
pub(crate) struct AttemptNote {
    pub(crate) started_at: Timestamp,
    pub(crate) timings: Timings,
    pub(crate) failure: Option<Failure>,
    pub(crate) request: RenderedRequest,
    pub(crate) answer: Option<Answer>,
    pub(crate) body_bytes: u64,
    pub(crate) kind: Recorded,
    pub(crate) redactor: Arc<Redactor>,
}

impl AttemptNote {
    /// Keeps an answer.
    pub(crate) fn keep(&mut self, answer: Answer) {
        self.body_bytes = answer.body.len() as u64;
        self.answer = Some(answer);
    }

    /// Lets go of what will not be recorded, before the note waits in a queue.
    pub(crate) fn shorten(&mut self) {
        let bodies = self.request.body.iter_mut().map(|body| &mut body.bytes);
        for body in bodies.chain(self.answer.iter_mut().map(|answer| &mut answer.body)) {
            if body.len() > WAITING_BODY_BYTES {
                // Copied: a slice would keep the whole alive.
                *body = Bytes::copy_from_slice(&body[..WAITING_BODY_BYTES]);
            }
        }
    }

    fn record(&self, number: u32) -> Attempt {
        let response = self.answer.as_ref().map(|answer| {
            let mut response = self.redactor.response(answer, &self.kind);
            response.body_bytes = self.body_bytes;
            response
        });
        Attempt {
            number,
            started_at: self.started_at,
            timings: self.timings,
            response_status: response.as_ref().map(|response| response.status),
            failure: self.failure.clone(),
            request: Some(self.redactor.request(&self.request)),
            response,
        }
    }
}

impl Note {
    /// The record, secrets removed.
    pub(crate) fn record(&self) -> ExecutionRecord {
        self.record_after(0)
    }

    /// The same of a run that comes after `earlier` attempts.
    pub(crate) fn record_after(&self, earlier: u32) -> ExecutionRecord {
        let attempts: Vec<Attempt> =
            (earlier + 1..).zip(&self.attempts).map(|(number, attempt)| attempt.record(number)).collect();
        let recipe = &self.recipe;
        let summary = ExecutionSummary {
            id: self.id,
            call_center_id: recipe.call_center_id.clone(),
            template: recipe.template_name.to_string(),
            template_id: recipe.template_id,
            endpoint: recipe.endpoint_name.to_string(),
            endpoint_id: recipe.endpoint_id,
            integrator_id: recipe.integrator_id,
            cause: self.cause,
            conversation: None,
            status: self.status,
            error_code: self.failure.as_ref().map(|failure| failure.code),
            response_status: attempts.iter().rev().find_map(|attempt| attempt.response_status),
            attempt_count: earlier + u32::try_from(attempts.len()).unwrap_or(u32::MAX),
            created_at: self.created_at,
            finished_at: self.finished_at,
            duration_us: u64::try_from(self.duration.as_micros()).unwrap_or(u64::MAX),
        };
        ExecutionRecord {
            execution: Execution {
                summary,
                configuration_version_id: Some(recipe.version_id),
                request_id: self.caller.request_id.clone(),
                next_attempt_at: None,
                failure: self.failure.clone(),
                effects: self.effects.clone(),
                attempts,
            },
            actor: self.caller.actor.clone(),
            key_id: self.caller.key_id,
        }
    }
}
