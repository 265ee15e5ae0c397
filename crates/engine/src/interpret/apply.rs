//! What the effects of a response do to their conversation (spec/events.md, response). Each is judged by itself: a queue
//! that does not exist keeps no priority from being set.

use patchbay_model::conversation::{Conversation, DataOrigin, EffectReport, RejectedEffect, Routing, Turn};
use patchbay_model::event::{
    AgentReference, ChannelType, Direction, EventKind, EventType, QueueReference, RequiredAgents,
};
use patchbay_model::execution::Effects;
use patchbay_model::trigger::EventName;
use serde::Deserialize as _;
use serde_json::{Map, Value};

/// The most agents of `requiredAgents`.
const MAXIMUM_AGENTS: usize = 100;
/// The most characters of an agent's id, number or address.
const MAXIMUM_NAME: usize = 200;

/// A queue that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownQueue {
    /// The platform's id.
    pub id: String,
    /// Where customers reach it.
    pub address: String,
    /// What can be routed to it.
    pub channel_types: Vec<ChannelType>,
}

/// The queues of the call center.
pub trait Queues {
    /// The queue of this id.
    fn by_id(&self, id: &str) -> Option<KnownQueue>;
    /// The queue of this address.
    fn by_address(&self, address: &str) -> Option<KnownQueue>;
}

/// The event that the response answers, and the turn of the trigger that heard it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// What happened.
    pub event: EventType,
    /// Whose effects these are.
    pub turn: Turn,
}

/// Applies effects to a conversation: queue, priority, requiredAgents, preferredAgent, then what is saved. Answers may
/// come in any order, hours apart: of one event the first trigger that sets a kind wins, and the last that saves a key;
/// what a later event brought stands.
pub fn apply(
    effects: &Effects,
    occasion: &Occasion,
    conversation: &mut Conversation,
    queues: &dyn Queues,
) -> EffectReport {
    let mut report = EffectReport::default();
    for name in ["queue", "priority", "requiredAgents", "preferredAgent"] {
        let Some(value) = effects.set.get(name) else { continue };
        let key = format!("set.{name}");
        let judged = judge(name, occasion, conversation)
            .and_then(|()| precedes(&occasion.turn, conversation.turns.get(&key)))
            .and_then(|()| set(name, value, &mut conversation.routing, conversation.facts.channel_type, queues));
        match judged {
            Ok(understood) => {
                conversation.turns.insert(key, occasion.turn.clone());
                report.applied.set.insert(name.to_owned(), understood);
            }
            Err(reason) => report.reject(key, reason),
        }
    }
    save(&effects.save, &occasion.turn, conversation, &mut report);
    report
}

/// Whether anything of this kind may be set on this occasion.
fn judge(name: &str, occasion: &Occasion, conversation: &Conversation) -> Result<(), String> {
    use EventName::{Forwarded, Queued, Received, Transferred};
    let refuse = |reason: &str| Err(reason.to_owned());
    if conversation.is_over() {
        return refuse("the conversation is over");
    }
    if conversation.facts.direction != Direction::Inbound {
        return refuse("only inbound conversations are routed");
    }
    let moves = matches!(occasion.event.kind(), EventKind::Conversation(Received | Queued | Transferred | Forwarded));
    let waits = conversation.state.waits();
    if !moves && (name == "queue" || !waits) {
        return Err(format!("it can't be set on {}", occasion.event));
    }
    if occasion.turn.occurred_at < conversation.last_event_at && !waits {
        return refuse("it came late: an agent has the conversation by now");
    }
    Ok(())
}

