//! What becomes of a durable execution after a failed attempt (spec/execution.md, Retry and Effect class). The clock and
//! the dice are the caller's: it adds the wait to its own now, and brings a number between 0 and 1.

use crate::error::{EngineError, Verdict};
use crate::plan::EffectClass;
use std::time::Duration;

/// The waits before the second attempt, the third and so on, before jitter.
pub const SCHEDULE: [Duration; 7] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 60 * 60),
    Duration::from_secs(6 * 60 * 60),
];

/// The same for what adapters and gateways are told (spec/twoway.md, Receiving): a customer's message is worth a day.
pub const SCHEDULE_OF_WEBHOOKS: [Duration; 10] = {
    let mut waits = [Duration::from_secs(6 * 60 * 60); 10];
    let mut step = 0;
    while step < SCHEDULE.len() {
        waits[step] = SCHEDULE[step];
        step += 1;
    }
    waits[9] = Duration::from_secs(3 * 60 * 60); // what is left of 24 hours
    waits
};

/// How far a wait may be off its schedule, in either direction: what failed together shall not come back together.
const SPREAD: f64 = 0.2;

/// How an attempt failed, as far as trying again depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The other side answered, and not with 2xx.
    Answered {
        /// The status.
        status: u16,
    },
    /// The request was certainly not written: no address, no connection, no room.
    NotSent,
    /// The request may have arrived, and nothing was heard of it.
    Lost,
    /// It arrived and was taken, but what came back is of no use: too large, or no JSON where a mapping needs it.
    Taken,
    /// Nothing was sent, and the same would happen again: a missing value, a refused destination.
    Hopeless,
}

/// Whether the other side may have got the request; what the network layer knows of a call without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Certainly not.
    No,
    /// Perhaps in full, perhaps in part.
    Maybe,
}

#[cfg(feature = "net")]
impl From<crate::net::Sent> for Written {
    fn from(sent: crate::net::Sent) -> Self {
        match sent {
            crate::net::Sent::No => Self::No,
            crate::net::Sent::Maybe => Self::Maybe,
        }
    }
}

impl Outcome {
    /// The outcome of an attempt without an answer.
    #[must_use]
    pub fn unanswered(error: &EngineError, written: Written) -> Self {
        match (error.verdict, written) {
            (Verdict::Retry { .. } | Verdict::RefreshToken, Written::No) => Self::NotSent,
            (Verdict::Retry { .. } | Verdict::RefreshToken, Written::Maybe) => Self::Lost,
            (Verdict::Fail, Written::No) => Self::Hopeless,
            (Verdict::Fail, Written::Maybe) => Self::Taken,
        }
    }

    /// Whether nobody knows if what must not happen twice has happened: a gateway that fails or gives up may have sent
    /// the SMS before. One rule for calls that are tried again and for those that are not.
    #[must_use]
    pub fn is_ambiguous(self, class: EffectClass) -> bool {
        class == EffectClass::AtMostOnce
            && matches!(self, Self::Lost | Self::Taken | Self::Answered { status: 408 | 500.. })
    }
}

/// What a durable execution does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It tries again after this time.
    RetryAfter(Duration),
    /// It was tried as often as allowed; a person can replay it.
    Dead,
    /// It failed for good.
    Failed,
    /// Nobody knows whether it happened: a person has to look.
    Unknown,
    /// It failed for good, and the other side wants no more of it: its trigger is switched off.
    DisableTrigger,
}

/// Judges attempt `number` (from 1) of what is tried again by `schedule`. `retry_after` is what the other side asked for,
/// `jitter` a number from 0 to 1.
#[must_use]
pub fn verdict(
    number: u32,
    outcome: Outcome,
    (class, schedule): (EffectClass, &[Duration]),
    retry_after: Option<Duration>,
    jitter: f64,
) -> Next {
    let again = || again(number, schedule, retry_after, jitter);
    match (outcome, class) {
        (Outcome::Hopeless, _) => Next::Failed,
        (Outcome::NotSent, _) => again(),
        (Outcome::Answered { status: 410 }, _) => Next::DisableTrigger,
        (outcome, class) if outcome.is_ambiguous(class) => Next::Unknown,
        (Outcome::Taken, _) => Next::Failed,
        (Outcome::Lost | Outcome::Answered { status: 408 | 425 | 429 | 500..=599 }, _) => again(),
        (Outcome::Answered { .. }, _) => Next::Failed,
    }
}

