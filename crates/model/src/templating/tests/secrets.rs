//! A secret reaches the wire, and nothing else.

use super::{World, at, parse};
use crate::templating::{FormTemplate, JsonTemplate, Presence, RawBodyTemplate, RawFormat, Site, UrlTemplate};
use serde_json::{Value, json};

#[test]
fn a_header_shows_dots_where_the_secret_stands() {
    let rendered = parse(Site::RequestHeader, "Bearer {token} {client.n} {authentications.api-key}!")
        .unwrap()
        .render_header(&World::default())
        .unwrap();
    assert_eq!(rendered.expose(), "Bearer s3cret/+\"< 7 s3cret/+\"<!");
    assert_eq!(rendered.redacted(), "Bearer •••••• 7 ••••••!");
    assert_eq!(format!("{rendered:?}"), "Rendered(\"Bearer •••••• 7 ••••••!\")");
}

#[test]
fn every_encoded_form_is_known_to_the_redaction() {
    let world = World::default();
    let url =
        at(Site::EndpointUrl, |scope| UrlTemplate::parse("/{token}/{client.n}?k={field.X-Api-Key}", scope)).unwrap();
    let mut query = FormTemplate::default();
    query.set("key", parse(Site::RequestQuery, "a {token}").unwrap(), Presence::Always);
    let url = url.render(&world, &query).unwrap();
    assert_eq!(url.redacted(), "https://api.acme.test/••••••/7?k=••••••&key=a+••••••");
    assert_eq!(url.target.secret_forms().collect::<Vec<_>>(), ["s3cret%2F%2B%22%3C"; 3]);
    assert!(!format!("{url:?}").contains("s3cret"));

    let body = json!({"typed": "{token}", "text": "<{token}>", "list": [1, "{client.n}"]});
    let json = at(Site::RequestBody, |scope| JsonTemplate::parse(&body, scope, "")).unwrap();
    let rendered = json.render(&world);
    assert_eq!(serde_json::from_str::<Value>(rendered.expose()).unwrap()["text"], json!("<s3cret/+\"<>"));
    assert_eq!(rendered.redacted(), r#"{"typed":"••••••","text":"<••••••>","list":[1,7]}"#);
    assert_eq!(rendered.secret_forms().next(), Some("s3cret/+\\\"<"));

    let xml = at(Site::RequestBody, |scope| RawBodyTemplate::parse("<k>{token}</k>", RawFormat::Xml, scope)).unwrap();
    assert_eq!(xml.render(&world).secret_forms().collect::<Vec<_>>(), ["s3cret/+&quot;&lt;"]);
}

#[test]
fn a_secret_inside_json_inside_a_form_stays_marked() {
    let form =
        at(Site::RequestBody, |scope| FormTemplate::parse(&json!({"meta": {"k": "{token}", "n": 1}}), scope, ""))
            .unwrap();
    let rendered = form.render(&World::default());
    assert_eq!(rendered.expose(), "meta=%7B%22k%22%3A%22s3cret%2F%2B%5C%22%3C%22%2C%22n%22%3A1%7D");
    assert_eq!(rendered.redacted(), "meta=%7B%22k%22%3A%22••••••%22%2C%22n%22%3A1%7D");
}

#[test]
fn where_no_secret_is_admitted_one_would_come_as_dots() {
    let template =
        at(Site::RequestBody, |scope| JsonTemplate::parse(&json!(["{token}", "a {token}"]), scope, "")).unwrap();
    assert_eq!(template.evaluate(&World::default()), json!(["••••••", "a ••••••"]));
}

#[test]
fn text_without_secrets_is_shown_as_it_is() {
    let rendered = parse(Site::RequestBody, "{client.phone}").unwrap().render_text(&World::default());
    assert!(!rendered.holds_secrets());
    assert_eq!(rendered.redacted(), rendered.expose());
}
