//! The response half of the JSON configuration: what an answer changes (spec/events.md, response), and what it should say.

use super::configuration::read_document;
use patchbay_model::conversation::is_key;
use patchbay_model::document::{ResponseConfiguration, SetConfiguration};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::sentence;
use patchbay_model::templating::{Context, JsonTemplate, Scope, Site};
use patchbay_model::valid::{Violations, pointer_token};
use serde_json::{Map, Value};

/// The effects that an answer is mapped to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponsePlan {
    /// Routing effects in the order in which they are applied.
    pub(crate) set: Vec<(&'static str, JsonTemplate)>,
    /// Attached data by key.
    pub(crate) save: Vec<(String, JsonTemplate)>,
    /// Members that the body should have.
    pub(crate) expect: Map<String, Value>,
}

impl ResponsePlan {
    /// Whether an answer changes nothing, whatever it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.save.is_empty()
    }

    /// Whether nothing is looked at in an answer.
    #[must_use]
    pub fn is_indifferent(&self) -> bool {
        self.is_empty() && self.expect.is_empty()
    }
}

pub(super) fn read(draft: &EndpointDraft, found: &mut Violations) -> ResponsePlan {
    let Some((response, shown)) = read_document::<ResponseConfiguration>("/response", draft.response.as_ref(), found)
    else {
        return ResponsePlan::default();
    };
    let context = Context::default();
    let parse = |value: &Value, pointer: &str, found: &mut Violations| {
        let parsed = JsonTemplate::parse(value, Scope::new(Site::ResponseMapping, &context), pointer);
        parsed.map_err(|error| found.push(error.in_document(&shown).into_violation("/response"))).ok()
    };
    let mut plan = ResponsePlan { expect: response.expect.clone(), ..ResponsePlan::default() };
    if let Some(set) = &response.set {
        check_shapes(set, found);
        let SetConfiguration { priority, queue, preferred_agent, required_agents } = set;
        // The order of the rule: queue, priority, requiredAgents, preferredAgent.
        for (name, value) in [
            ("queue", queue),
            ("priority", priority),
            ("requiredAgents", required_agents),
            ("preferredAgent", preferred_agent),
        ] {
            let Some(value) = value else { continue };
            plan.set.extend(parse(value, &format!("/set/{name}"), found).map(|template| (name, template)));
        }
    }
    for (key, value) in &response.save {
        let pointer = format!("/save/{}", pointer_token(key));
        let message = sentence!("a key begins with a letter or _ and goes on with letters, digits, _ . and -");
        found.require(is_key(key), &format!("/response{pointer}"), message);
        plan.save.extend(parse(value, &pointer, found).map(|template| (key.clone(), template)));
    }
    plan
}

/// What can be said of a static value already; a placeholder's is judged when it is there.
fn check_shapes(set: &SetConfiguration, found: &mut Violations) {
    let priority = set.priority.as_ref().is_none_or(|value| value.is_u64() || value.is_string());
    found.require(priority, "/response/set/priority", sentence!("a priority is an unsigned integer"));
    let queue = set.queue.as_ref().is_none_or(|value| {
        value
            .as_object()
            .is_some_and(|queue| queue.len() == 1 && (queue.contains_key("id") || queue.contains_key("address")))
    });
    found.require(queue, "/response/set/queue", sentence!("write {\"id\": …} or {\"address\": …}"));
    let agents = set.required_agents.as_ref().is_none_or(|value| {
        value.as_object().is_some_and(|required| {
            required.contains_key("agents") && required.keys().all(|key| key == "agents" || key == "timeout")
        })
    });
    found.require(agents, "/response/set/requiredAgents", sentence!("write {\"agents\": […], \"timeout\": seconds}"));
}
