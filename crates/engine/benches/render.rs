//! What one call costs before and after the network (spec/templating.md, rule 8: rendering a 2 KB body with 20
//! placeholders costs single-digit microseconds). `cargo bench -p patchbay-engine --bench render`

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use patchbay_engine::answer::Answer;
use patchbay_engine::interpret::View;
use patchbay_engine::plan::{Plan, Sibling, Surroundings, compile};
use patchbay_engine::redact::{Recorded, Redactor};
use patchbay_engine::render::{FieldInput, Inputs, IntegratorValues, render};
use patchbay_model::endpoint::{EndpointDraft, EndpointType};
use patchbay_model::id::ExecutionId;
use patchbay_model::secret::Secret;
use patchbay_model::template::{Parameter, TemplateType};
use patchbay_model::templating::Known;
use serde_json::{Value, json};
use std::hint::black_box;

fn parameters() -> Vec<Parameter> {
    let parameters = json!([
        {"name": "X-Key", "location": "header", "required": true, "secret": true},
        {"name": "X-Sum", "location": "md5", "required": true},
    ]);
    serde_json::from_value(parameters).unwrap_or_default()
}

fn planned(draft: Value) -> Plan {
    let parameters = parameters();
    let around = Surroundings {
        template_type: TemplateType::Crm,
        parameters: &parameters,
        siblings: vec![Sibling { name: "login", endpoint_type: EndpointType::Auth, default: false }],
        credentials: Known::Any,
    };
    let draft: EndpointDraft = serde_json::from_value(draft).unwrap_or_else(|error| panic!("{error}"));
    compile(&around, &draft).unwrap_or_else(|found| panic!("{found:?}"))
}

/// The call that `make bench` makes: five parameters and a token.
fn five_parameters() -> Plan {
    planned(json!({
        "name": "find", "label": "find", "type": "getData", "method": "GET", "url": "/contacts/{id}",
        "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [
            {"name": "X-Key", "source": "field"}, {"name": "X-Sum", "source": "field"},
            {"name": "id", "location": "path", "source": "clientBody", "path": "contact.id", "required": true},
            {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}]}))
}

/// 2 KB of JSON with twenty placeholders.
fn large_body() -> Plan {
    let members = (0..20).map(|n| {
        let text = format!("{} {{client.contact.values[{n}]}} {}", "x".repeat(40), "y".repeat(40));
        (format!("member{n}"), Value::from(text))
    });
    planned(json!({
        "name": "save", "label": "save", "type": "postData", "method": "POST", "url": "/contacts",
        "request": {"body": Value::Object(members.collect())}}))
}

fn integrator() -> IntegratorValues {
    IntegratorValues {
        host: "127.0.0.1:9099".into(),
        fields: [
            ("X-Key".to_owned(), FieldInput::Secret("s3cret".into())),
            ("X-Sum".to_owned(), FieldInput::Plain("abc".into())),
        ]
        .into(),
        ..IntegratorValues::default()
    }
}

fn benches(criterion: &mut Criterion) {
    let integrator = integrator();
    let token = Secret::new("tok-1");
    let client =
        json!({"contact": {"id": "a/b c", "values": (0..20).map(|n| format!("value {n}")).collect::<Vec<_>>()}});
    let inputs = Inputs { token: Some(&token), ..Inputs::new(&integrator, &client, ExecutionId(uuid::Uuid::nil())) };
    let (small, large) = (five_parameters(), large_body());
    criterion.bench_function("render five parameters", |bencher| {
        bencher.iter(|| render(black_box(&small), black_box(&inputs)))
    });
    criterion.bench_function("render 2 KB with 20 placeholders", |bencher| {
        bencher.iter(|| render(black_box(&large), black_box(&inputs)))
    });

    let Ok(request) = render(&small, &inputs) else { return };
    let mut secrets = integrator.secrets();
    secrets.push(token.clone());
    let redactor = Redactor::new(&secrets);
    let body = json!({"items": (0..20).map(|n| json!({"id": n, "name": "Ann Example", "phone": "+84901234567"})).collect::<Vec<_>>()});
    let answer = Answer {
        status: 200,
        headers: [("content-type", "application/json"), ("date", "Fri, 20 Nov 2026 09:30:00 GMT")]
            .into_iter()
            .filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)))
            .collect::<http::HeaderMap>(),
        body: Bytes::from(body.to_string()),
        ..Answer::default()
    };
    criterion.bench_function("redact request and 1 KB answer", |bencher| {
        bencher
            .iter(|| (redactor.request(black_box(&request)), redactor.response(black_box(&answer), &Recorded::Data)));
    });
    criterion.bench_function("read 1 KB answer", |bencher| bencher.iter(|| View::of(black_box(&answer))));
    criterion.bench_function("build a redactor", |bencher| bencher.iter(|| Redactor::new(black_box(&secrets))));
    criterion.bench_function("compile five parameters", |bencher| bencher.iter(five_parameters));
}

criterion_group!(all, benches);
criterion_main!(all);
