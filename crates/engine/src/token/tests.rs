use super::*;
use crate::error::Verdict;
use crate::fixtures::plan;
use chrono::DateTime;
use http::{HeaderMap, HeaderName};
use serde_json::json;

fn now() -> Timestamp {
    Timestamp(DateTime::UNIX_EPOCH)
}

fn rules(changes: Value) -> TokenRules {
    let mut auth = json!({"type": "auth", "method": "POST"});
    auth.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    plan(auth).token_rules().unwrap().clone()
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
    Answer { status, headers: headers.collect::<HeaderMap>(), body: body.to_owned().into(), ..Answer::default() }
}

fn token(changes: Value, answer: &Answer) -> Result<(String, Duration), EngineError> {
    read("login", &rules(changes), answer, now())
        .map(|issued| (issued.secret.expose().to_owned(), issued.lifetime.valid))
}

#[test]
fn the_response_type_says_where_the_token_is() {
    let json = [("content-type", "application/json")];
    let cookies = [("set-cookie", "other=1"), ("set-cookie", "sid=\"c00kie\"; Path=/; HttpOnly")];
    let table = [
        (json!({}), answer(200, &json, r#"{"access_token":"t","expires_in":3600}"#), "t", 3600),
        (json!({}), answer(200, &json, r#"{"access_token":"t","expires_in":"120"}"#), "t", 120),
        (json!({}), answer(200, &[], r#"{"access_token":"t"}"#), "t", 3000),
        (json!({}), answer(200, &json, r#"{"access_token":"t","expires_in":null}"#), "t", 3000),
        (json!({}), answer(200, &json, r#"{"access_token":"t","expires_in":-5}"#), "t", 3000),
        (
            json!({"responseType": "data.items[0].token", "expiryPath": "data.ttl"}),
            answer(201, &json, r#"{"data":{"items":[{"token":"t"}],"ttl":60.5}}"#),
            "t",
            60,
        ),
        (json!({"responseType": "id"}), answer(200, &json, r#"{"id":12345}"#), "12345", 3000),
        (json!({"responseType": "text"}), answer(200, &[], " t\n"), "t", 3000),
        (json!({"responseType": "header:X-Auth-Token"}), answer(200, &[("x-auth-token", "t")], ""), "t", 3000),
        (json!({"responseType": "cookie:sid"}), answer(200, &cookies, r#"{"expires_in":60}"#), "c00kie", 60),
    ];
    for (changes, answer, expected, seconds) in table {
        let (found, valid) = token(changes.clone(), &answer).unwrap();
        assert_eq!((&*found, valid.as_secs()), (expected, seconds), "{changes}");
    }
}

#[test]
fn an_answer_without_a_token_fails_and_says_where_it_was_looked_for() {
    let table = [
        (json!({}), answer(200, &[], r#"{"token":"s3cret"}"#), "no token at access_token"),
        (json!({}), answer(200, &[], r#"{"access_token":{"a":"s3cret"}}"#), "no token at access_token"),
        (json!({}), answer(200, &[], r#"{"access_token":""}"#), "no token at access_token"),
        (json!({}), answer(200, &[], "s3cret"), "no token at access_token"),
        (
            json!({}),
            answer(200, &[], r#"{"access_token":"s3cret\r\nX: y"}"#),
            "a token with line breaks at access_token",
        ),
        (json!({"responseType": "text"}), answer(200, &[], &"x".repeat(20_000)), "a token over 16 KiB in its body"),
        (json!({"responseType": "header:X-T"}), answer(200, &[], ""), "no token in its header x-t"),
        (
            json!({"responseType": "cookie:sid"}),
            answer(200, &[("set-cookie", "side=1")], ""),
            "no token in its cookie sid",
        ),
        (json!({}), answer(401, &[], "s3cret"), "gave no token: the other side answered 401 Unauthorized"),
    ];
    for (changes, answer, expected) in table {
        let error = token(changes, &answer).unwrap_err();
        assert_eq!((error.code, error.verdict), (ErrorCode::AuthFailed, Verdict::Fail));
        assert!(error.detail.contains(expected) && !error.detail.contains("s3cret"), "{}", error.detail);
    }
}

#[test]
fn an_outage_of_the_auth_endpoint_may_be_tried_again() {
    let error = token(json!({}), &answer(503, &[("retry-after", "30")], "")).unwrap_err();
    assert_eq!(error.verdict, Verdict::Retry { not_before: Some(Duration::from_secs(30)) });
}

#[test]
fn an_expired_token_is_recognised() {
    let json = [("content-type", "application/json"), ("x-error", "expired")];
    let table = [
        (json!(null), 401, "{}", true),
        (json!(null), 200, r#"{"error":"expired"}"#, false),
        (json!({"status": 403}), 403, "{}", true),
        (json!({"status": 403}), 401, "{}", true),
        (json!({"status": 403}), 200, "{}", false),
        (json!({"path": "error.code", "equals": "EXPIRED"}), 200, r#"{"error":{"code":"EXPIRED"}}"#, true),
        (json!({"path": "error.code", "equals": "EXPIRED"}), 200, r#"{"error":{"code":"OTHER"}}"#, false),
        (json!({"path": "code", "equals": 17}), 200, r#"{"code":17}"#, true),
        (json!({"path": "error"}), 200, r#"{"error":"anything"}"#, true),
        (json!({"path": "error"}), 200, r#"{"error":null}"#, false),
        (json!({"status": 400, "path": "error", "equals": "e"}), 200, r#"{"error":"e"}"#, false),
        (json!({"status": 400, "path": "error", "equals": "e"}), 400, r#"{"error":"e"}"#, true),
        (json!({"header": "X-Error", "equals": "expired"}), 200, "", true),
        (json!({"header": "X-Error", "equals": "other"}), 200, "", false),
        (json!({"header": "X-Missing"}), 200, "", false),
    ];
    for (expired, status, body, expected) in table {
        let rules = rules(json!({"expired": expired}));
        let answer = answer(status, &json, body);
        assert_eq!(is_expired(Some(&rules), &answer, &View::of(&answer)), expected, "{expired} {status} {body}");
    }
    let unauthorized = answer(401, &[], "");
    assert!(is_expired(None, &unauthorized, &View::of(&unauthorized)));
}