fn again(number: u32, schedule: &[Duration], retry_after: Option<Duration>, jitter: f64) -> Next {
    let step = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(scheduled) = schedule.get(step) else { return Next::Dead };
    let scheduled = scheduled.mul_f64(1.0 + SPREAD * (2.0 * jitter.clamp(0.0, 1.0) - 1.0));
    // Not before the other side wants it; jitter on top would only make a precise wish imprecise.
    Next::RetryAfter(retry_after.map_or(scheduled, |wished| wished.max(scheduled)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use EffectClass::{AtMostOnce, Idempotent, Safe, Unsafe};
    use Next::{Dead, DisableTrigger, Failed, Unknown};
    use patchbay_model::execution::ErrorCode;

    const MIDDLE: f64 = 0.5;

    fn after(seconds: u64) -> Next {
        Next::RetryAfter(Duration::from_secs(seconds))
    }

    #[test]
    fn waits_grow_and_end() {
        let waits = [5, 30, 120, 600, 1800, 7200, 21_600];
        for (number, seconds) in (1..).zip(waits) {
            assert_eq!(verdict(number, Outcome::Lost, (Safe, &SCHEDULE), None, MIDDLE), after(seconds), "{number}");
        }
        for number in [8, 9, u32::MAX] {
            assert_eq!(verdict(number, Outcome::Lost, (Safe, &SCHEDULE), None, MIDDLE), Dead, "{number}");
        }
    }

    #[test]
    fn a_webhook_is_tried_for_a_day() {
        let all: Duration = SCHEDULE_OF_WEBHOOKS.iter().sum();
        let day = Duration::from_secs(24 * 60 * 60);
        assert!(all <= day && day - all < Duration::from_secs(60 * 60), "{all:?}");
        let told = |number| verdict(number, Outcome::Lost, (Unsafe, &SCHEDULE_OF_WEBHOOKS), None, MIDDLE);
        assert_eq!([1, 7, 8, 9, 10].map(told), [5, 21_600, 21_600, 21_600, 10_800].map(after));
        assert_eq!(told(11), Dead);
    }

    #[test]
    fn jitter_spreads_a_wait_by_a_fifth() {
        let wait = |jitter| verdict(1, Outcome::NotSent, (Safe, &SCHEDULE), None, jitter);
        assert_eq!(wait(0.0), after(4));
        assert_eq!(wait(1.0), after(6));
        assert_eq!((wait(-7.0), wait(7.0)), (after(4), after(6)), "whatever dice are brought");
    }

    #[test]
    fn a_wish_is_honoured_to_the_second_and_never_shortens_the_schedule() {
        let wished = |number, seconds| {
            let wish = Some(Duration::from_secs(seconds));
            verdict(number, Outcome::Answered { status: 503 }, (Safe, &SCHEDULE), wish, MIDDLE)
        };
        assert_eq!(wished(1, 30), after(30));
        assert_eq!(wished(1, 1), after(5));
        assert_eq!(wished(7, 30), after(21_600));
        assert_eq!(wished(8, 30), Dead);
    }

    #[test]
    fn every_outcome_has_its_verdict_for_every_effect_class() {
        let answered = |status| Outcome::Answered { status };
        let retry = after(5);
        // outcome, then for safe, idempotent, unsafe, at most once
        let table = [
            (Outcome::Hopeless, [Failed; 4]),
            (Outcome::NotSent, [retry; 4]),
            (Outcome::Lost, [retry, retry, retry, Unknown]),
            (Outcome::Taken, [Failed, Failed, Failed, Unknown]),
            (answered(302), [Failed; 4]),
            (answered(400), [Failed; 4]),
            (answered(401), [Failed; 4]),
            (answered(404), [Failed; 4]),
            (answered(408), [retry, retry, retry, Unknown]),
            (answered(409), [Failed; 4]),
            (answered(410), [DisableTrigger; 4]),
            (answered(422), [Failed; 4]),
            (answered(425), [retry; 4]),
            (answered(429), [retry; 4]),
            (answered(500), [retry, retry, retry, Unknown]),
            (answered(503), [retry, retry, retry, Unknown]),
            (answered(599), [retry, retry, retry, Unknown]),
        ];
        for (outcome, verdicts) in table {
            for (class, expected) in [Safe, Idempotent, Unsafe, AtMostOnce].into_iter().zip(verdicts) {
                assert_eq!(verdict(1, outcome, (class, &SCHEDULE), None, MIDDLE), expected, "{outcome:?} {class:?}");
            }
        }
    }

    #[test]
    fn an_sms_that_was_not_sent_dies_like_anything_else() {
        assert_eq!(verdict(8, Outcome::NotSent, (AtMostOnce, &SCHEDULE), None, MIDDLE), Dead);
    }

    #[test]
    fn an_error_without_an_answer_is_sorted_by_its_verdict_and_what_was_written() {
        let error = |verdict| EngineError::fail(ErrorCode::ConnectFailed, "x").with(verdict);
        let retry = Verdict::Retry { not_before: None };
        let table = [
            (retry, Written::No, Outcome::NotSent),
            (retry, Written::Maybe, Outcome::Lost),
            (Verdict::Fail, Written::No, Outcome::Hopeless),
            (Verdict::Fail, Written::Maybe, Outcome::Taken),
        ];
        for (verdict, written, outcome) in table {
            assert_eq!(Outcome::unanswered(&error(verdict), written), outcome, "{verdict:?} {written:?}");
        }
    }
}
