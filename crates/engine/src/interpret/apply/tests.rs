use super::*;
use patchbay_model::conversation::take;
use patchbay_model::event::Event;
use serde_json::json;

struct Three;

impl Queues for Three {
    fn by_id(&self, id: &str) -> Option<KnownQueue> {
        self.all().into_iter().find(|queue| queue.id == id)
    }

    fn by_address(&self, address: &str) -> Option<KnownQueue> {
        self.all().into_iter().find(|queue| queue.address == address)
    }
}

impl Three {
    fn all(&self) -> [KnownQueue; 3] {
        let queue = |id: &str, address: &str, channel_types: &[ChannelType]| KnownQueue {
            id: id.into(),
            address: address.into(),
            channel_types: channel_types.to_vec(),
        };
        use ChannelType::{Chat, Phone};
        [queue("q1", "sales", &[Phone, Chat]), queue("q2", "calls", &[Phone]), queue("q3", "chats", &[Chat])]
    }
}

fn event(event_type: &str, direction: &str, second: u32) -> Event {
    serde_json::from_value(json!({"id": format!("{event_type}-{second}"), "type": event_type,
        "occurredAt": format!("2026-11-20T09:30:{second:02}.000Z"),
        "conversation": {"id": "c-1", "channelType": "phone", "direction": direction},
        "data": {"call": {"id": "c-1", "direction": direction, "phone": "+84"}}}))
    .unwrap()
}

/// A conversation after these events, and the occasion of the last one.
fn after(direction: &str, words: &str) -> (Conversation, Occasion) {
    let mut known = None;
    let mut occasion = None;
    for (second, word) in (1..).zip(words.split_whitespace()) {
        let (event_type, second) = match word.split_once('@') {
            Some((event_type, second)) => (event_type, second.parse().unwrap()),
            None => (word, second),
        };
        let event = event(event_type, direction, second);
        let taken = take(known, &event);
        let turn = Turn { event_id: event.id, occurred_at: event.occurred_at, place: 0 };
        occasion = Some(Occasion { event: event.event_type, turn });
        known = Some(taken.conversation);
    }
    (known.unwrap(), occasion.unwrap())
}

fn effects(set: Value, save: Value) -> Effects {
    serde_json::from_value(json!({"set": set, "save": save})).unwrap()
}

fn all_four() -> Effects {
    let set = json!({"preferredAgent": "a1", "priority": 7, "queue": {"id": "q1"},
        "requiredAgents": {"agents": ["a1"], "timeout": 30}});
    effects(set, json!({}))
}

fn applied_to(effects: &Effects, conversation: &mut Conversation, occasion: Occasion) -> EffectReport {
    apply(effects, &occasion, conversation, &Three)
}

fn names(report: &EffectReport) -> Vec<&str> {
    report.applied.set.keys().map(String::as_str).collect()
}

fn rejected(report: &EffectReport) -> Vec<&str> {
    report.rejected.iter().map(|rejected| rejected.effect.as_str()).collect()
}

const ALL: [&str; 4] = ["queue", "priority", "requiredAgents", "preferredAgent"];

#[test]
fn all_four_are_applied_in_their_order() {
    let (mut conversation, occasion) = after("inbound", "received");
    let report = applied_to(&all_four(), &mut conversation, occasion);
    assert_eq!((names(&report), rejected(&report)), (ALL.to_vec(), vec![]));
    assert_eq!(report.applied.set["queue"], json!({"id": "q1", "address": "sales"}), "as it was understood");
    let routing = &conversation.routing;
    assert_eq!(routing.queue.as_ref().unwrap().address.as_deref(), Some("sales"));
    assert_eq!((routing.priority, routing.preferred_agent.clone()), (Some(7), Some(AgentReference::Id("a1".into()))));
    assert_eq!(routing.required_agents.as_ref().unwrap().timeout, Some(30));
    let seen = conversation.contact_view(&event("received", "inbound", 1));
    assert_eq!(seen["priority"], json!(7), "the next trigger sees it");
}

