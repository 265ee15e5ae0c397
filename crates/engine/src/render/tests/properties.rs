//! Whatever the values are.

use crate::fixtures::{EXECUTION, integrator, plan};
use crate::plan::Plan;
use crate::redact::{DOTS, Redactor};
use crate::render::{FieldInput, Inputs, IntegratorValues, render};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

static EVERYWHERE: LazyLock<Plan> = LazyLock::new(|| {
    let value =
        |name: &str, location: &str| json!({"name": name, "location": location, "source": "clientBody", "path": "v"});
    plan(json!({"method": "POST", "url": "/a/{p}/b", "parameters": [
        value("p", "path"), value("q", "query"), value("b.c", "body"), value("X-M", "md5")],
        "request": {"body": {"text": "<{client.v}>"}}}))
});

static SECRET_EVERYWHERE: LazyLock<[Plan; 4]> = LazyLock::new(|| {
    ["json", "form", "multipart", "text"].map(|format| {
        let secret = |name: &str, location: &str| json!({"name": name, "location": location, "source": "field", "field": "X-Api-Key", "format": "({value})"});
        let mut endpoint = json!({"method": "POST", "bodyFormat": format, "url": "/a/{p}/b",
            "parameters": [secret("p", "path"), secret("q", "query"), secret("X-H", "header"), secret("X-M", "md5")]});
        if format == "text" {
            endpoint["request"] = json!({"body": "a {field.X-Api-Key} b"});
        } else {
            endpoint["parameters"].as_array_mut().unwrap().push(secret("b", "body"));
        }
        plan(endpoint)
    })
});

proptest! {
    #[test]
    fn a_value_stays_in_its_place(value in any::<String>().prop_filter("dots and nothing lead elsewhere", |v| !["", ".", ".."].contains(&&**v))) {
        let (integrator, client) = (integrator(), json!({"v": value}));
        let request = render(&EVERYWHERE, &Inputs::new(&integrator, &client, EXECUTION)).unwrap();
        let url = url::Url::parse(&request.url.expose()).unwrap();
        prop_assert_eq!(url.host_str(), Some("api.acme.test"));
        prop_assert_eq!(url.path_segments().unwrap().count(), 3);
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("q".to_owned(), value.clone())]);
        let body: Value = serde_json::from_slice(&request.body.unwrap().bytes).unwrap();
        prop_assert_eq!(body, json!({"text": format!("<{value}>"), "b": {"c": value}}));
    }

    #[test]
    fn no_record_holds_a_secret_in_any_form(secret in "[ -~éü€😀]{6,24}".prop_filter("no dots, no template text", |s| s.trim() == s && !s.contains("patchbay"))) {
        let fields = [("X-Api-Key".to_owned(), FieldInput::Secret(secret.as_str().into()))];
        let integrator = IntegratorValues { host: "api.acme.test".into(), fields: fields.into(), ..IntegratorValues::default() };
        let redactor = Redactor::new(&integrator.secrets());
        for plan in SECRET_EVERYWHERE.iter() {
            let request = render(plan, &Inputs::new(&integrator, &Value::Null, EXECUTION)).unwrap();
            let recorded = redactor.request(&request);
            let text = format!("{recorded:?}");
            let forms: Vec<String> = [
                secret.clone(),
                serde_json::to_string(&secret).unwrap().strip_prefix('"').unwrap().strip_suffix('"').unwrap().to_owned(),
                url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
                crate::redact::md5_hexadecimal(&secret),
            ].into();
            for form in forms {
                prop_assert!(!text.contains(&form), "{} holds {}", text, form);
                // An echo, and an error that quotes it.
                let echo = format!("you sent {form}!");
                prop_assert_eq!(redactor.scrub(&echo), format!("you sent {DOTS}!"));
            }
        }
    }
}
