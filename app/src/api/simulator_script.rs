//! Which events the simulator posts, one after the other.

use super::PageError;
use super::simulator::{PlayForm, PlayedStep};
use super::simulator_scenario::{At, Step, steps};
use crate::portal::{Actor, Portal, PortalError};
use crate::response::request_moment;
use crate::text;
use patchbay_model::event::{
    Applicability, ConversationFacts, ConversationKind, Customer, Event, EventType, PostedEvents, QueueReference,
    RoutedAgent,
};
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::EventName;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Longer than most blocking triggers may take, shorter than a browser waits.
const WAIT: Duration = Duration::from_secs(10);

/// The time of a step, and a name that nobody else has.
#[derive(Clone, Copy)]
pub(super) struct Now {
    id: uuid::Uuid,
    at: Timestamp,
}

impl Now {
    pub(super) fn of_request() -> Result<Self, PageError> {
        let moment = request_moment()?;
        Ok(Self { id: moment.id, at: moment.at })
    }

    /// The time of a later step of the same request: events of one instant would have no order.
    pub(super) fn after(self, step: usize) -> Self {
        let milliseconds = i64::try_from(step).unwrap_or_default();
        Self { at: (self.at.0 + chrono::TimeDelta::milliseconds(milliseconds)).into(), ..self }
    }
}

/// The events of a scenario that such a conversation can have.
pub(super) struct Script {
    form: PlayForm,
    steps: Vec<Step>,
}

impl Script {
    /// # Errors
    /// No event of the scenario applies to such a conversation.
    pub(super) fn new(form: PlayForm, applicability: Applicability) -> Result<Self, PageError> {
        let kind = ConversationKind::of(form.channel, form.direction);
        let mut steps = steps(form.scenario);
        steps.retain(|step| applicability.applies(step.event, kind));
        // A platform tells the end of a conversation in every scenario that it has events for.
        if !steps.iter().any(|step| step.event.is_terminal()) {
            let message = text!(simulator.no_terminal_event).into();
            return Err(PortalError::invalid("/scenario", message).into());
        }
        Ok(Self { form, steps })
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) async fn play(
        &self,
        actor: &Actor,
        portal: &dyn Portal,
        call_center: &CallCenterId,
        conversation: Option<String>,
        number: usize,
        now: Now,
    ) -> Result<PlayedStep, PageError> {
        let is_first = conversation.is_none();
        let conversation = conversation.unwrap_or_else(|| format!("simulated-{}", now.id));
        let routed = if is_first {
            None
        } else {
            // A platform goes where integrations send it.
            portal.conversation(actor, call_center, &conversation).await.ok().and_then(|known| known.routing.queue)
        };
        let Some(step) = self.steps.get(number) else {
            return Err(PortalError::invalid("/scenario", text!(simulator.no_such_step).into()).into());
        };
        let event = self.event(step, number, &conversation, routed, now.at);
        let event_type = event.event_type;
        let events = PostedEvents::One(Box::new(event));
        let accepted = portal.post_events(actor, call_center, events, Some(WAIT)).await?.pop();
        let accepted = accepted
            .ok_or_else(|| crate::portal::PortalError::Internal("an event was posted and none was answered".into()))?;
        let note = step.note.to_owned();
        Ok(PlayedStep { conversation, number: number + 1, of: self.steps.len(), event: event_type, note, accepted })
    }

    fn event(
        &self,
        step: &Step,
        number: usize,
        conversation: &str,
        routed: Option<QueueReference>,
        now: Timestamp,
    ) -> Event {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let queue = |address: &str| text(address).map(|address| QueueReference { id: None, address: Some(address) });
        let other = queue(&self.form.other_queue).or_else(|| queue(&self.form.queue));
        let here = routed.or_else(|| queue(&self.form.queue));
        let occurred_at: Timestamp = (now.0 - chrono::TimeDelta::seconds(step.seconds_ago)).into();
        let id = if step.repeats { 0 } else { number };
        let agent = RoutedAgent {
            id: Some("simulated-agent".into()),
            number: Some("1001".into()),
            chat_address: Some("simulated.agent".into()),
        };
        let customer = Customer {
            id: Some("simulated-customer".into()),
            first_name: Some("Ann".into()),
            last_name: Some("Lee".into()),
        };
        Event {
            id: format!("{conversation}-{id}"),
            event_type: event_type(step.event),
            occurred_at,
            data: data(step.event, here.as_ref(), other.as_ref()),
            conversation: ConversationFacts {
                id: conversation.to_owned(),
                channel_type: self.form.channel,
                channel_sub_type: None,
                direction: self.form.direction,
                language: Some("en".into()),
                // Told once: told again it would undo what an integration set.
                priority: (number == 0).then_some(5),
                skills: None,
                queue: if step.at == At::Other { other } else { here },
                agent: step.has_agent().then_some(agent),
                preferred_agent: None,
                required_agents: None,
                source: text(&self.form.source),
                destination: text(&self.form.destination),
                created: None,
                contact: Some(customer),
            },
        }
    }
}

