//! What holds for every text and every value.

use super::{World, at, parse};
use crate::templating::{
    FormTemplate, JsonTemplate, Path, Presence, Site, TextTemplate, TwoWayTemplate, UrlTemplate, parse_value_path,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SITES: [Site; 9] = [
    Site::EndpointUrl,
    Site::RequestHeader,
    Site::RequestQuery,
    Site::RequestBody,
    Site::ParameterFormat,
    Site::Condition,
    Site::ResponseMapping,
    Site::CallboxHook,
    Site::Iframe,
];

/// Text that is full of what the parsers look at.
fn tricky() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "{",
        "}",
        "{{",
        "}}",
        "{client.x}",
        "{token}",
        "{event}",
        "{id}",
        "{integrator.host}",
        "{field.region}",
        "{contact.queue.id}",
        "client",
        ".",
        "..",
        "[0]",
        "https://",
        "/",
        "?",
        "#",
        "%2e",
        "%",
        "\\",
        "\"",
        "$chatId",
        " ",
        "é",
        "a",
        "api.acme.test",
        "@",
        ":",
        "\n",
    ]);
    prop_oneof![prop::collection::vec(bits, 0..8).prop_map(|bits| bits.concat()), any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        tricky().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((tricky(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in tricky()) {
        for site in SITES {
            let _ = parse(site, &text);
            let _ = at(site, |scope| UrlTemplate::parse(&text, scope).map(|_| ()));
            let _ = at(site, |scope| Path::parse(&text, scope));
        }
        let _ = TwoWayTemplate::parse(&text);
        let _ = parse_value_path(&text);
    }

    #[test]
    fn what_is_displayed_is_parsed_to_the_same(text in tricky()) {
        for site in SITES {
            if let Ok(template) = parse(site, &text) {
                prop_assert_eq!(parse(site, &template.to_string()).unwrap(), template);
            }
        }
        if let Ok(path) = parse_value_path(&text) {
            prop_assert_eq!(parse_value_path(&path.to_string()).unwrap(), path);
        }
    }

    #[test]
    fn text_without_braces_stays_as_it_is(text in "[^{}]*") {
        prop_assert_eq!(parse(Site::RequestBody, &text).unwrap().render_text(&World::default()).into_exposed(), text.clone());
        prop_assert_eq!(TextTemplate::literal(text.as_str()).render_text(&World::default()).into_exposed(), text);
    }

    #[test]
    fn a_value_in_a_url_stays_where_it_stands(x in tricky()) {
        let template = at(Site::EndpointUrl, |scope| UrlTemplate::parse("/a/{client.x}/-{client.x}/z?q={client.x}&r=1", scope)).unwrap();
        let mut query = FormTemplate::default();
        query.set("s", parse(Site::RequestQuery, "{client.x}").unwrap(), Presence::Always);
        if let Ok(rendered) = template.render(&World::with_x(x.as_str()), &query) {
            let url = url::Url::parse(&rendered.expose()).unwrap();
            prop_assert_eq!(url.host_str(), Some("api.acme.test"));
            let segments: Vec<&str> = url.path_segments().unwrap().collect();
            prop_assert_eq!((segments.len(), segments[0], segments[3]), (4, "a", "z"));
            prop_assert_eq!(url.as_str(), rendered.expose(), "the library changes nothing");
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            prop_assert_eq!(pairs, [pair("q", &x), pair("r", "1"), pair("s", &x)]);
        } else {
            prop_assert!(x.is_empty() || x == "." || x == "..");
        }
    }

    #[test]
    fn no_value_moves_any_url_to_another_host(text in tricky(), x in tricky()) {
        let template = at(Site::EndpointUrl, |scope| UrlTemplate::parse(&text, scope));
        if let Ok(template) = template
            && let Ok(rendered) = template.render(&World::with_x(x), &FormTemplate::default())
        {
            let url = url::Url::parse(&rendered.expose()).unwrap();
            let host = url.host_str().unwrap();
            let host = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
            prop_assert_eq!(host, rendered.host.to_ascii_lowercase());
            let path = rendered.target.expose().split('?').next().unwrap();
            prop_assert_eq!(url.path().split('/').count(), path.split('/').count());
        }
    }

    #[test]
    fn rendered_json_is_json_with_the_value_intact(x in any_json(), text in tricky()) {
        let body = json!({"typed": "{client.x}", "text": "<{client.x}>", text.as_str(): [{"deep": "{client.x}"}]});
        let template = at(Site::RequestBody, |scope| JsonTemplate::parse(&body, scope, "")).unwrap();
        let world = World::with_x(x.clone());
        let read: Value = serde_json::from_str(template.render(&world).expose()).unwrap();
        prop_assert_eq!(&read[text.as_str()][0]["deep"], &x);
        if let Value::String(x) = &x {
            prop_assert_eq!(&read["text"], &json!(format!("<{x}>")));
        }
        prop_assert_eq!(template.evaluate(&world), read);
    }

    #[test]
    fn any_json_template_renders_json(body in any_json(), x in any_json()) {
        if let Ok(template) = at(Site::RequestBody, |scope| JsonTemplate::parse(&body, scope, "")) {
            let rendered = template.render(&World::with_x(x));
            prop_assert!(serde_json::from_str::<Value>(rendered.expose()).is_ok());
        }
    }

    #[test]
    fn a_header_never_holds_a_line_break(text in tricky(), x in any_json()) {
        if let Ok(template) = parse(Site::RequestHeader, &text)
            && let Ok(rendered) = template.render_header(&World::with_x(x))
        {
            prop_assert!(!rendered.expose().contains(['\r', '\n', '\0']));
        }
    }

    #[test]
    fn a_form_is_read_back_as_it_was(pairs in prop::collection::vec((tricky(), tricky()), 0..4)) {
        let mut form = FormTemplate::default();
        let mut expected: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            form.set(&name, TextTemplate::literal(value.as_str()), Presence::Always);
            expected.retain(|(known, _)| *known != name);
            expected.push((name, value));
        }
        let rendered = form.render(&World::default());
        let mut read: Vec<(String, String)> = url::form_urlencoded::parse(rendered.expose().as_bytes()).into_owned().collect();
        read.sort();
        expected.sort();
        prop_assert_eq!(read, expected);
    }
}
