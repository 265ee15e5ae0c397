//! What events mean to their conversation, and what has to run because of them.

use crate::input::{HeardAs, Input};
use crate::recipe::Recipe;
use crate::run::Core;
use crate::triggers::Triggers;
use patchbay_engine::condition::Facts;
use patchbay_engine::matching::{Decision, Heard as HeardBy, Matched, Occurrence};
use patchbay_engine::plan::{Timing, Wait};
use patchbay_model::conversation::{Conversation, Standing, Taken, Turn, take};
use patchbay_model::event::Event;
use patchbay_model::execution::{Cause, Effects, ErrorCode, Execution, ExecutionStatus, ExecutionSummary, Failure};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::time::Timestamp;
use patchbay_store::conversations::KnownConversation;
use patchbay_store::events::{Folded, Group, Heard};
use patchbay_store::executions::ExecutionRecord;
use patchbay_store::queued_executions::{Claimed, DEFAULT_PRIORITY, Lease, NewExecution, Queued};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Folds the events of one batch. Everything in it is known beforehand: it runs while conversations are locked.
pub(crate) struct Folder<'a> {
    pub(crate) core: &'a Core,
    pub(crate) triggers: &'a HashMap<&'a CallCenterId, &'a Triggers>,
    /// Arrivals whose sender waits.
    pub(crate) awaited: &'a HashSet<Uuid>,
    pub(crate) lease: Lease,
    pub(crate) now: Timestamp,
    /// By arrival, what its sender waits for, in the order of the triggers.
    pub(crate) blocking: HashMap<Uuid, Vec<Blocking>>,
}

/// An execution that a sender waits for.
#[derive(Debug, Clone)]
pub(crate) struct Blocking {
    pub(super) claimed: Claimed,
    pub(super) heard_as: HeardAs,
}

/// One event as its conversation took it.
struct Occasion<'a> {
    call_center: &'a CallCenterId,
    event: &'a Event,
    conversation: &'a Conversation,
    arrival: Uuid,
}