/// Whether a kind may be set although `before` has set it.
fn precedes(turn: &Turn, before: Option<&Turn>) -> Result<(), String> {
    match before {
        Some(before) if before.is_of_later_event(turn) => Err("an integration has set it on a later event".to_owned()),
        Some(before) if before.is_of_same_event(turn) && before.place < turn.place => {
            Err("an integration before this one has set it".to_owned())
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a key may be saved although `before` has saved it.
fn follows(turn: &Turn, before: Option<&Turn>) -> Result<(), String> {
    match before {
        Some(before) if before.is_of_later_event(turn) => {
            Err("an integration has saved it on a later event".to_owned())
        }
        Some(before) if before.is_of_same_event(turn) && before.place > turn.place => {
            Err("an integration after this one has saved it".to_owned())
        }
        Some(_) | None => Ok(()),
    }
}

/// Sets one; what it gives back is how the value was understood.
pub(crate) fn set(
    name: &str,
    value: &Value,
    routing: &mut Routing,
    channel: ChannelType,
    queues: &dyn Queues,
) -> Result<Value, String> {
    match name {
        "queue" => {
            let queue = find_queue(value, channel, queues)?;
            routing.queue = Some(queue.clone());
            Ok(serde_json::to_value(queue).unwrap_or_default())
        }
        "priority" => {
            let priority = value.as_u64().and_then(|priority| u32::try_from(priority).ok());
            let priority = priority.ok_or("a priority is an unsigned integer")?;
            routing.priority = Some(priority);
            Ok(priority.into())
        }
        "requiredAgents" => {
            let required = read_required(value)?;
            routing.required_agents = Some(required.clone());
            Ok(serde_json::to_value(required).unwrap_or_default())
        }
        _ => {
            let agent = read_agent(value)?;
            routing.preferred_agent = Some(agent.clone());
            Ok(serde_json::to_value(agent).unwrap_or_default())
        }
    }
}

fn find_queue(value: &Value, channel: ChannelType, queues: &dyn Queues) -> Result<QueueReference, String> {
    const SHAPE: &str = "a queue is {\"id\": …} or {\"address\": …}";
    let named = value.as_object().filter(|named| named.len() == 1).ok_or(SHAPE)?;
    let text = |name: &str| named.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let queue = match (text("id"), text("address")) {
        (Some(id), _) => queues.by_id(id),
        (_, Some(address)) => queues.by_address(address),
        (None, None) => return Err(SHAPE.to_owned()),
    };
    let queue = queue.ok_or("this call center has no such queue")?;
    if !queue.channel_types.contains(&channel) {
        return Err(format!("the queue {} takes no conversations over {channel}", queue.address));
    }
    Ok(QueueReference { id: Some(queue.id), address: Some(queue.address) })
}

fn read_required(value: &Value) -> Result<RequiredAgents, String> {
    const SHAPE: &str = "required agents are {\"agents\": […], \"timeout\": seconds}";
    // A struct would be read from a list too.
    let required = RequiredAgents::deserialize(value).ok().filter(|_| value.is_object()).ok_or(SHAPE)?;
    if required.agents.is_empty() || required.agents.len() > MAXIMUM_AGENTS {
        return Err("name 1 to 100 required agents".to_owned());
    }
    required.agents.iter().try_for_each(check_agent)?;
    Ok(required)
}

fn read_agent(value: &Value) -> Result<AgentReference, String> {
    const SHAPE: &str = "an agent is an id, or {\"id\": …}, {\"number\": …} or {\"chatAddress\": …}";
    let one = value.is_string() || value.is_object();
    let agent = AgentReference::deserialize(value).ok().filter(|_| one).ok_or(SHAPE)?;
    check_agent(&agent)?;
    Ok(agent)
}

fn check_agent(agent: &AgentReference) -> Result<(), String> {
    if !agent.names_somebody() {
        return Err("an agent without id, number and chatAddress is nobody".to_owned());
    }
    let texts = match agent {
        AgentReference::Id(id) => vec![id],
        AgentReference::Described(agent) => {
            [&agent.id, &agent.number, &agent.chat_address].into_iter().flatten().collect()
        }
    };
    let fits = |text: &&String| text.chars().count() <= MAXIMUM_NAME && !text.contains(char::is_control);
    if texts.iter().all(fits) { Ok(()) } else { Err("an agent's name has at most 200 characters".to_owned()) }
}

fn save(values: &Map<String, Value>, turn: &Turn, conversation: &mut Conversation, report: &mut EffectReport) {
    for (name, value) in values {
        let key = format!("save.{name}");
        let judged = follows(turn, conversation.turns.get(&key)).and_then(|()| {
            let attached = conversation.data.attach(name, value.clone(), DataOrigin::Integration);
            attached.map_err(|why| why.to_string())
        });
        match judged {
            Ok(()) => {
                conversation.turns.insert(key, turn.clone());
                report.applied.save.insert(name.clone(), value.clone());
            }
            Err(reason) => report.reject(key, reason),
        }
    }
}

/// The report of effects that came when nobody waited for them any more: none is applied, each says why.
#[must_use]
pub fn refused(effects: &Effects, reason: &str) -> EffectReport {
    let mut report = EffectReport::default();
    let set = effects.set.keys().map(|name| format!("set.{name}"));
    for key in set.chain(effects.save.keys().map(|name| format!("save.{name}"))) {
        report.reject(key, reason.to_owned());
    }
    report
}

trait Reject {
    fn reject(&mut self, effect: String, reason: String);
}

impl Reject for EffectReport {
    fn reject(&mut self, effect: String, reason: String) {
        self.rejected.push(RejectedEffect { effect, reason });
    }
}

#[cfg(test)]
mod tests;