fn data(event: EventName, here: Option<&QueueReference>, other: Option<&QueueReference>) -> Map<String, Value> {
    let data = match event {
        EventName::Rejected => json!({"cause": "no answer"}),
        EventName::Forwarded => json!({"fromQueue": here, "toQueue": other}),
        EventName::Transferred => json!({"target": {"queue": other}}),
        _ => Value::Null,
    };
    match data {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn event_type(name: EventName) -> EventType {
    match name {
        EventName::Received => EventType::Received,
        EventName::Queued => EventType::Queued,
        EventName::Allocated => EventType::Allocated,
        EventName::Accepted => EventType::Accepted,
        EventName::Rejected => EventType::Rejected,
        EventName::Transferred => EventType::Transferred,
        EventName::Forwarded => EventType::Forwarded,
        EventName::Ended => EventType::Ended,
        EventName::Abandoned => EventType::Abandoned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::simulator::Scenario;
    use patchbay_model::event::{ChannelType, Direction};
    use patchbay_model::valid::Validate;

    fn form(scenario: Scenario, channel: ChannelType, direction: Direction) -> PlayForm {
        PlayForm {
            scenario,
            channel,
            direction,
            queue: "sales".into(),
            other_queue: "support".into(),
            source: "+84901234567".into(),
            destination: String::new(),
        }
    }

    fn events(form: PlayForm) -> Vec<Event> {
        let script = Script::new(form, Applicability::documented()).unwrap();
        let at = Timestamp(chrono::DateTime::from_timestamp(1_777_826_530, 0).unwrap());
        let event = |(number, step): (usize, &Step)| script.event(step, number, "c-1", None, at);
        script.steps.iter().enumerate().map(event).collect()
    }

    #[test]
    fn every_scenario_posts_events_that_are_accepted() {
        for (scenario, ..) in Scenario::ALL {
            for channel in ChannelType::ALL {
                for event in events(form(scenario, *channel, Direction::Inbound)) {
                    assert!(event.validate().is_empty(), "{event:?}");
                }
            }
        }
    }

    #[test]
    fn an_outbound_call_has_only_the_events_that_apply_to_it() {
        let outbound = events(form(Scenario::Answered, ChannelType::Phone, Direction::Outbound));
        let words: Vec<&str> = outbound.iter().map(|event| event.event_type.as_str()).collect();
        assert_eq!(words, ["accepted", "ended"]);
    }

    #[test]
    fn a_scenario_without_an_end_is_refused() {
        let refused = form(Scenario::Abandoned, ChannelType::Chat, Direction::Outbound);
        let error = Script::new(refused, Applicability::documented()).err().unwrap();
        assert_eq!(error.0.errors[0].pointer, "/scenario");
    }

    #[test]
    fn a_forwarded_conversation_says_from_where_to_where() {
        let all = events(form(Scenario::Transferred, ChannelType::Phone, Direction::Inbound));
        let forwarded = all.iter().find(|event| event.event_type == EventType::Forwarded).unwrap();
        assert_eq!(forwarded.data["fromQueue"]["address"], "sales");
        assert_eq!(forwarded.data["toQueue"]["address"], "support");
        assert_eq!(forwarded.conversation.queue.as_ref().unwrap().address.as_deref(), Some("support"));
    }

    #[test]
    fn a_repeated_event_has_the_id_of_the_first() {
        let all = events(form(Scenario::Late, ChannelType::Phone, Direction::Inbound));
        let ids: Vec<&str> = all.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, ["c-1-0", "c-1-1", "c-1-2", "c-1-3", "c-1-0"]);
        assert!(all[3].occurred_at < all[1].occurred_at, "accepted happened before the end that was told first");
    }
}
