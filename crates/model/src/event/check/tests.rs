use super::*;
use crate::event::fixtures::full;
use serde_json::json;

fn wrong(pointer: &str, value: Value) -> Vec<String> {
    let mut event = full();
    *event.pointer_mut(pointer).unwrap() = value;
    let event: Event = serde_json::from_value(event).unwrap();
    event.validate().into_vec().into_iter().map(|violation| violation.pointer).collect()
}

#[test]
fn the_documented_event_is_valid() {
    let event: Event = serde_json::from_value(full()).unwrap();
    assert_eq!(event.validate().into_vec(), []);
    assert_eq!(serde_json::to_value(&event).unwrap(), full(), "and written as it was read");
}

#[test]
fn what_is_not_known_may_be_null_or_left_out() {
    let mut nulls = full();
    for (name, member) in nulls["conversation"].as_object_mut().unwrap() {
        if !["id", "channelType", "direction"].contains(&name.as_str()) {
            *member = Value::Null;
        }
    }
    nulls["data"] = Value::Null;
    let mut absent = nulls.clone();
    absent["conversation"].as_object_mut().unwrap().retain(|_, member| !member.is_null());
    absent.as_object_mut().unwrap().remove("data");
    let read = |value: Value| serde_json::from_value::<Event>(value).unwrap();
    assert_eq!(read(nulls), read(absent.clone()));
    assert!(read(absent).validate().is_empty());
}

#[test]
fn each_defect_is_told_at_its_member() {
    let long = json!("x".repeat(201));
    let table = [
        ("/id", json!("")),
        ("/id", long.clone()),
        ("/conversation/id", json!("a\nb")),
        ("/conversation/channelSubType", json!("x".repeat(51))),
        ("/conversation/language", json!("x".repeat(36))),
        ("/conversation/source", long.clone()),
        ("/conversation/destination", long.clone()),
        ("/conversation/skills/0/id", json!("")),
        ("/conversation/skills/0/name", long.clone()),
        ("/conversation/queue", json!({})),
        ("/conversation/queue/address", long.clone()),
        ("/conversation/agent/chatAddress", long.clone()),
        ("/conversation/preferredAgent", json!({})),
        ("/conversation/preferredAgent", json!(" ")),
        ("/conversation/requiredAgents/agents/1", json!({"number": ""})),
        ("/conversation/contact/firstName", long),
        ("/data", json!({"a": "x".repeat(64 * 1024)})),
        ("/data/cause", json!({"deep": ["a\0b"]})),
    ];
    for (pointer, value) in table {
        assert_eq!(wrong(pointer, value.clone()), [pointer], "{value}");
    }
}

#[test]
fn a_callbox_moment_carries_its_object() {
    let call = json!({"id": "k1", "direction": "inbound", "phone": "+84"});
    let sms = json!({"id": "m1", "to": "+1", "from": "+2", "text": "Hi"});
    let table = [
        ("call_start", "phone", json!({"call": call}), None),
        ("call_end", "phone", json!({}), Some("/data/call")),
        ("call_end", "phone", json!({"call": null}), Some("/data/call")),
        ("call_end", "phone", json!({"call": {"id": "k1", "direction": "inbound"}}), Some("/data/call")),
        ("call_end", "phone", json!({"call": {"id": 1, "direction": "inbound"}}), Some("/data/call/id")),
        ("call_connected", "phone", json!({"call": {"id": "k1", "phonee": 1}}), Some("/data/call/phonee")),
        ("call_connected", "chat", json!({"call": call}), Some("/conversation/channelType")),
        ("sms_send", "chat", json!({"sms": sms}), None),
        ("sms_received", "chat", json!({"call": call}), Some("/data/sms")),
    ];
    for (event_type, channel, data, expected) in table {
        let mut event = full();
        event["type"] = json!(event_type);
        event["conversation"]["channelType"] = json!(channel);
        event["data"] = data.clone();
        let event: Event = serde_json::from_value(event).unwrap();
        let found: Vec<_> = event.validate().into_vec().into_iter().map(|violation| violation.pointer).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{event_type} {data}");
    }
}
