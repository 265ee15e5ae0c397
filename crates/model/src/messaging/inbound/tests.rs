//! What common gateways post, and what none of them should.

use super::*;
use crate::messaging::refusal::{Refusal, RefusalCode};
use serde_json::{Value, json};

fn form(pairs: &[(&str, &str)]) -> InboundPost {
    InboundPost::form(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()).unwrap()
}

fn post(body: &Value) -> InboundPost {
    InboundPost::json(&body.to_string()).unwrap()
}

fn members(json: Value) -> InboundMembers {
    serde_json::from_value(json).unwrap()
}

/// `id|from|to|text` of each message.
fn told(post: &InboundPost, members: &InboundMembers, host: Option<&str>) -> Result<Vec<String>, Refusal> {
    let read = post.messages(members, host, || "unnamed".to_owned())?;
    let line = |one: crate::messaging::gateway::GatewayMessage| {
        format!("{}|{}|{}|{}", one.id, one.from.id, one.to, one.message.as_text("en"))
    };
    Ok(read.into_iter().map(line).collect())
}

#[test]
fn the_names_of_common_gateways_are_known() {
    let twilio = form(&[
        ("ToCountry", "US"),
        ("MessageSid", "SM1"),
        ("From", "+628128778222"),
        ("To", "+62800"),
        ("Body", "Halo"),
        ("NumMedia", "0"),
    ]);
    let vonage =
        post(&json!({"msisdn": "628128778222", "to": "62800", "messageId": "0A", "text": "Halo", "type": "text"}));
    let infobip = post(
        &json!({"results": [{"messageId": "1", "from": "628128778222", "to": "62800", "text": "Halo", "price": {}},
        {"messageId": "2", "from": "628128778223", "to": "62800", "text": "Hai"}], "messageCount": 2, "pendingMessageCount": 0}),
    );
    let messagebird = form(&[("id", "m1"), ("originator", "628128778222"), ("recipient", "62800"), ("body", "Halo")]);
    let plivo = form(&[("MessageUUID", "u1"), ("From", "628128778222"), ("To", "62800"), ("Text", "Halo")]);
    let sinch = post(&json!([{"id": "s1", "from": 628_128_778_222_u64, "to": "62800", "body": "Halo"}]));
    for (post, expected) in [
        (twilio, &["SM1|+628128778222|+62800|Halo"][..]),
        (vonage, &["0A|628128778222|62800|Halo"]),
        (infobip, &["1|628128778222|62800|Halo", "2|628128778223|62800|Hai"]),
        (messagebird, &["m1|628128778222|62800|Halo"]),
        (plivo, &["u1|628128778222|62800|Halo"]),
        (sinch, &["s1|628128778222|62800|Halo"]),
    ] {
        assert_eq!(told(&post, &InboundMembers::default(), None).unwrap(), expected);
    }
}

#[test]
fn a_channel_tells_where_others_stand() {
    let telnyx =
        post(&json!({"data": {"payload": {"id": "t1", "from": {"phone_number": "+1"}, "to": [{"phone_number": "+2"}],
        "text": "Halo"}}}));
    let told_members = json!({"id": "data.payload.id", "from": "data.payload.from.phone_number",
        "to": "data.payload.to[0].phone_number", "text": "data.payload.text"});
    assert_eq!(told(&telnyx, &members(told_members), None).unwrap(), ["t1|+1|+2|Halo"]);
    let bracketed = form(&[("message[text]", "Halo"), ("message[from]", "1"), ("message[from]", "2")]);
    let told_members = json!({"from": "message[from]", "text": "message[text]"});
    assert_eq!(told(&bracketed, &members(told_members), Some("host")).unwrap(), ["unnamed|1|host|Halo"]);
    let listed = post(&json!({"batch": {"sms": [{"from": "1", "to": "2", "text": "Halo"}]}}));
    assert_eq!(told(&listed, &members(json!({"items": "batch.sms"})), None).unwrap(), ["unnamed|1|2|Halo"]);
}

#[test]
fn each_defect_of_a_post_is_told_with_its_place() {
    use RefusalCode::{InvalidValue, MissingMember, OutOfBounds, WrongType};
    let good = json!({"id": "1", "from": "62", "to": "80", "text": "Halo"});
    let with = |member: &str, value: Value| {
        let mut body = good.clone();
        body[member] = value;
        body
    };
    let without = |member: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(member);
        body
    };
    let nothing = json!({});
    for (body, told_members, code, pointer) in [
        (json!("x"), nothing.clone(), WrongType, ""),
        (json!([]), nothing.clone(), OutOfBounds, ""),
        (json!([7]), nothing.clone(), WrongType, "/0"),
        (json!(vec![good.clone(); 101]), nothing.clone(), OutOfBounds, ""),
        (without("from"), nothing.clone(), MissingMember, ""),
        (without("text"), nothing.clone(), MissingMember, ""),
        (without("to"), nothing.clone(), MissingMember, ""),
        (with("from", json!("")), nothing.clone(), MissingMember, ""),
        (with("from", json!("a|b")), nothing.clone(), InvalidValue, "/from"),
        (with("from", json!("x".repeat(201))), nothing.clone(), OutOfBounds, "/from"),
        (with("from", json!({"number": "62"})), nothing.clone(), MissingMember, ""),
        (with("text", json!("")), nothing.clone(), OutOfBounds, "/text"),
        (with("text", json!("😀".repeat(4097))), nothing.clone(), OutOfBounds, "/text"),
        (with("to", json!("a\nb")), nothing.clone(), InvalidValue, "/to"),
        (with("id", json!("x".repeat(201))), nothing, OutOfBounds, "/id"),
        (good.clone(), json!({"id": "sid"}), MissingMember, ""),
        (good.clone(), json!({"from": "data.from"}), MissingMember, ""),
        (with("from", json!([1])), json!({"from": "from"}), WrongType, "/from"),
        (good.clone(), json!({"items": "results"}), MissingMember, ""),
        (good.clone(), json!({"items": "text"}), WrongType, "/text"),
    ] {
        let refusal = told(&post(&body), &members(told_members), None).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some(pointer)), "{body}: {refusal}");
    }
    assert_eq!(InboundPost::json("{").unwrap_err().code, RefusalCode::MalformedJson);
    assert_eq!(InboundPost::json(r#"{"text": "\u0000"}"#).unwrap_err().code, InvalidValue);
    assert_eq!(InboundPost::form(vec![("text".into(), "\0".into())]).unwrap_err().code, InvalidValue);
}

#[test]
fn names_of_members_are_checked_before_they_are_saved() {
    assert!(members(json!({"id": "MessageSid", "text": "data.text"})).validate().is_empty());
    let wrong = members(json!({"from": "", "text": "a\nb", "items": "x".repeat(201)})).validate().into_vec();
    let pointers: Vec<_> = wrong.into_iter().map(|found| found.pointer).collect();
    assert_eq!(pointers, ["/from", "/text", "/items"]);
}
