//! The response half of the JSON configuration: what an answer changes (spec/events.md, response), and what it should say.

use super::configuration::read_document;
use crate::interpret::apply::{KnownQueue, Queues, set};
use patchbay_model::conversation::{Routing, is_key};
use patchbay_model::document::{ResponseConfiguration, SetConfiguration};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::event::ChannelType;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::templating::{Context, JsonTemplate, Lookup, Path, Scope, Site, Values};
use patchbay_model::valid::{Violations, pointer_token};
use serde_json::{Map, Value, json};

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
    if let Some(effects) = &response.set {
        let SetConfiguration { priority, queue, preferred_agent, required_agents } = effects;
        // The order of the rule: queue, priority, requiredAgents, preferredAgent.
        for (name, value) in [
            ("queue", queue),
            ("priority", priority),
            ("requiredAgents", required_agents),
            ("preferredAgent", preferred_agent),
        ] {
            let Some(value) = value else { continue };
            let Some(template) = parse(value, &format!("/set/{name}"), found) else { continue };
            check(name, value, found);
            plan.set.push((name, template));
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

/// What can be said of a value already, by the rules that it is applied by: what holds no placeholder and would be
/// rejected whenever an answer comes is refused here. A placeholder's value is judged when it is there.
fn check(name: &str, value: &Value, found: &mut Violations) {
    match name {
        "queue" => {
            let fits = can_be_set(name, &filled(value, SOMETHING.into()));
            found.require(fits, "/response/set/queue", sentence!("write {\"id\": …} or {\"address\": …}"));
        }
        "priority" => {
            let fits = can_be_set(name, &filled(value, 1.into()));
            let message = sentence!("write a number from 0 to 4294967295, without quotes");
            found.require(fits, "/response/set/priority", message);
        }
        "requiredAgents" => check_required(value, found),
        _ => found.require(can_be_set(name, &filled(value, SOMETHING.into())), "/response/set/preferredAgent", AGENT),
    }
}

fn check_required(value: &Value, found: &mut Violations) {
    const POINTER: &str = "/response/set/requiredAgents";
    const SHAPE: Sentence = sentence!("write {\"agents\": […], \"timeout\": seconds}");
    let members = value.as_object().filter(|members| members.keys().all(|key| key == "agents" || key == "timeout"));
    let Some((members, agents)) = members.and_then(|members| Some((members, members.get("agents")?))) else {
        return found.add(POINTER, SHAPE);
    };
    let fits =
        |agents: Value, timeout: Value| can_be_set("requiredAgents", &json!({"agents": agents, "timeout": timeout}));
    if let Value::Array(several) = agents {
        let count = several.iter().map(|_| SOMETHING).collect();
        found.require(fits(count, Value::Null), &format!("{POINTER}/agents"), sentence!("name 1 to 100 agents"));
        for (index, agent) in several.iter().enumerate() {
            let fits = fits(json!([filled(agent, SOMETHING.into())]), Value::Null);
            found.require(fits, &format!("{POINTER}/agents/{index}"), AGENT);
        }
    } else {
        let fits = fits(filled(agents, json!([SOMETHING])), Value::Null);
        found.require(fits, &format!("{POINTER}/agents"), SHAPE);
    }
    let timeout = members.get("timeout").map_or(Value::Null, |timeout| filled(timeout, 1.into()));
    let message = sentence!("write seconds as a number from 0 to 4294967295, without quotes");
    found.require(fits(json!([SOMETHING]), timeout), &format!("{POINTER}/timeout"), message);
}

const AGENT: Sentence = sentence!(
    "write an agent's id, or {\"id\": …}, {\"number\": …} or {\"chatAddress\": …}, in at most 200 characters"
);

/// What a placeholder may turn out to be, where a text can be set.
const SOMETHING: &str = "…";

/// The value with each placeholder's taken to be `stand_in`.
fn filled(value: &Value, stand_in: Value) -> Value {
    let context = Context::default();
    let template = JsonTemplate::parse(value, Scope::new(Site::ResponseMapping, &context), "");
    template.map_or(Value::Null, |template| template.evaluate(&StandIn(stand_in)))
}

struct StandIn(Value);

impl Values for StandIn {
    fn lookup(&self, _path: &Path) -> Lookup<'_> {
        Lookup::value(Some(&self.0))
    }
}

/// Whether there is a conversation and a call center where this can be set.
fn can_be_set(name: &str, value: &Value) -> bool {
    set(name, value, &mut Routing::default(), ChannelType::Phone, &EveryQueue).is_ok()
}

struct EveryQueue;

impl Queues for EveryQueue {
    fn by_id(&self, id: &str) -> Option<KnownQueue> {
        let channel_types = ChannelType::ALL.to_vec();
        Some(KnownQueue { id: id.to_owned(), address: id.to_owned(), channel_types })
    }

    fn by_address(&self, address: &str) -> Option<KnownQueue> {
        self.by_id(address)
    }
}
