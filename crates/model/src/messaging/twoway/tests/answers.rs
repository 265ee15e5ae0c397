//! What is answered, and the bodies of routing and state.

use super::super::control::{MutationAction, MutationOperator, MutationRequest, StateChange};
use super::*;
use crate::messaging::refusal::{Refusal, RefusalCode};

#[test]
fn the_answer_of_201_names_the_chat() {
    let chat = decode(&sent()).unwrap().key.chat(account(), Some(SessionId(uuid::Uuid::nil())), None);
    let answer = serde_json::to_value(Accepted::of(&chat)).unwrap();
    assert_eq!(answer["message"], "Message(s) accepted");
    assert_eq!(answer["chat"]["id"], chat.id.to_string());
    assert_eq!(answer["chat"]["sessionId"], uuid::Uuid::nil().to_string());
    assert!(answer["chat"].get("conversationClientName").is_none());
}

#[test]
fn every_reason_has_its_status_and_its_body() {
    for (code, status) in [
        (RefusalCode::MalformedJson, 400),
        (RefusalCode::MissingMember, 400),
        (RefusalCode::WrongType, 400),
        (RefusalCode::UnknownMember, 400),
        (RefusalCode::UnknownType, 400),
        (RefusalCode::OutOfBounds, 400),
        (RefusalCode::InvalidValue, 400),
        (RefusalCode::ReceiveOnly, 400),
        (RefusalCode::Empty, 400),
        (RefusalCode::UnknownCommand, 400),
        (RefusalCode::Unauthenticated, 401),
        (RefusalCode::Forbidden, 403),
        (RefusalCode::NotFound, 404),
        (RefusalCode::MethodNotAllowed, 405),
        (RefusalCode::SessionClosed, 409),
        (RefusalCode::BodyTooLarge, 413),
        (RefusalCode::UnsupportedMediaType, 415),
        (RefusalCode::ChannelNotAllowed, 422),
        (RefusalCode::TooManyRequests, 429),
        (RefusalCode::Internal, 500),
        (RefusalCode::Unavailable, 503),
    ] {
        assert_eq!(code.status(), status, "{code}");
        let answer = ErrorAnswer::of(Refusal::at(code, "/chat", "why"), Some("r-1".into()));
        let error = json!({"code": code.as_str(), "message": "why", "pointer": "/chat", "requestId": "r-1"});
        assert_eq!(serde_json::to_value(answer).unwrap(), json!({"error": error}));
    }
    assert_eq!(RefusalCode::ALL.len(), 21, "a new reason belongs in this table");
    let stranger = serde_json::to_value(ErrorAnswer::of(Refusal::unauthenticated(), None)).unwrap();
    assert_eq!(stranger["error"]["pointer"], Value::Null);
}

const CHAT: &str = "3c1f61d1-a76e-53bd-8f5c-9f2a0d7a1c11";
const FIRST: &str = "00000000-0000-7000-8000-000000000001";
const SECOND: &str = "00000000-0000-7000-8000-000000000002";

#[test]
fn a_mutation_names_who_gets_the_chat() {
    let body = json!({"ChatId": CHAT, "Mutations": [
        {"$type": "ruleMutation", "action": "Enable", "operator": "Or", "sourceAdapterId": FIRST, "targetAdapterId": SECOND},
        {"$type": "ruleMutation", "action": "Disable", "targetAdapterId": FIRST}], "Context": {"vip": true}});
    let read = MutationRequest::decode(&body.to_string(), CHAT.parse().unwrap()).unwrap();
    assert_eq!(read.route(), Some((0, read.mutations[0])));
    assert_eq!((read.mutations[0].action, read.mutations[0].operator), (MutationAction::Enable, MutationOperator::Or));
    assert_eq!((read.mutations[1].source_adapter_id, read.mutations[1].operator), (None, MutationOperator::And));
    assert_eq!(read.context, Some(json!({"vip": true})));
}

#[test]
fn what_is_disabled_later_is_not_who_gets_the_chat() {
    let list = |steps: &[(&str, &str)]| {
        let mutations: Vec<Value> = steps
            .iter()
            .map(|(action, target)| json!({"$type": "ruleMutation", "action": action, "targetAdapterId": target}))
            .collect();
        let body = json!({"ChatId": CHAT, "Mutations": mutations}).to_string();
        let read = MutationRequest::decode(&body, CHAT.parse().unwrap()).unwrap();
        read.route().map(|(index, mutation)| (index, mutation.target_adapter_id.to_string()))
    };
    let (enable, disable) = ("Enable", "Disable");
    assert_eq!(list(&[(enable, FIRST), (enable, SECOND)]), Some((1, SECOND.to_owned())));
    assert_eq!(list(&[(enable, FIRST), (enable, SECOND), (disable, SECOND)]), Some((0, FIRST.to_owned())));
    assert_eq!(list(&[(disable, FIRST), (enable, FIRST)]), Some((1, FIRST.to_owned())));
    assert_eq!(list(&[(enable, FIRST), (disable, FIRST)]), None);
}

#[test]
fn a_wrong_mutation_or_state_is_told_at_its_member() {
    let mutation = |member: &str, value: Value| {
        let mut body = json!({"$type": "ruleMutation", "action": "Enable", "targetAdapterId": SECOND});
        body[member] = value;
        json!({"ChatId": CHAT, "Mutations": [body]})
    };
    for (body, code, pointer) in [
        (json!({"ChatId": CHAT}), "missing_member", ""),
        (json!({"ChatId": FIRST, "Mutations": []}), "invalid_value", "/ChatId"),
        (json!({"ChatId": CHAT, "Mutations": []}), "out_of_bounds", "/Mutations"),
        (json!({"ChatId": CHAT, "mutations": []}), "unknown_member", "/mutations"),
        (mutation("$type", json!("RuleMutation")), "unknown_type", "/Mutations/0/$type"),
        (mutation("action", json!("enable")), "invalid_value", "/Mutations/0/action"),
        (mutation("operator", json!("Xor")), "invalid_value", "/Mutations/0/operator"),
        (mutation("targetAdapterId", json!(null)), "missing_member", "/Mutations/0"),
        (mutation("targetAdapterId", json!("x")), "invalid_value", "/Mutations/0/targetAdapterId"),
    ] {
        let refusal = MutationRequest::decode(&body.to_string(), CHAT.parse().unwrap()).unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.pointer.as_deref()), (code, Some(pointer)), "{body}");
    }
    let state = StateChange::decode(r#"{"NewStateNameId": "menu", "Context": null}"#).unwrap();
    assert_eq!(state, StateChange { new_state_name_id: "menu".into(), context: None });
    for (body, code) in [("{}", "missing_member"), (r#"{"NewStateNameId": ""}"#, "out_of_bounds")] {
        assert_eq!(StateChange::decode(body).unwrap_err().code.as_str(), code, "{body}");
    }
}
