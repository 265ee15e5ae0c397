//! URLs: the host stays, segments stay, values stay where they stand.

use super::{World, at, parse};
use crate::templating::{FormTemplate, Host, Presence, RenderError, Scheme, Site, TemplateError, UrlTemplate};
use serde_json::{Value, json};

fn url(text: &str) -> Result<UrlTemplate, TemplateError> {
    at(Site::EndpointUrl, |scope| UrlTemplate::parse(text, scope))
}

fn rendered(text: &str, x: impl Into<Value>) -> Result<String, RenderError> {
    url(text).unwrap().render(&World::with_x(x), &FormTemplate::default()).map(|url| url.expose())
}

#[test]
fn a_path_is_joined_to_the_integrators_host() {
    for (text, whole) in [
        ("/contacts/{client.x}", "https://api.acme.test/contacts/a%2Fb%20c"),
        ("contacts", "https://api.acme.test/contacts"),
        ("/", "https://api.acme.test/"),
        ("https://{integrator.host}", "https://api.acme.test/"),
        ("https://{integrator.host}/v1/{x}", "https://api.acme.test/v1/a%2Fb%20c"),
        ("https://other.test:8443?q={client.x}&r=1", "https://other.test:8443/?q=a%2Fb+c&r=1"),
        ("HTTP://other.test/{client.x}/{{b}}", "http://other.test/a%2Fb%20c/%7Bb%7D"),
        ("/v1/things:search/é|", "https://api.acme.test/v1/things:search/%C3%A9%7C"),
        ("/{event}/{integrator.host}", "https://api.acme.test/received/api.acme.test"),
        ("/go?to=https://x.y/a?b", "https://api.acme.test/go?to=https://x.y/a?b"),
        ("/a%2Fb/", "https://api.acme.test/a%2Fb/"),
    ] {
        assert_eq!(rendered(text, "a/b c").unwrap(), whole, "{text}");
    }
}

#[test]
fn the_parts_are_known_when_saving() {
    let template = url("http://127.0.0.1:9098/{event}?a=1").unwrap();
    assert_eq!((template.scheme(), template.has_query()), (Scheme::Http, true));
    assert_eq!(template.host(), &Host::Fixed("127.0.0.1:9098".to_owned()));
    assert_eq!(url("/x").unwrap().host(), &Host::Integrator);
    let paths: Vec<String> =
        url("/{id}/{client.x}?{token}").unwrap().paths().into_iter().map(ToString::to_string).collect();
    assert_eq!(paths, ["integrator.host", "id", "client.x", "token"]);
}

#[test]
fn what_is_no_url_is_refused_with_its_place() {
    for (text, column) in [
        ("", 1),
        ("ftp://x.y/", 1),
        ("https://", 9),
        ("https:///x", 9),
        ("https://{client.x}/", 9),
        ("https://{client.x}.acme.test/", 9),
        ("https://api.{integrator.host}/", 13),
        ("https://{integrator.host}.evil.test/", 26),
        ("https://{integrator.host}{client.x}/", 26),
        ("https://{integrator.host}:8443/", 26),
        ("https://user@x.y/", 9),
        ("https://x.y\\@evil.test/", 12),
        ("{integrator.host}/x", 1),
        ("//evil.test/x", 1),
        ("/a b", 3),
        ("/a#b", 3),
        ("/a\nb", 3),
        ("/a/%{client.x}", 4),
        ("/a/%2", 4),
        ("/a/../b", 4),
        ("/a/%2E%2e", 4),
        ("/./{client.x}", 2),
        ("/a/{nonsense}", 5),
    ] {
        let error = url(text).unwrap_err();
        assert_eq!(
            (error.line, error.column),
            (if text.contains('\n') { 1 } else { error.line }, column),
            "{text}: {error}"
        );
    }
}

