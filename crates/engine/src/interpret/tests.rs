use super::*;
use crate::answer::Answer;
use crate::error::{EngineError, Verdict};
use crate::fixtures::plan;
use crate::redact::Recorded;
use chrono::DateTime;
use http::{HeaderMap, HeaderName};
use patchbay_model::execution::{Effects, RecordedRequest};
use patchbay_model::time::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
    let headers = headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
    Answer {
        status,
        headers: headers.collect::<HeaderMap>(),
        body: body.into().into(),
        duration: Duration::from_micros(12_345),
    }
}

const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

#[test]
fn a_body_is_json_when_the_other_side_says_so_and_it_is() {
    let table: [(&str, &[u8], BodyKind, Value); 9] = [
        ("application/json", b"{\"a\":1}", BodyKind::Json, json!({"a": 1})),
        ("application/vnd.api+json; charset=utf-8", b"[1]", BodyKind::Json, json!([1])),
        ("APPLICATION/JSON", b"null", BodyKind::Json, json!(null)),
        ("application/problem+JSON", b"2", BodyKind::Json, json!(2)),
        ("application/json", b"{\"a\":", BodyKind::BrokenJson, json!("{\"a\":")),
        ("text/html", b"{\"a\":1}", BodyKind::Text, json!("{\"a\":1}")),
        ("application/jsonx", b"1", BodyKind::Text, json!("1")),
        ("text/plain", b"\xff", BodyKind::Text, json!("\u{fffd}")),
        ("application/json", b"", BodyKind::Empty, json!(null)),
    ];
    for (content_type, body, kind, value) in table {
        let view = View::of(&answer(200, &[("content-type", content_type)], body));
        assert_eq!((view.kind, view.response.body), (kind, value), "{content_type}");
    }
}

#[test]
fn ten_thousand_levels_are_text() {
    let view = View::of(&answer(200, &[JSON], "[".repeat(10_000)));
    assert_eq!(view.kind, BodyKind::BrokenJson);
}

#[test]
fn headers_are_joined_under_lower_case_names() {
    let view = View::of(&answer(204, &[("X-A", "1"), ("x-a", "2"), ("X-B", "3")], ""));
    let headers: Vec<_> = view.response.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(headers, ["x-a: 1, 2", "x-b: 3"]);
}

