//! What can be wrong with an event that was read. Lengths are bounded so that no sender fills a row, an index or a
//! placeholder with a megabyte; what an event says beside that is the sender's business.

use super::Event;
use super::facts::{AgentReference, ConversationFacts, QueueReference, RequiredAgents, RoutedAgent};
use super::kind::{ChannelType, EventKind};
use super::moment::{Call, Sms};
use crate::json;
use crate::sentence;
use crate::trigger::Moment;
use crate::valid::{Validate, Violations, pointer_token};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// The most characters of an id, an address or a number.
const MAXIMUM_NAME: usize = 200;
/// The most bytes of `data`.
const MAXIMUM_DATA_BYTES: usize = 64 * 1024;
/// The most skills, or required agents.
const MAXIMUM_LIST: usize = 100;

impl Validate for Event {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        check_required(&mut found, "/id", &self.id);
        self.conversation.check(&mut found);
        self.check_data(&mut found);
        if let EventKind::Moment(moment) = self.event_type.kind() {
            self.check_moment(moment, &mut found);
        }
        found
    }
}

impl Event {
    fn check_data(&self, found: &mut Violations) {
        let bytes = serde_json::to_string(&self.data).map_or(0, |text| text.len());
        found.require(bytes <= MAXIMUM_DATA_BYTES, "/data", sentence!("use at most 64 KiB"));
        for (name, value) in &self.data {
            if holds_nul(name, value) {
                found.add(format!("/data/{}", pointer_token(name)), sentence!("leave out the character U+0000"));
            }
        }
    }

    fn check_moment(&self, moment: Moment, found: &mut Violations) {
        if moment.is_of_call() {
            let phone = self.conversation.channel_type == ChannelType::Phone;
            found.require(
                phone,
                "/conversation/channelType",
                sentence!("only a conversation over phone has such a moment"),
            );
            check_object::<Call>(found, "call", self.data.get("call"));
        } else {
            check_object::<Sms>(found, "sms", self.data.get("sms"));
        }
    }
}

/// A moment's object is read by its type, so that `{call.phone}` of an endpoint can rely on it.
fn check_object<T: DeserializeOwned>(found: &mut Violations, name: &str, value: Option<&Value>) {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        let message =
            sentence!("this event carries data.%{name}: see the object's members in the callbox guide", name = name);
        return found.add(format!("/data/{name}"), message);
    };
    if let Err(error) = serde_path_to_error::deserialize::<_, T>(value) {
        let path = error.path().iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", pointer_token(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        found.add(format!("/data/{name}{}", path.collect::<String>()), json::told(error.inner()));
    }
}

impl ConversationFacts {
    fn check(&self, found: &mut Violations) {
        check_required(found, "/conversation/id", &self.id);
        for (member, text, most) in [
            ("channelSubType", &self.channel_sub_type, 50),
            ("language", &self.language, 35),
            ("source", &self.source, MAXIMUM_NAME),
            ("destination", &self.destination, MAXIMUM_NAME),
        ] {
            check_text(found, &format!("/conversation/{member}"), text.as_deref(), most);
        }
        self.check_skills(found);
        if let Some(queue) = &self.queue {
            queue.check(found, "/conversation/queue");
        }
        if let Some(agent) = &self.agent {
            agent.check(found, "/conversation/agent");
        }
        if let Some(agent) = &self.preferred_agent {
            agent.check(found, "/conversation/preferredAgent");
        }
        if let Some(required) = &self.required_agents {
            required.check(found, "/conversation/requiredAgents");
        }
        if let Some(customer) = &self.contact {
            for (member, text) in
                [("id", &customer.id), ("firstName", &customer.first_name), ("lastName", &customer.last_name)]
            {
                check_text(found, &format!("/conversation/contact/{member}"), text.as_deref(), MAXIMUM_NAME);
            }
        }
    }

    fn check_skills(&self, found: &mut Violations) {
        let skills = self.skills.as_deref().unwrap_or_default();
        found.require(skills.len() <= MAXIMUM_LIST, "/conversation/skills", sentence!("use at most 100 skills"));
        for (index, skill) in skills.iter().enumerate() {
            let at = |member: &str| format!("/conversation/skills/{index}/{member}");
            check_required(found, &at("id"), &skill.id);
            check_text(found, &at("name"), skill.name.as_deref(), MAXIMUM_NAME);
        }
    }
}

impl QueueReference {
    fn check(&self, found: &mut Violations, pointer: &str) {
        let named = self.id.is_some() || self.address.is_some();
        found.require(named, pointer, sentence!("name the queue by id or address, or send null for none"));
        check_text(found, &format!("{pointer}/id"), self.id.as_deref(), MAXIMUM_NAME);
        check_text(found, &format!("{pointer}/address"), self.address.as_deref(), MAXIMUM_NAME);
    }
}

impl RoutedAgent {
    fn check(&self, found: &mut Violations, pointer: &str) {
        for (member, text) in [("id", &self.id), ("number", &self.number), ("chatAddress", &self.chat_address)] {
            check_text(found, &format!("{pointer}/{member}"), text.as_deref(), MAXIMUM_NAME);
        }
    }
}

impl AgentReference {
    fn check(&self, found: &mut Violations, pointer: &str) {
        found.require(self.names_somebody(), pointer, sentence!("name the agent by id, number or chatAddress"));
        match self {
            Self::Id(id) => check_text(found, pointer, Some(id), MAXIMUM_NAME),
            Self::Described(agent) => agent.check(found, pointer),
        }
    }
}

impl RequiredAgents {
    fn check(&self, found: &mut Violations, pointer: &str) {
        let at = format!("{pointer}/agents");
        found.require(self.agents.len() <= MAXIMUM_LIST, &at, sentence!("use at most 100 agents"));
        for (index, agent) in self.agents.iter().enumerate() {
            agent.check(found, &format!("{at}/{index}"));
        }
    }
}

fn check_required(found: &mut Violations, pointer: &str, text: &str) {
    found.require(!text.is_empty(), pointer, sentence!("use 1 to 200 characters"));
    check_text(found, pointer, Some(text), MAXIMUM_NAME);
}

fn check_text(found: &mut Violations, pointer: &str, text: Option<&str>, most: usize) {
    let text = text.unwrap_or_default();
    if text.chars().count() > most {
        found.add(pointer, sentence!("use at most %{most} characters", most = most));
    }
    found.require(!text.contains(char::is_control), pointer, sentence!("leave out line breaks and control characters"));
}

/// Postgres has no text with NUL, in JSON neither.
fn holds_nul(name: &str, value: &Value) -> bool {
    name.contains('\0')
        || match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(elements) => elements.iter().any(|element| holds_nul("", element)),
            Value::Object(members) => members.iter().any(|(name, member)| holds_nul(name, member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
}

#[cfg(test)]
mod tests;
