//! What placeholders and conditions see: `event` and `contact`, in snake_case as spec/events.md lists them. Every listed
//! name is there, null when it is not known, so that `{contact}` has one shape whatever the sender left out.

use super::Event;
use super::facts::{AgentReference, ConversationFacts, QueueReference, RequiredAgents, RoutedAgent, Skill};
use serde_json::{Value, json};

impl Event {
    /// `event`: its name, when it happened, what it carries.
    #[must_use]
    pub fn view(&self) -> Value {
        json!({"name": self.event_type.as_str(), "datetime": self.occurred_at, "data": self.data})
    }

    /// The queue that a forwarded conversation came from: `data.fromQueue`, an object or its address alone.
    #[must_use]
    pub fn from_queue(&self) -> Option<QueueReference> {
        let from = self.data.get("fromQueue")?;
        if let Some(address) = from.as_str() {
            return Some(QueueReference { id: None, address: Some(address.to_owned()) });
        }
        let text = |name: &str| from.get(name).and_then(Value::as_str).map(str::to_owned);
        let queue = QueueReference { id: text("id"), address: text("address") };
        (queue != QueueReference::default()).then_some(queue)
    }
}

/// `contact`: the conversation. `guid` repeats `id`, because the wire has one name of a conversation where that product
/// had two, and templates that were written for it go on working.
#[must_use]
pub fn contact_view(facts: &ConversationFacts, forwarding_queue: Option<&QueueReference>) -> Value {
    json!({
        "channel_type": facts.channel_type,
        "channel_sub_type": facts.channel_sub_type,
        "direction": facts.direction,
        "id": facts.id,
        "guid": facts.id,
        "created": facts.created,
        "language": facts.language,
        "priority": facts.priority,
        "skills": facts.skills.as_deref().unwrap_or_default().iter().map(skill).collect::<Vec<_>>(),
        "queue": facts.queue.as_ref().map(queue),
        "forwarding_queue": forwarding_queue.map(queue),
        "agent": facts.agent.as_ref().map(agent),
        "preferred_agent": facts.preferred_agent.as_ref().map(reference),
        "required_agents": facts.required_agents.as_ref().map(required),
        "source": facts.source,
        "destination": facts.destination,
    })
}

fn skill(skill: &Skill) -> Value {
    json!({"id": skill.id, "value": skill.value, "name": skill.name})
}

fn queue(queue: &QueueReference) -> Value {
    json!({"id": queue.id, "address": queue.address})
}

fn agent(agent: &RoutedAgent) -> Value {
    json!({"id": agent.id, "number": agent.number, "chat_address": agent.chat_address})
}

fn reference(named: &AgentReference) -> Value {
    match named {
        AgentReference::Id(id) => agent(&RoutedAgent { id: Some(id.clone()), ..RoutedAgent::default() }),
        AgentReference::Described(described) => agent(described),
    }
}

fn required(required: &RequiredAgents) -> Value {
    json!({"agents": required.agents.iter().map(reference).collect::<Vec<_>>(), "timeout": required.timeout})
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::full;
    use super::*;
    use crate::templating::{Context, Path, Root, Scope, Site, placeholders};
    use serde_json::json;

    fn event() -> Event {
        serde_json::from_value(full()).unwrap()
    }

    #[test]
    fn placeholders_see_an_event() {
        let expected = json!({"name": "received", "datetime": "2026-11-20T09:30:00.000Z", "data": {"cause": "busy"}});
        assert_eq!(event().view(), expected);
    }

    #[test]
    fn placeholders_see_a_conversation_in_the_words_of_the_specification() {
        let forwarding = QueueReference { id: Some("q0".into()), address: None };
        insta::assert_json_snapshot!(contact_view(&event().conversation, Some(&forwarding)));
    }

    #[test]
    fn every_placeholder_that_is_offered_leads_into_a_full_conversation() {
        let forwarding = QueueReference { id: Some("q0".into()), address: Some("night".into()) };
        let view = contact_view(&event().conversation, Some(&forwarding));
        let context = Context::default();
        let scope = Scope::new(Site::RequestBody, &context);
        let mut count = 0;
        for insertable in placeholders(scope) {
            let path = Path::parse(insertable.text.trim_matches(['{', '}']), scope);
            let Ok(Path { root: Root::Contact, rest }) = path else { continue };
            count += 1;
            assert!(rest.get(&view).is_some_and(|value| !value.is_null()), "{}", insertable.text);
        }
        assert_eq!(count, 28, "a name was added to the catalogue, or taken from it");
    }

    #[test]
    fn what_is_not_known_is_null_and_a_list_is_empty() {
        let facts: ConversationFacts =
            serde_json::from_value(json!({"id": "c", "channelType": "phone", "direction": "inbound"})).unwrap();
        let view = contact_view(&facts, None);
        let named = contact_view(&event().conversation, None);
        assert_eq!(view.as_object().unwrap().len(), named.as_object().unwrap().len());
        assert_eq!((&view["queue"], &view["skills"], &view["priority"]), (&json!(null), &json!([]), &json!(null)));
    }

    #[test]
    fn the_queue_that_a_conversation_was_forwarded_from_is_read_as_it_comes() {
        let from = |from: Value| {
            let mut event = full();
            event["data"] = json!({"fromQueue": from});
            serde_json::from_value::<Event>(event).unwrap().from_queue()
        };
        let address = |address: &str| Some(QueueReference { id: None, address: Some(address.into()) });
        assert_eq!(from(json!("night")), address("night"));
        assert_eq!(from(json!({"address": "night"})), address("night"));
        assert_eq!(from(json!({"name": "night"})), None);
        assert_eq!(from(json!(null)), None);
    }
}