#[test]
fn what_may_be_set_depends_on_the_event() {
    let agents_and_priority = &ALL[1..];
    let none: &[&str] = &[];
    let table = [
        ("inbound", "received", &ALL[..]),
        ("inbound", "received queued", &ALL),
        ("inbound", "accepted transferred", &ALL),
        ("inbound", "queued forwarded", &ALL),
        ("inbound", "received call_start", agents_and_priority),
        ("inbound", "allocated rejected", agents_and_priority),
        ("inbound", "queued allocated", none),
        ("inbound", "allocated accepted", none),
        ("inbound", "accepted ended", none),
        ("inbound", "received abandoned", none),
        ("inbound", "call_end", none),
        ("inbound", "abandoned queued", none),
        ("inbound", "received call_end queued", none),
        ("inbound", "received@1 accepted@5 queued@2", none),
        ("inbound", "received@1 queued@5 received@2", &ALL),
        ("outbound", "accepted", none),
        ("outbound", "rejected", none),
    ];
    for (direction, words, expected) in table {
        let (mut conversation, occasion) = after(direction, words);
        let before = conversation.routing.clone();
        let report = applied_to(&all_four(), &mut conversation, occasion);
        assert_eq!(names(&report), expected, "{direction} {words}");
        assert_eq!(report.rejected.len(), 4 - expected.len(), "{direction} {words}");
        if expected.is_empty() {
            assert_eq!(conversation.routing, before, "{direction} {words}");
        }
    }
}

#[test]
fn each_value_is_judged_by_itself() {
    let good = [
        ("queue", json!({"id": "q1"})),
        ("queue", json!({"address": "calls"})),
        ("priority", json!(0)),
        ("priority", json!(u32::MAX)),
        ("preferredAgent", json!("a1")),
        ("preferredAgent", json!({"number": "1001"})),
        ("preferredAgent", json!({"id": "a1", "chatAddress": "ann"})),
        ("requiredAgents", json!({"agents": ["a1", {"number": "1001"}], "timeout": 0})),
        ("requiredAgents", json!({"agents": ["a1"]})),
    ];
    let bad = [
        ("queue", json!("sales"), "a queue is"),
        ("queue", json!({}), "a queue is"),
        ("queue", json!({"id": null}), "a queue is"),
        ("queue", json!({"id": 7}), "a queue is"),
        ("queue", json!({"id": "q1", "address": "sales"}), "a queue is"),
        ("queue", json!({"id": "nope"}), "no such queue"),
        ("queue", json!({"address": "q1"}), "no such queue"),
        ("queue", json!({"address": "chats"}), "over phone"),
        ("priority", json!(-1), "unsigned integer"),
        ("priority", json!(1.5), "unsigned integer"),
        ("priority", json!("7"), "unsigned integer"),
        ("priority", json!(u64::from(u32::MAX) + 1), "unsigned integer"),
        ("preferredAgent", json!(["a1", "a2"]), "an agent is"),
        ("preferredAgent", json!([]), "an agent is"),
        ("preferredAgent", json!({}), "nobody"),
        ("preferredAgent", json!(""), "nobody"),
        ("preferredAgent", json!({"name": "Ann"}), "an agent is"),
        ("preferredAgent", json!("x".repeat(201)), "200 characters"),
        ("requiredAgents", json!(["a1"]), "required agents are"),
        ("requiredAgents", json!({"agents": "a1"}), "required agents are"),
        ("requiredAgents", json!({"agents": ["a1"], "timeout": -1}), "required agents are"),
        ("requiredAgents", json!({"agents": ["a1"], "until": 1}), "required agents are"),
        ("requiredAgents", json!([["a1"], 30]), "required agents are"),
        ("requiredAgents", json!({"agents": []}), "1 to 100"),
        ("requiredAgents", json!({"agents": ["a1", {}]}), "nobody"),
    ];
    for (name, value) in good {
        let (mut conversation, occasion) = after("inbound", "received");
        let report = applied_to(&effects(json!({name: value}), json!({})), &mut conversation, occasion);
        assert_eq!((names(&report), rejected(&report)), (vec![name], vec![]), "{value}");
    }
    for (name, value, reason) in bad {
        let (mut conversation, occasion) = after("inbound", "received");
        let other = if name == "priority" { ("preferredAgent", json!("a1")) } else { ("priority", json!(1)) };
        let set = json!({name: value, other.0: other.1});
        let report = applied_to(&effects(set, json!({})), &mut conversation, occasion);
        assert_eq!(names(&report), [other.0], "the other one is applied: {value}");
        assert_eq!(rejected(&report), [format!("set.{name}")], "{value}");
        assert!(report.rejected[0].reason.contains(reason), "{value}: {}", report.rejected[0].reason);
    }
}