impl Folder<'_> {
    pub(crate) fn fold(&mut self, group: Group<'_>) -> Folded {
        let Group { call_center_id, known, arrivals } = group;
        let (mut conversation, mut held) = known.map_or((None, None), |known| (Some(known.conversation), known.held));
        let mut heard = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            // The same batch may be folded twice: what was noted the first time is gone.
            self.blocking.remove(&arrival.id);
            let taken = take(conversation, arrival.event);
            let standing = taken.standing;
            if standing == Standing::Early {
                held = Some(arrival.event.clone());
            }
            let mut executions = self.hear(call_center_id, arrival.event, arrival.id, &taken);
            let is_released = taken.released.is_some();
            let mut now_known = taken.conversation;
            if is_released && let Some(ended) = held.take() {
                let taken = take(Some(now_known), &ended);
                executions.extend(self.hear(call_center_id, &ended, arrival.id, &taken));
                now_known = taken.conversation;
            } else if now_known.held_end.is_none() {
                held = None;
            }
            heard.push(Heard { standing, executions });
            conversation = Some(now_known);
        }
        Folded { known: conversation.map(|conversation| KnownConversation { conversation, held }), heard }
    }

    fn hear(&mut self, call_center: &CallCenterId, event: &Event, arrival: Uuid, taken: &Taken) -> Vec<NewExecution> {
        let Some(triggers) = self.triggers.get(call_center).copied() else { return Vec::new() };
        let (mut event_view, mut contact_view) = (Value::Null, Value::Null);
        let occurrence = Occurrence::of(event, taken);
        let facts = || Facts::new(&event.view(), &taken.conversation.contact_view(event));
        let matched = triggers.index.matching(&occurrence, facts);
        if !matched.is_empty() {
            (event_view, contact_view) = (event.view(), taken.conversation.contact_view(event));
        }
        let occasion = Occasion { call_center, event, conversation: &taken.conversation, arrival };
        let places = (0..).zip(matched.iter());
        places.map(|(place, matched)| self.execution(&occasion, matched, place, &event_view, &contact_view)).collect()
    }

    fn execution(
        &mut self,
        occasion: &Occasion<'_>,
        matched: &Matched<'_, Arc<Recipe>>,
        place: u32,
        event: &Value,
        contact: &Value,
    ) -> NewExecution {
        let recipe: &Arc<Recipe> = matched.key;
        let (status, failure) = match &matched.decision {
            Decision::Runs => (ExecutionStatus::Queued, None),
            Decision::Skipped => (ExecutionStatus::Skipped, None),
            Decision::Undecided(why) => {
                let detail = format!("the condition can't be decided: {why}");
                (ExecutionStatus::Failed, Some(Failure { code: ErrorCode::ConfigInvalid, detail }))
            }
        };
        let runs = status == ExecutionStatus::Queued;
        let name = &occasion.conversation.facts.id;
        let summary = ExecutionSummary {
            id: ExecutionId(self.core.clock.new_id()),
            call_center_id: occasion.call_center.clone(),
            template: recipe.template_name.to_string(),
            template_id: recipe.template_id,
            endpoint: recipe.endpoint_name.to_string(),
            endpoint_id: recipe.endpoint_id,
            integrator_id: recipe.integrator_id,
            cause: Cause::Trigger,
            conversation: Some(name.clone()),
            status,
            error_code: failure.as_ref().map(|failure| failure.code),
            response_status: None,
            attempt_count: 0,
            created_at: self.now,
            finished_at: (!runs).then_some(self.now),
            duration_us: 0,
        };
        let queued = runs.then(|| {
            let Event { id, event_type, occurred_at, .. } = occasion.event;
            let turn = Turn { event_id: id.clone(), occurred_at: *occurred_at, place };
            let heard_as = HeardAs { event: *event_type, turn };
            let client = match matched.heard {
                HeardBy::Moment(moment) => occasion.conversation.client_body(moment, occasion.event),
                HeardBy::Event(_) => Value::Null,
            };
            let input = Input {
                client,
                event: event.clone(),
                contact: contact.clone(),
                occasion: Some(heard_as.clone()),
                webhook_id: None,
            };
            self.queue(occasion, recipe, &summary, heard_as, &input)
        });
        let execution = Execution {
            summary,
            configuration_version_id: Some(recipe.version_id),
            request_id: None,
            next_attempt_at: None,
            failure,
            effects: Effects::default(),
            attempts: Vec::new(),
        };
        NewExecution { record: ExecutionRecord { execution, actor: None, key_id: None }, queued }
    }

    fn queue(
        &mut self,
        occasion: &Occasion<'_>,
        recipe: &Recipe,
        summary: &ExecutionSummary,
        heard_as: HeardAs,
        input: &Input,
    ) -> Queued {
        let background = Timing { delay: Duration::ZERO, wait: Wait::InBackground };
        let Timing { delay, wait } = recipe.runnable.as_ref().map_or(background, |runnable| runnable.plan.timing());
        let delay = chrono::TimeDelta::from_std(delay).unwrap_or_default();
        let run_at = Timestamp(self.now.0 + delay);
        let input = serde_json::to_value(input).unwrap_or_default();
        let blocks = wait == Wait::Blocking && delay.is_zero() && self.awaited.contains(&occasion.arrival);
        if blocks {
            let claimed = Claimed::first(summary, input.clone(), self.now, run_at);
            self.blocking.entry(occasion.arrival).or_default().push(Blocking { claimed, heard_as });
        }
        // Of one endpoint and conversation in order: a CRM that is down must not hear of the end first when it is back.
        // Other endpoints need not wait for it, and what is delayed on purpose holds nobody up.
        let ordered = !blocks && delay.is_zero();
        let name = &occasion.conversation.facts.id;
        Queued {
            priority: DEFAULT_PRIORITY,
            order_key: ordered.then(|| format!("{} {name}", recipe.endpoint_id)),
            run_at,
            lease: blocks.then_some(self.lease),
            input,
        }
    }
}
