//! The four examples of spec/events.md, as they are shipped in gallery/event-integrations: each is accepted without a warning,
//! hears what it should, and sends what it says.
#![allow(clippy::unwrap_used)]

mod examples;

use examples::{event, examples};
use patchbay_engine::condition::Facts;
use patchbay_engine::event_integration::{check, surroundings};
use patchbay_engine::matching::{Decision, Listener, Occurrence, TriggerIndex};
use patchbay_engine::plan::{Plan, Wait, compile};
use patchbay_engine::render::{BoundSecret, Inputs, IntegratorValues, render};
use patchbay_model::conversation::{Conversation, take};
use patchbay_model::event::{Applicability, Event};
use patchbay_model::event_integration::{EventIntegrationDraft, Parts};
use patchbay_model::id::{CallCenterId, ExecutionId};
use patchbay_model::integrator::ValueInput;
use patchbay_model::templating::Known;
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::EventName;
use serde_json::{Value, json};

fn owner() -> CallCenterId {
    "cc-1".parse().unwrap()
}

fn parts(draft: &EventIntegrationDraft) -> (Parts, Plan) {
    let parts = draft.parts(&owner()).unwrap();
    let plan = compile(&surroundings(Known::Any), &parts.endpoint).unwrap();
    (parts, plan)
}

/// The request as the other side reads it.
fn wire(draft: &EventIntegrationDraft, event: &Event, conversation: &Conversation) -> String {
    let (parts, plan) = parts(draft);
    let secret = |value: ValueInput| match value {
        ValueInput::New(text) => BoundSecret::from(text.as_str()),
        ValueInput::Keep(_) | ValueInput::None(()) => BoundSecret::from(""),
    };
    let credentials = parts.integrator.credentials.into_iter();
    let integrator = IntegratorValues {
        host: parts.integrator.host,
        name: parts.template.name,
        credentials: credentials.map(|credential| (credential.id, secret(credential.secret))).collect(),
        ..IntegratorValues::default()
    };
    let (event, contact) = (event.view(), conversation.contact_view(event));
    let execution = ExecutionId(uuid::Uuid::from_u128(1));
    let inputs = Inputs { event: &event, contact: &contact, ..Inputs::new(&integrator, &Value::Null, execution) };
    let request = render(&plan, &inputs).unwrap();
    let mut text = format!("{} {}\n", request.method, request.url.expose());
    for header in &request.headers {
        text.push_str(&format!("{}: {}\n", header.name, header.value));
    }
    if let Some(body) = request.body {
        text.push_str(&format!("\n{:#}", serde_json::from_slice::<Value>(&body.bytes).unwrap()));
    }
    text
}

fn index(drafts: impl IntoIterator<Item = EventIntegrationDraft>) -> TriggerIndex<String> {
    let listeners = drafts.into_iter().map(|draft| {
        let (parts, plan) = parts(&draft);
        let condition = plan.condition().cloned();
        Listener {
            key: draft.name,
            triggers: parts.endpoint.triggers,
            condition,
            created_at: Timestamp(Default::default()),
        }
    });
    TriggerIndex::compile(listeners, [], &Applicability::documented())
}

/// Names of the examples that an event makes run, once the conversation has had the events before it.
fn running(index: &TriggerIndex<String>, events: &[Event]) -> Vec<String> {
    let mut known = None;
    let mut found = Vec::new();
    for event in events {
        let taken = take(known, event);
        let facts = || Facts::new(&event.view(), &taken.conversation.contact_view(event));
        let matched = index.matching(&Occurrence::of(event, &taken), facts);
        let runs = matched.into_iter().filter(|matched| matched.decision == Decision::Runs);
        found = runs.map(|matched| matched.key.clone()).collect();
        known = Some(taken.conversation);
    }
    found
}

