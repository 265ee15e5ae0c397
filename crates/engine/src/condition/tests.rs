use super::*;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};

fn event() -> Json {
    json!({"name": "received", "datetime": "2026-11-20T09:30:00.000Z",
        "data": {"cause": "busy", "list": [1, 2, 3], "big": u64::MAX, "ratio": 1.5, "vip": true}})
}

fn contact() -> Json {
    json!({"channel_type": "phone", "channel_sub_type": null, "direction": "inbound", "id": "c-1", "guid": "c-1",
        "created": null, "language": "EN", "priority": 5, "skills": [{"id": "s1", "value": 3, "name": "German"}],
        "queue": {"id": "q1", "address": "sales"}, "forwarding_queue": null, "agent": null, "preferred_agent": null,
        "required_agents": null, "source": "+84901234567", "destination": null})
}

fn evaluated(text: &str) -> Result<bool, Undecided> {
    let condition = Condition::compile(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    condition.evaluate(&Facts::new(&event(), &contact()))
}

#[test]
fn conditions_hold_or_do_not() {
    let table = [
        ("true", true),
        ("contact.priority > 3", true),
        ("contact.priority + 1 == 6", true),
        ("contact.priority > 5.5", false),
        ("contact.queue.address == \"sales\"", true),
        ("contact.queue.address in ['support', 'sales']", true),
        ("contact.direction == 'inbound' && contact.language != 'DE'", true),
        ("contact.source.startsWith('+84') || contact.source.contains('99')", true),
        ("contact.skills.exists(s, s.name == 'German' && s.value >= 3)", true),
        ("contact.skills[0].id == 's1'", true),
        ("contact.skills.map(s, s.value).all(v, v > 2)", true),
        ("contact.skills.filter(s, s.value > 3).size() == 0", true),
        ("contact.destination == null", true),
        ("contact.agent.id == 'a1'", false),
        ("contact.forwarding_queue.address == 'night'", false),
        ("event.name == 'received'", true),
        ("event.datetime > '2026-11-20T09'", true),
        ("has(event.data.cause) && event.data.cause == 'busy'", true),
        ("has(event.data.target) && event.data.target == 'x'", false),
        ("size(event.data) == 5 ? event.data.vip : false", true),
        ("event.data.list.exists_one(n, n == 2)", true),
        ("event.data.big > 1", true),
        ("int(event.data.ratio) == 1 && string(contact.priority) == '5'", true),
        ("!(contact.priority == -5)", true),
        ("contact['queue']['id'] == 'q1'", true),
    ];
    for (text, expected) in table {
        assert_eq!(evaluated(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let table = [
        ("", 0, "write a condition"),
        ("contact.priority > ", 19, "expecting expression"),
        ("contact.priority >\n  5 &&& true", 26, ""),
        ("contact.priority = 5", 17, ""),
        ("'unclosed", 0, "unterminated"),
        ("contact.qeue.id == 'x'", 8, "did you mean {contact.queue.id}?"),
        ("true && contact.skills.name == 'x'", 23, "choose an element"),
        ("contct.id == 'x'", 0, "no contct in a condition"),
        ("client.phone == 'x'", 0, "condition"),
        ("field.key == 'x'", 0, "condition"),
        ("response.status == 200", 0, "condition"),
        ("contact.id == id", 14, "id"),
        ("contact.skills.exists(s, t.name == 'x')", 25, "t"),
        ("contact.skills.all(s, true) && s.name == 'x'", 19, "there is no s in a condition"),
        ("contact.id.matches('a+')", 11, "there is no function matches"),
        ("now() > 1", 0, "there is no function now"),
        ("timestamp(event.datetime) > 1", 0, "there is no function timestamp"),
        ("contact{id: 1} == 1", 0, ""),
        ("contact.?id == 1", 8, ""),
    ];
    for (text, offset, message) in table {
        let error = Condition::compile(text).expect_err(text);
        assert!(error.message.to_string().contains(message), "{text}: {error}");
        if !message.is_empty() {
            assert_eq!(error.offset, offset, "{text}: {error}");
        }
    }
}

#[test]
fn a_violation_counts_lines_and_characters() {
    let text = "contact.language == 'é' &&\n  contact.qeue.id == 'x'";
    let violation = Condition::compile(text).unwrap_err().into_violation("/triggers/0/condition", text);
    assert_eq!((violation.line, violation.column), (Some(2), Some(11)));
    let document = format!("{{\n  \"condition\": {}\n}}", json!(text));
    let violation = Condition::compile(text).unwrap_err().into_violation_in(&document, "/condition", "/request");
    assert_eq!(
        (violation.pointer.as_str(), violation.line, violation.column),
        ("/request/condition", Some(2), Some(55))
    );
}

#[test]
fn what_can_not_be_decided_is_told_without_showing_a_value() {
    let table = [
        ("event.data.target == 'x'", "there is no target"),
        ("contact.priority > 'high'", "can't be applied to int and string"),
        ("contact.destination.startsWith('+')", "startsWith"),
        ("contact.priority", "neither true nor false"),
        ("contact.skills[7].id == 'x'", "fewer elements"),
        ("1 / 0 == 1", "divides by zero"),
        ("event.data.nothing.deeper == 1", "there is no nothing"),
        ("contact.source + 1 == ''", ""),
    ];
    for (text, message) in table {
        let undecided = evaluated(text).expect_err(text);
        assert!(undecided.0.contains(message), "{text}: {undecided}");
        assert!(!undecided.0.contains("+8490"), "{text}: {undecided}");
    }
}

#[test]
fn what_would_take_too_long_is_stopped() {
    let list: Vec<u32> = (0..400).collect();
    let event = json!({"name": "x", "datetime": "", "data": {"list": list, "text": "x".repeat(60_000)}});
    let facts = Facts::new(&event, &contact());
    let table = [
        "event.data.list.all(a, event.data.list.all(b, event.data.list.all(c, a + b + c >= 0)))",
        "event.data.list.map(a, event.data.list.map(b, event.data.text + event.data.text)).size() > 0",
        "event.data.list.exists(a, event.data.list.exists(b, event.data.list.exists(c, c < 0))) || true",
        "event.data.list.map(a, event.data.text + event.data.text + event.data.text).size() > 0",
    ];
    for text in table {
        let began = Instant::now();
        let undecided = Condition::compile(text).unwrap().evaluate(&facts).expect_err(text);
        assert!(undecided.0.contains("too many steps"), "{text}: {undecided}");
        assert!(began.elapsed() < Duration::from_secs(2), "{text}: {:?}", began.elapsed());
    }
    let again = Condition::compile("event.data.list.exists(a, a == 7)").unwrap();
    assert_eq!(again.evaluate(&Facts::new(&json!({"data": {"list": list}}), &contact())), Ok(true), "one loop is fine");
}

/// Everything that nests, as long as a condition may be.
fn towers() -> Vec<String> {
    let shapes = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1:", "1", "}"),
        ("!", "true", ""),
        ("-", "1", ""),
        ("!-", "1", ""),
        ("true?1:", "1", ""),
        ("true?", "1", ":1"),
        ("1+", "1", ""),
        ("1 in ", "1", ""),
        ("", "event", ".b"),
        ("", "event", "[0]"),
        ("", "event", ".f()"),
        ("size(", "1", ")"),
        ("", "true", "&&true"),
        ("", "true", "||true&&event"),
        ("[1].all(x,", "true", ")"),
        ("(", "", ""),
        ("[", "", ""),
        ("{", "", ""),
        ("event.map(x,", "1", ")"),
        ("has(event.", "b", ")"),
        ("event?", "1", ""),
        ("", "1", ")"),
        ("\"", "", ""),
        ("a{b:", "1", "}"),
        ("- ! ", "1", ""),
        ("(-", "1", ")"),
    ];
    let tower = |(open, middle, close): &(&str, &str, &str), count: usize| {
        format!("{}{middle}{}", open.repeat(count), close.repeat(count))
    };
    let counts = [5, 11, 12, 13, 24, 100, 1990];
    let fits = |text: &String| text.len() <= MAXIMUM_BYTES;
    shapes.iter().flat_map(|shape| counts.map(|count| tower(shape, count))).filter(fits).collect()
}

#[test]
fn no_condition_costs_the_stack() {
    // A worker thread has 2 MiB; half of it has to do.
    let run = || {
        let facts = Facts::new(&event(), &contact());
        for tower in towers() {
            if let Ok(condition) = Condition::compile(&tower) {
                let _ = condition.evaluate(&facts);
            }
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn the_limits_are_told() {
    for text in ["x".repeat(MAXIMUM_BYTES + 1), "(".repeat(13), "!!!!!true".into(), vec!["1"; 30].join("-")] {
        assert!(Condition::compile(&text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(
        text in "[\\PC\\n]{0,60}|(contact|event|\\.|name|data|id|\\(|\\)|\\[|\\]|!|-|\\+|==|&&|\\?|:|'a'|1| |,|all|has|x){0,40}"
    ) {
        let facts = Facts::new(&event(), &contact());
        match Condition::compile(&text) {
            Ok(condition) => drop(condition.evaluate(&facts)),
            Err(error) => drop(error.into_violation("", &text)),
        }
    }
}

#[test]
fn conditions_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Condition>();
    shared::<crate::matching::TriggerIndex<u32>>();
    shared::<crate::plan::Plan>();
}
