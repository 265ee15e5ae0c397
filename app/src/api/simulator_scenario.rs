//! What happens in each scenario of the simulator.

use super::simulator::Scenario;
use crate::text;
use patchbay_model::trigger::EventName;

/// Which queue an event tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Where it stands, as integrations have routed it.
    Present,
    /// The other one.
    Other,
}

/// One event to come.
pub(super) struct Step {
    /// What is told.
    pub(super) event: EventName,
    /// It happened so many seconds before it is told.
    pub(super) seconds_ago: i64,
    /// The first event once more, under the same id.
    pub(super) repeats: bool,
    /// Where.
    pub(super) at: At,
    /// What is special about it, for a person.
    pub(super) note: &'static str,
}

const fn step(event: EventName) -> Step {
    Step { event, seconds_ago: 0, repeats: false, at: At::Present, note: "" }
}

impl Step {
    const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    const fn at_other(self) -> Self {
        Self { at: At::Other, ..self }
    }

    const fn late(self, seconds_ago: i64) -> Self {
        Self { seconds_ago, ..self }
    }

    /// Whether an agent has the conversation by then.
    pub(super) fn has_agent(&self) -> bool {
        use EventName::{Accepted, Allocated, Ended, Rejected, Transferred};
        matches!(self.event, Allocated | Accepted | Rejected | Transferred | Ended)
    }
}

/// The events of a scenario, those included that not every conversation can have.
pub(super) fn steps(scenario: Scenario) -> Vec<Step> {
    use EventName::{Abandoned, Accepted, Allocated, Ended, Forwarded, Queued, Received, Rejected, Transferred};
    match scenario {
        Scenario::Answered => [Received, Queued, Allocated, Accepted, Ended].map(step).into(),
        Scenario::Abandoned => [Received, Queued, Abandoned].map(step).into(),
        Scenario::Rejected => vec![
            step(Received),
            step(Queued),
            step(Allocated),
            step(Rejected).note(text!(simulator.note_no_answer)),
            step(Queued),
            step(Allocated),
            step(Accepted),
            step(Ended),
        ],
        Scenario::Transferred => vec![
            step(Received),
            step(Queued),
            step(Forwarded).at_other().note(text!(simulator.note_overflow)),
            step(Allocated),
            step(Accepted),
            step(Transferred).note(text!(simulator.note_transfer)),
            step(Queued).at_other(),
            step(Allocated),
            step(Accepted),
            step(Ended),
        ],
        Scenario::Late => vec![
            step(Received).late(6),
            step(Ended).note(text!(simulator.note_early_end)),
            step(Queued).late(5).note(text!(simulator.note_late)),
            step(Accepted).late(2).note(text!(simulator.note_late_accepted)),
            Step { repeats: true, ..step(Received).late(6).note(text!(simulator.note_repeated)) },
        ],
    }
}