#[test]
fn the_caller_of_an_auth_endpoint_sees_no_token() {
    let auth = Recorded::of(&plan(json!({"type": "auth"})));
    let body = r#"{"access_token":"t0ken","expires_in":3600,"id":4711,"more":[{"refresh":"r3fresh"}]}"#;
    let seen = View::of(&answer(200, &[JSON, ("x-token", "t0ken")], body)).without_tokens(&auth);
    let text = serde_json::to_string(&seen.response).unwrap();
    assert!(!text.contains("t0ken") && !text.contains("r3fresh") && !text.contains("4711"), "{text}");
    assert!(text.contains("access_token") && text.contains("3600"), "{text}");
    let refused = View::of(&answer(400, &[JSON], r#"{"error":"invalid_client"}"#)).without_tokens(&auth);
    assert_eq!(refused.response.body, json!({"error": "invalid_client"}));
}

fn mapped(response: Value, answer: &Answer) -> Result<Effects, EngineError> {
    let request = RecordedRequest {
        method: "GET".into(),
        url: "https://a.test/x?phone=%2B84&key=••••••".into(),
        ..Default::default()
    };
    let plan = plan(json!({"response": response}));
    effects(plan.response(), &Facts { request: &request, view: &View::of(answer), duration: answer.duration })
}

#[test]
fn a_good_answer_is_mapped() {
    let response = json!({
        "set": {"priority": "{response.body.p}", "queue": {"address": "{response.body.q}"}, "preferredAgent": "{response.body.none}"},
        "save": {"name": "{response.body.name}", "gone": "{response.body.gone}", "all": "{response.body.list}", "text": "n={response.body.p}",
            "type": "{response.headers.Content-Type}", "status": "{response.status}", "ms": "{response.duration}",
            "phone": "{request.query_params.phone}", "url": "{request.url}", "debug": "{debug}", "fixed": [1, {"a": null}]}});
    let body = json!({"p": 7, "q": "sales", "name": "An\u{0}n", "list": [1, "b"]}).to_string();
    let effects = mapped(response, &answer(200, &[JSON], body)).unwrap();
    insta::assert_json_snapshot!(effects);
}

#[test]
fn a_mapping_needs_json() {
    let response = json!({"save": {"a": "{response.status}"}});
    let code = |answer: &Answer| mapped(response.clone(), answer).map_err(|error| error.code.to_string());
    assert_eq!(code(&answer(200, &[JSON], "{")).unwrap_err(), "response_invalid");
    assert_eq!(code(&answer(200, &[], "{}")).unwrap_err(), "response_invalid");
    assert_eq!(code(&answer(200, &[JSON], "")).unwrap_err(), "response_invalid");
    assert_eq!(code(&answer(500, &[], "x")).unwrap(), Effects::default());
    assert_eq!(mapped(json!({}), &answer(200, &[JSON], "{")).unwrap(), Effects::default());
}

#[test]
fn a_good_answer_that_says_something_else_is_good_with_a_warning() {
    let response = json!({"expect": {"status": "success"}});
    let warnings = |status, headers: &[_], body: &str| {
        let found = mapped(response.clone(), &answer(status, headers, body)).unwrap();
        assert!(found.is_empty());
        found.warnings
    };
    for (headers, body) in [
        (&[JSON][..], r#"{"status":"success","id":7}"#),
        // Many forget to say that it is JSON.
        (&[], r#"{"status":"success"}"#),
    ] {
        assert_eq!(warnings(200, headers, body), Vec::<String>::new(), "{body}");
    }
    for (headers, body) in
        [(&[][..], ""), (&[], "OK"), (&[JSON], "[]"), (&[JSON], r#"{"status":"error"}"#), (&[JSON], "{")]
    {
        let told = warnings(202, headers, body);
        assert_eq!(told.len(), 1, "{body}");
        assert!(told[0].contains("202") && told[0].contains(r#"{"status":"success"}"#), "{told:?}");
    }
    assert_eq!(warnings(500, &[], "OK"), Vec::<String>::new(), "that is a failure");
}

#[test]
fn an_answer_is_judged_by_its_status() {
    let now = Timestamp(DateTime::parse_from_rfc3339("2026-11-20T09:30:00Z").unwrap().to_utc());
    let later = Some("Fri, 20 Nov 2026 09:31:00 GMT");
    let earlier = Some("Fri, 20 Nov 2026 09:29:00 GMT");
    let retry = |seconds: Option<u64>| Verdict::Retry { not_before: seconds.map(Duration::from_secs) };
    let table = [
        (200, None, None),
        (299, None, None),
        (302, None, Some(("upstream_status", Verdict::Fail))),
        (401, None, Some(("upstream_status", Verdict::Fail))),
        (404, Some("5"), Some(("upstream_status", Verdict::Fail))),
        (408, None, Some(("upstream_status", retry(None)))),
        (425, None, Some(("upstream_status", retry(None)))),
        (429, Some("30"), Some(("rate_limited", retry(Some(30))))),
        (500, None, Some(("upstream_status", retry(None)))),
        (503, later, Some(("upstream_status", retry(Some(60))))),
        (503, earlier, Some(("upstream_status", retry(Some(0))))),
        (503, Some("99999999"), Some(("upstream_status", retry(Some(86_400))))),
        (503, Some("soon"), Some(("upstream_status", retry(None)))),
    ];
    for (status, wait, expected) in table {
        let headers: Vec<_> = wait.map(|wait| ("retry-after", wait)).into_iter().collect();
        let judged = judge(&answer(status, &headers, ""), now).err();
        let found = judged.as_ref().map(|error| (error.code.as_str(), error.verdict));
        assert_eq!(found, expected, "{status} {wait:?}");
    }
}
