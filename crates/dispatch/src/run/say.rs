//! The steps of a test run in words, secrets removed.

use crate::token::{Exchange, Obtained, Refusal, TokenSource};
use patchbay_engine::net::{Connection, NetError, OutboundResponse, Stage};
use patchbay_model::document::AuthenticationType;
use patchbay_model::execution::{RecordedRequest, RecordedResponse, StepKind, StepOutcome};
use patchbay_model::time::Timestamp;
use std::fmt::Write as _;
use std::time::Duration;

/// A summary, and what goes over the wire.
type Said = (String, Option<String>);

pub(super) fn outcome_of(choice: Option<AuthenticationType>) -> StepOutcome {
    if choice.is_some() { StepOutcome::Passed } else { StepOutcome::Skipped }
}

pub(super) fn signature(choice: Option<AuthenticationType>) -> Said {
    let summary = match choice {
        None => "no sign-in needed",
        Some(AuthenticationType::Basic) => "signed with the Basic credential",
        Some(AuthenticationType::Digest) => "signed with the Digest credential when challenged",
    };
    (summary.to_owned(), None)
}

pub(super) fn token(auth_endpoint: &str, obtained: &Obtained, now: Timestamp) -> Said {
    let left = human((obtained.token.valid_until.0 - now.0).to_std().unwrap_or_default());
    match &obtained.source {
        TokenSource::Memory => (format!("token from cache, {left} left"), None),
        TokenSource::Shared => (format!("token from another server process, {left} left"), None),
        TokenSource::SignedIn(sent) => {
            (format!("signed in by {auth_endpoint}, token good for {left}"), Some(exchange(sent)))
        }
    }
}

pub(super) fn no_token(refusal: &Refusal) -> Said {
    (refusal.error.detail.clone(), refusal.exchange.as_deref().map(exchange))
}

/// The call of an auth endpoint and what came back.
fn exchange(Exchange { request: sent, response }: &Exchange) -> String {
    let head = format!("{} {}", sent.method, sent.url);
    let mut text = message(&head, &sent.headers, sent.body.as_deref());
    if let Some(response) = response {
        text.push_str("\n\n");
        text.push_str(&message(&format!("HTTP {}", response.status), &response.headers, response.body.as_deref()));
    }
    text
}

fn human(time: Duration) -> String {
    match time.as_secs() {
        1 => "1 second".to_owned(),
        seconds @ 0..120 => format!("{seconds} seconds"),
        seconds @ 120..7200 => format!("{} minutes", seconds / 60),
        seconds => format!("{} hours", seconds / 3600),
    }
}

pub(super) fn request(request: &RecordedRequest) -> Said {
    let summary = format!("{} {}", request.method, request.url);
    (summary.clone(), Some(message(&summary, &request.headers, request.body.as_deref())))
}

pub(super) fn connection(response: &OutboundResponse) -> Said {
    let how = match response.connection {
        Connection::New => "new connection",
        Connection::Reused => "kept connection",
    };
    let summary = response.remote.map_or_else(|| how.to_owned(), |remote| format!("{how} to {remote}"));
    (summary, None)
}

pub(super) fn answer(response: &RecordedResponse, took: Duration) -> Said {
    let milliseconds = took.as_secs_f64() * 1000.0;
    let summary = format!("{} after {milliseconds:.1} ms, {} bytes", response.status, response.body_bytes);
    let head = format!("HTTP {}", response.status);
    (summary, Some(message(&head, &response.headers, response.body.as_deref())))
}

fn message(head: &str, headers: &[(String, String)], body: Option<&str>) -> String {
    let mut text = head.to_owned();
    for (name, value) in headers {
        // Writing to a String can't fail.
        let _ = write!(text, "\n{name}: {value}");
    }
    if let Some(body) = body {
        let _ = write!(text, "\n\n{body}");
    }
    text
}

/// The steps that a call passed before it failed, and the one where it did.
pub(super) fn steps_until(error: &NetError) -> Vec<(StepKind, StepOutcome)> {
    let failed = match error {
        NetError::RequestInvalid(_) => StepKind::Render,
        NetError::Refused(_) | NetError::Dns { .. } => StepKind::Guard,
        NetError::RateLimited { .. }
        | NetError::CircuitOpen { .. }
        | NetError::Tls { .. }
        | NetError::Connect { .. } => StepKind::Connect,
        NetError::Timeout { stage: Stage::LookUp, .. } => StepKind::Guard,
        NetError::Timeout { stage: Stage::Queue | Stage::Connect, .. } => StepKind::Connect,
        NetError::Timeout { stage: Stage::Wait | Stage::Read, .. }
        | NetError::ResponseTooLarge { .. }
        | NetError::ResponseInvalid { .. } => StepKind::Response,
    };
    let wire = [StepKind::Guard, StepKind::Connect, StepKind::Response];
    let passed = wire.into_iter().take_while(|kind| *kind != failed);
    let passed: Vec<_> = if failed == StepKind::Render { Vec::new() } else { passed.collect() };
    passed.into_iter().map(|kind| (kind, StepOutcome::Passed)).chain([(failed, StepOutcome::Failed)]).collect()
}
