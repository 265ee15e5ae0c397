//! Secrets go where they were entered for.

use crate::fixtures::{EXECUTION, integrator, plan, token};
use crate::plan::Plan;
use crate::render::{BoundSecret, FieldInput, Inputs, IntegratorValues, count_sources, render};
use patchbay_model::execution::ErrorCode;
use serde_json::{Value, json};

const ELSEWHERE: &str = "https://Hooks.other.test:8443/x";

/// An endpoint of another host that sends one secret.
fn leaks() -> [(&'static str, Plan); 7] {
    let header = |value: &str| json!({"url": ELSEWHERE, "request": {"headers": {"X-A": value}}});
    let authentication = |word: &str| json!({"url": ELSEWHERE, "request": {"authentication": {"type": word}}});
    [
        ("X-Api-Key", plan(json!({"url": ELSEWHERE, "parameters": [{"name": "X-Api-Key", "source": "field"}]}))),
        ("X-Sum", plan(json!({"url": ELSEWHERE, "parameters": [{"name": "X-Sum", "source": "field"}]}))),
        ("X-Api-Key", plan(json!({"url": format!("{ELSEWHERE}/{{field.X-Api-Key}}")}))),
        ("api-key", plan(header("{authentications.api-key}"))),
        ("basic:bob", plan(authentication("basic"))),
        ("digest:ann", plan(authentication("digest"))),
        ("the access token is got with X-Api-Key", plan(header("Bearer {token}"))),
    ]
}

fn login() -> Plan {
    plan(json!({"type": "auth", "method": "POST", "parameters": [{"name": "X-Api-Key", "source": "field"}]}))
}

/// The integrator with every secret entered while the template named `hosts`.
fn entered_for(hosts: &[&str]) -> IntegratorValues {
    let mut integrator = integrator();
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let bind = |bound: &mut BoundSecret| bound.hosts.clone_from(&hosts);
    for field in integrator.fields.values_mut() {
        if let FieldInput::Secret(bound) = field {
            bind(bound);
        }
    }
    integrator.credentials.iter_mut().for_each(|(_, bound)| bind(bound));
    integrator
}

#[test]
fn a_secret_is_not_sent_to_a_host_that_it_was_not_entered_for() {
    let (token, login) = (token(), login());
    for hosts in [&[][..], &["hooks.other.test"], &["other.test:8443", "api.acme.test"]] {
        let integrator = entered_for(hosts);
        let inputs = Inputs { token: Some(&token), ..Inputs::new(&integrator, &Value::Null, EXECUTION) };
        for (what, plan) in leaks() {
            let inputs = Inputs { sign_in: Some(&login), ..inputs };
            let error = render(&plan, &inputs).unwrap_err();
            assert_eq!(error.code, ErrorCode::CredentialMissing, "{what}");
            assert!(error.detail.starts_with(what), "{}", error.detail);
            assert!(error.detail.ends_with("enter it again for hooks.other.test:8443"), "{}", error.detail);
            assert_eq!(count_sources(&plan, &inputs).unwrap_err(), error, "a test run tells it at its first step");
        }
    }
}

#[test]
fn a_secret_goes_to_the_hosts_that_were_named_when_it_was_entered() {
    let (token, login) = (token(), login());
    let named = entered_for(&["hooks.other.test:8443"]);
    let own = IntegratorValues { host: "hooks.OTHER.test:8443".into(), ..entered_for(&[]) };
    for integrator in [&named, &own] {
        for (what, plan) in leaks() {
            let inputs = Inputs::new(integrator, &Value::Null, EXECUTION);
            let rendered = render(&plan, &Inputs { token: Some(&token), sign_in: Some(&login), ..inputs });
            assert!(rendered.is_ok(), "{what}: {:?}", rendered.err());
        }
    }
}

#[test]
fn a_token_that_was_got_with_a_secret_stays_with_the_hosts_of_the_secret() {
    let (token, integrator) = (token(), entered_for(&[]));
    let plan = plan(json!({"url": ELSEWHERE, "request": {"headers": {"X-A": "{token}"}}}));
    let inputs = Inputs { token: Some(&token), ..Inputs::new(&integrator, &Value::Null, EXECUTION) };
    assert_eq!(
        render(&plan, &inputs).unwrap_err().code,
        ErrorCode::CredentialMissing,
        "nobody knows what it was got with"
    );
    // Whoever may write an endpoint can get this one anyhow.
    let open = crate::fixtures::plan(json!({"type": "auth", "method": "POST"}));
    assert!(render(&plan, &Inputs { sign_in: Some(&open), ..inputs }).is_ok());
}

#[test]
fn a_plain_value_goes_anywhere() {
    let integrator = entered_for(&[]);
    let plan = plan(json!({"method": "POST", "url": ELSEWHERE, "parameters": [{"name": "sender", "source": "field"}]}));
    assert!(render(&plan, &Inputs::new(&integrator, &Value::Null, EXECUTION)).is_ok());
}
