//! Rendering at the size of a real request (spec/templating.md, rule 8: single-digit microseconds).

#![allow(missing_docs, reason = "criterion's macros write items without docs")]
#![allow(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use criterion::{Criterion, criterion_group, criterion_main};
use patchbay_model::secret::Secret;
use patchbay_model::templating::{
    Context, FormTemplate, JsonTemplate, Lookup, Path, Root, Scope, Site, UrlTemplate, Values,
};
use serde_json::{Map, Value, json};
use std::hint::black_box;

struct Execution {
    client: Value,
    contact: Value,
    secret: Secret,
}

impl Values for Execution {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        match &path.root {
            Root::Client => Lookup::value(path.rest.get(&self.client)),
            Root::Contact => Lookup::value(path.rest.get(&self.contact)),
            Root::IntegratorHost => Lookup::Text("api.acme.test"),
            Root::Token | Root::Field(_) => Lookup::Secret(&self.secret),
            _ => Lookup::Absent,
        }
    }
}

/// 2 KB with 20 placeholders: typed, in text, secret, nested.
fn body() -> Value {
    let paths = ["client.phone", "client.customer.name", "contact.queue.id", "client.amount", "field.X-Api-Key"];
    let mut members = Map::new();
    for (index, path) in paths.iter().cycle().take(20).enumerate() {
        let filler = "The quick brown fox jumps over the lazy dog, again";
        let value = if index % 2 == 0 {
            json!({"value": format!("{{{path}}}"), "note": filler})
        } else {
            json!(format!("{filler}: {{{path}}} \"quoted\""))
        };
        members.insert(format!("member{index:02}"), value);
    }
    Value::Object(members)
}

fn rendering(criterion: &mut Criterion) {
    let context = Context::default();
    let values = Execution {
        client: json!({"phone": "+84901234567", "customer": {"name": "Ann \"the\" Nguyễn"}, "amount": 12.5}),
        contact: json!({"queue": {"id": "8d7d0c5e-0000-4000-8000-000000000000"}}),
        secret: Secret::new("0123456789abcdef0123456789abcdef"),
    };
    let body = body();
    let template = JsonTemplate::parse(&body, Scope::new(Site::RequestBody, &context), "").unwrap();
    let rendered = template.render(&values);
    assert!((1_900..2_300).contains(&rendered.expose().len()), "{} bytes", rendered.expose().len());
    assert_eq!(template.paths().len(), 20);
    criterion.bench_function("render 2 KB JSON with 20 placeholders", |bencher| {
        bencher.iter(|| black_box(&template).render(black_box(&values)))
    });
    criterion.bench_function("redact it", |bencher| bencher.iter(|| black_box(&rendered).redacted().len()));
    criterion.bench_function("parse it", |bencher| {
        bencher.iter(|| JsonTemplate::parse(black_box(&body), Scope::new(Site::RequestBody, &context), "").unwrap());
    });

    let url = UrlTemplate::parse(
        "/v1/contacts/{client.phone}/notes?q={client.customer.name}",
        Scope::new(Site::EndpointUrl, &context),
    )
    .unwrap();
    let query =
        FormTemplate::parse(&json!({"key": "{field.k}", "limit": 10}), Scope::new(Site::RequestQuery, &context), "")
            .unwrap();
    criterion.bench_function("render a URL with 4 placeholders", |bencher| {
        bencher.iter(|| black_box(&url).render(black_box(&values), &query).unwrap())
    });
}

criterion_group!(benches, rendering);
criterion_main!(benches);