#[test]
fn every_example_is_accepted_without_a_warning() {
    for draft in examples() {
        let found = check(&draft, &owner());
        assert!(found.violations.is_empty() && found.warnings.is_empty(), "{}: {found:?}", draft.name);
        assert_eq!(parts(&draft).0.into_draft(), draft);
    }
}

#[test]
fn every_example_sends_what_it_says() {
    for draft in examples() {
        let event = event("received", "chat", "inbound", 0);
        let conversation = take(None, &event).conversation;
        insta::assert_snapshot!(draft.name.to_lowercase().replace(' ', "_"), wire(&draft, &event, &conversation));
    }
}

#[test]
fn every_example_hears_what_it_should() {
    let index = index(examples());
    let (fetch, lifecycle, route, survey) =
        ("Fetch customer data", "Lifecycle events", "Control routing", "CSAT survey");
    // type, channel and direction of each event; who hears the last one
    type Story<'a> = &'a [(&'a str, &'a str, &'a str)];
    let table: [(Story<'_>, &[&str]); 7] = [
        (&[("received", "phone", "inbound")], &[fetch, lifecycle, route]),
        (&[("received", "phone", "inbound"), ("queued", "phone", "inbound")], &[lifecycle, route]),
        (&[("received", "chat", "inbound")], &[fetch, lifecycle, route]),
        (&[("accepted", "chat", "inbound"), ("ended", "chat", "inbound")], &[lifecycle, survey]),
        (&[("accepted", "phone", "inbound"), ("ended", "phone", "inbound")], &[lifecycle]),
        (&[("ended", "chat", "inbound")], &[]),
        (&[("accepted", "phone", "outbound")], &[lifecycle]),
    ];
    for (story, expected) in table {
        let events: Vec<Event> = (0..)
            .zip(story)
            .map(|(second, (name, channel, direction))| event(name, channel, direction, second))
            .collect();
        assert_eq!(running(&index, &events), expected, "{story:?}");
    }
}

#[test]
fn as_shipped_none_hears_a_queue_and_those_that_should_say_so() {
    let shipped = examples().into_iter().map(|draft| EventIntegrationDraft { queues: Vec::new(), ..draft });
    let index = index(shipped);
    for (name, second) in [("received", 0), ("queued", 1)] {
        assert_eq!(running(&index, &[event(name, "phone", "inbound", second)]), [""; 0], "{name} in sales");
    }
    for draft in examples() {
        // What is received is in no queue yet.
        let should = draft.events != [EventName::Received];
        let says = draft.description.contains("Choose the queues that it listens to");
        assert_eq!(says, should, "{}: {}", draft.name, draft.description);
    }
}

#[test]
fn those_that_route_or_show_something_are_waited_for() {
    for draft in examples() {
        let timing = parts(&draft).1.timing();
        let waits = matches!(draft.name.as_str(), "Fetch customer data" | "Control routing");
        assert_eq!(timing.wait == Wait::Blocking, waits, "{}", draft.name);
        assert_eq!(timing.delay.as_secs(), if draft.name == "CSAT survey" { 60 } else { 0 }, "{}", draft.name);
    }
}

#[test]
fn a_copy_has_no_credentials_and_says_so_only_when_it_is_checked() {
    let mut survey = examples().remove(3);
    survey.credentials.clear();
    assert!(patchbay_model::valid::Valid::check(survey.clone()).is_ok(), "it can be saved");
    let found = check(&survey, &owner()).violations;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].pointer, "/configuration/request/headers/x-api-key");
    let (_, plan) = parts(&survey);
    let integrator = IntegratorValues { host: "a.test".into(), ..IntegratorValues::default() };
    let (event, contact) = (json!({"name": "ended"}), json!({"id": "c"}));
    let execution = ExecutionId(uuid::Uuid::from_u128(1));
    let inputs = Inputs { event: &event, contact: &contact, ..Inputs::new(&integrator, &Value::Null, execution) };
    assert_eq!(render(&plan, &inputs).unwrap_err().code.as_str(), "credential_missing");
}