#[test]
fn of_several_triggers_the_first_that_succeeds_in_setting_a_kind_wins_whichever_answers_first() {
    let (mut conversation, occasion) = after("inbound", "received");
    let mut run = |place: u32, set: Value| {
        let occasion = Occasion { turn: Turn { place, ..occasion.turn.clone() }, ..occasion.clone() };
        let report = apply(&effects(set, json!({})), &occasion, &mut conversation, &Three);
        let reasons = report.rejected.into_iter().map(|rejected| rejected.reason).collect::<Vec<_>>();
        (report.applied.set.keys().cloned().collect::<Vec<_>>(), reasons)
    };
    assert_eq!(run(0, json!({"priority": "high"})).1, ["a priority is an unsigned integer"]);
    assert_eq!(run(2, json!({"priority": 3})).0, ["priority"], "a failed one settles nothing");
    let (applied, rejected) = run(3, json!({"priority": 9, "queue": {"id": "q2"}}));
    assert_eq!((applied, rejected.len()), (vec!["queue".to_owned()], 1));
    assert!(rejected[0].contains("before this one"));
    assert_eq!(run(1, json!({"priority": 1})).0, ["priority"], "it comes before the one that was faster");
    assert_eq!(run(1, json!({"priority": 1})).0, ["priority"], "what is replayed has its own turn again");
    assert_eq!(conversation.routing.priority, Some(1));
}

#[test]
fn what_was_set_on_a_later_event_stands() {
    let (_, earlier) = after("inbound", "received");
    let (mut conversation, later) = after("inbound", "received queued");
    let set = effects(json!({"priority": 2}), json!({"a": 2}));
    assert_eq!(rejected(&applied_to(&set, &mut conversation, later)), [""; 0]);
    let report = applied_to(&effects(json!({"priority": 1}), json!({"a": 1, "b": 1})), &mut conversation, earlier);
    assert_eq!(rejected(&report), ["set.priority", "save.a"]);
    assert!(report.rejected.iter().all(|rejected| rejected.reason.contains("later event")), "{report:?}");
    assert_eq!(conversation.routing.priority, Some(2));
    assert_eq!(Value::Object(conversation.data.values()), json!({"a": 2, "b": 1}));
}

#[test]
fn an_answer_that_comes_when_an_agent_has_the_conversation_routes_it_no_more() {
    let (_, received) = after("inbound", "received");
    let (mut conversation, _) = after("inbound", "received accepted");
    let report = applied_to(&all_four(), &mut conversation, received);
    assert_eq!((names(&report), report.rejected.len()), (vec![], 4));
    assert!(report.rejected[0].reason.contains("an agent has the conversation"), "{report:?}");
}

#[test]
fn saved_data_accumulates_and_later_overwrites() {
    let (mut conversation, occasion) = after("inbound", "received");
    let mut run = |place: u32, save: Value| {
        let occasion = Occasion { turn: Turn { place, ..occasion.turn.clone() }, ..occasion.clone() };
        let report = apply(&effects(json!({}), save), &occasion, &mut conversation, &Three);
        report.rejected.into_iter().map(|rejected| rejected.effect).collect::<Vec<_>>()
    };
    assert_eq!(run(1, json!({"a": 1, "b": 1})), [""; 0]);
    assert_eq!(run(2, json!({"b": 2, "c": {"d": [1]}})), [""; 0]);
    assert_eq!(run(0, json!({"b": 0, "e": 0})), ["save.b"], "the first trigger was the slowest");
    assert_eq!(Value::Object(conversation.data.values()), json!({"a": 1, "b": 2, "c": {"d": [1]}, "e": 0}));
}

#[test]
fn what_nobody_waits_for_any_more_is_refused_each_with_the_reason() {
    let report = refused(&effects(json!({"priority": 1}), json!({"a": 1})), "too late");
    assert_eq!((rejected(&report), report.applied.is_empty()), (vec!["set.priority", "save.a"], true));
    assert!(report.rejected.iter().all(|rejected| rejected.reason == "too late"));
}

#[test]
fn each_key_is_judged_by_itself() {
    let (mut conversation, occasion) = after("inbound", "received");
    conversation.data.attach("name", json!("Ngọc"), DataOrigin::Customer).unwrap();
    conversation.data.attach("tier", json!("gold"), DataOrigin::Agent).unwrap();
    let save = json!({"name": "x", "tier": "x", "1a": "x", "big": "x".repeat(17 * 1024), "fine": true});
    let report = applied_to(&effects(json!({}), save), &mut conversation, occasion);
    assert_eq!(Value::Object(report.applied.save.clone()), json!({"fine": true}));
    assert_eq!(rejected(&report), ["save.name", "save.tier", "save.1a", "save.big"]);
    let expected = ["customer", "agent", "begins with", "16 KiB"];
    for (rejected, reason) in report.rejected.iter().zip(expected) {
        assert!(rejected.reason.contains(reason), "{rejected:?}");
    }
}

#[test]
fn what_is_saved_after_the_end_stays() {
    let (mut conversation, occasion) = after("inbound", "accepted ended");
    let report = applied_to(&effects(json!({"priority": 1}), json!({"survey": 5})), &mut conversation, occasion);
    assert_eq!((rejected(&report), report.applied.save.len()), (vec!["set.priority"], 1));
}
