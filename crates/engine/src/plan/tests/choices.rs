//! What a plan decides: whose token, which limit, how often.

use super::super::*;
use crate::fixtures::{endpoint, parameters, plan, surroundings};
use patchbay_model::template::TemplateType;
use patchbay_model::templating::Known;
use patchbay_model::valid::Violations;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn an_sms_is_sent_from_templates_of_type_sms() {
    let parameters = parameters();
    let sms = Surroundings { template_type: TemplateType::Sms, ..surroundings(&parameters) };
    assert!(compile(&sms, &endpoint(json!({"type": "sendSms"}))).is_ok());
}

#[test]
fn the_token_comes_from_the_named_auth_endpoint_or_the_default() {
    let parameters = parameters();
    let mut around = surroundings(&parameters);
    let sibling = |name, default| Sibling { name, endpoint_type: EndpointType::Auth, default };
    let bearer = json!({"parameters": [{"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}]});
    let auth_endpoint = |around: &Surroundings<'_>, changes: &Value| {
        let plan = compile(around, &endpoint(changes.clone())).map_err(Violations::into_vec);
        plan.map(|plan| plan.auth_endpoint().map(str::to_owned)).map_err(|found| found[0].pointer.clone())
    };
    around.siblings = vec![sibling("old", false), sibling("new", false)];
    assert_eq!(auth_endpoint(&around, &bearer), Ok(Some("old".into())));
    around.siblings = vec![sibling("old", false), sibling("new", true)];
    assert_eq!(auth_endpoint(&around, &bearer), Ok(Some("new".into())));
    let mut named = bearer.clone();
    named["authEndpoint"] = json!("old");
    assert_eq!(auth_endpoint(&around, &named), Ok(Some("old".into())));
    assert_eq!(auth_endpoint(&around, &json!({})), Ok(None), "no token needed, none got");
    let in_text = json!({"request": {"headers": {"X-T": "t={token}"}}});
    assert_eq!(auth_endpoint(&around, &in_text), Ok(Some("new".into())));
    around.siblings.clear();
    assert_eq!(auth_endpoint(&around, &bearer), Err("/parameters/0/source".into()));
    assert_eq!(auth_endpoint(&around, &in_text), Err("/request/headers/X-T".into()));
}

#[test]
fn authentication_needs_its_credential_where_the_credentials_are_known() {
    let parameters = parameters();
    let basic = endpoint(
        json!({"request": {"authentication": {"type": "basic"}, "headers": {"X-K": "{authentications.api-key}"}}}),
    );
    let with = |credentials| Surroundings { credentials, ..surroundings(&parameters) };
    let pointers = |around: &Surroundings<'_>| {
        let found = compile(around, &basic).map_or_else(Violations::into_vec, |_| Vec::new());
        found.into_iter().map(|violation| violation.pointer).collect::<Vec<_>>()
    };
    assert!(pointers(&with(Known::Any)).is_empty());
    assert!(pointers(&with(Known::only(["basic:bob", "api-key"]))).is_empty());
    let none = pointers(&with(Known::only(["digest:bob"])));
    assert_eq!(none, ["/request/headers/X-K", "/request/authentication/type"]);
}

#[test]
fn the_shorter_way_to_say_a_timeout_wins() {
    assert_eq!(plan(json!({"timeoutSeconds": 7})).timeout(), Duration::from_secs(7));
    assert_eq!(plan(json!({"timeoutSeconds": 7, "request": {"timeout": 3}})).timeout(), Duration::from_secs(3));
}

#[test]
fn an_sms_is_sent_at_most_once_whatever_its_method() {
    let class = |changes: Value| plan(changes).effect_class();
    for method in ["GET", "PUT", "POST"] {
        assert_eq!(
            class(json!({"type": "sendSms", "triggers": ["sms_send"], "method": method})),
            EffectClass::AtMostOnce
        );
    }
    assert_eq!(class(json!({})), EffectClass::Safe);
    assert_eq!(class(json!({"method": "DELETE"})), EffectClass::Idempotent);
    assert_eq!(class(json!({"method": "PATCH"})), EffectClass::Unsafe);
    let key = json!({"method": "POST", "request": {"headers": {"Idempotency-Key": "{client.id}"}}});
    assert_eq!(class(key), EffectClass::Unsafe, "whether it is sent, rendering tells");
}

#[test]
fn a_triggered_run_is_waited_for_when_its_answer_counts_and_it_is_not_delayed() {
    let response = json!({"save": {"a": "{response.status}"}});
    let table = [
        (json!({}), 0, Wait::InBackground),
        (json!({"response": response}), 0, Wait::Blocking),
        (json!({"request": {"block": true}}), 0, Wait::Blocking),
        (json!({"request": {"block": true, "delay": 5}}), 5, Wait::InBackground),
        (json!({"request": {"delay": 3600}, "response": response}), 3600, Wait::InBackground),
    ];
    for (changes, delay, wait) in table {
        let expected = Timing { delay: Duration::from_secs(delay), wait };
        assert_eq!(plan(changes.clone()).timing(), expected, "{changes}");
    }
}