#[test]
fn a_value_of_dots_never_changes_the_path() {
    for (text, x) in [
        ("/a/{client.x}/b", ".."),
        ("/a/{client.x}", "."),
        ("/a/.{client.x}", "."),
        ("/a/%2e{client.x}", "."),
        ("/a/{client.x}{client.x}", "."),
        ("/a/{client.x}?q=1", ".."),
    ] {
        let refused = rendered(text, x).unwrap_err();
        assert!(matches!(&refused, RenderError::Refused { placeholder, .. } if placeholder == "client.x"), "{text}");
    }
    for (x, segment) in [
        ("...", "..."),
        ("..a", "..a"),
        ("%2e%2e", "%252e%252e"),
        ("../..", "..%2F.."),
        ("..\\..", "..%5C.."),
        ("?#", "%3F%23"),
    ] {
        assert_eq!(rendered("/a/{client.x}/b", x).unwrap(), format!("https://api.acme.test/a/{segment}/b"));
    }
}

#[test]
fn a_segment_without_value_fails_and_names_the_placeholder() {
    for x in [json!(null), json!("")] {
        let failed = rendered("/contacts/{client.x}", x).unwrap_err();
        assert_eq!(failed, RenderError::Unresolved { placeholder: "client.x".to_owned() });
    }
    let absent = url("/a-{client.missing}").unwrap().render(&World::default(), &FormTemplate::default()).unwrap_err();
    assert!(absent.to_string().contains("{client.missing}"));
    assert_eq!(rendered("/a-{client.x}", "").unwrap(), "https://api.acme.test/a-");
    assert_eq!(rendered("/a?q={client.missing}", "").unwrap(), "https://api.acme.test/a?q=", "elsewhere it is empty");
}

#[test]
fn an_integrators_host_is_checked_again() {
    for host in ["", "evil.test/", "a@evil.test", "evil.test#", "x y", "https://x.y"] {
        let world = World { host: host.to_owned(), ..World::default() };
        let refused = url("/x").unwrap().render(&world, &FormTemplate::default()).unwrap_err();
        assert!(matches!(refused, RenderError::Configuration { .. }), "{host}");
    }
}

#[test]
fn query_parameters_follow_what_the_url_brings() {
    let params = json!({"q": "{client.x}", "limit": 1, "none": null, "ids": ["{client.x}", true], "a b": "c&d"});
    let mut query = at(Site::RequestQuery, |scope| FormTemplate::parse(&params, scope, "")).unwrap();
    query.set("limit", parse(Site::RequestQuery, "2").unwrap(), Presence::Always);
    query.set("maybe", parse(Site::RequestQuery, "{client.missing}").unwrap(), Presence::IfPresent);
    let whole = |text| url(text).unwrap().render(&World::with_x("a&b=\"c"), &query).unwrap().expose();
    assert_eq!(
        whole("/s?v=1"),
        "https://api.acme.test/s?v=1&q=a%26b%3D%22c&limit=2&none=&ids=%5B%22a%26b%3D%5C%22c%22%2Ctrue%5D&a+b=c%26d"
    );
    assert!(whole("/s").starts_with("https://api.acme.test/s?q="));
    assert_eq!(query.render_parts(&World::with_x("a&b"))[0].1.expose(), "a&b", "multipart parts are plain");
}

#[test]
fn a_path_parameter_takes_its_template() {
    let value = parse(Site::RequestBody, "v/{client.x}").unwrap();
    let template = url("/c/{id}/{x}").unwrap().with_path_parameter("id", &value).unwrap();
    let whole = template.render(&World::with_x("7 8"), &FormTemplate::default()).unwrap().expose();
    assert_eq!(whole, "https://api.acme.test/c/v%2F7%208/7%208");
    for fixed in ["", ".", ".."] {
        let fixed = parse(Site::RequestBody, fixed).unwrap();
        assert!(url("/c/{id}").unwrap().with_path_parameter("id", &fixed).is_err());
    }
    let dot = parse(Site::RequestBody, "%2e").unwrap();
    let whole = url("/c/{id}")
        .unwrap()
        .with_path_parameter("id", &dot)
        .unwrap()
        .render(&World::default(), &FormTemplate::default())
        .unwrap();
    assert_eq!(whole.expose(), "https://api.acme.test/c/%252e", "its text is a value, not a URL");
}
