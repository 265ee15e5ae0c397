//! Which names are refused when saving, where, and with which advice.

use super::{at, parse};
use crate::templating::{AccessToken, Context, Known, Path, Root, Scope, Site, TemplateErrorKind, TextTemplate};
use Site::{CallboxHook, Condition, EndpointUrl, Iframe, RequestBody, RequestHeader, ResponseMapping};
use TemplateErrorKind::{NotAllowedHere, UnknownName, UnknownRoot};

#[test]
fn each_root_is_known_where_it_has_meaning_and_nowhere_else() {
    let table: [(&str, &[Site]); 14] = [
        ("field.X-Api-Key", &[EndpointUrl, RequestHeader, RequestBody]),
        ("integrator.host", &[EndpointUrl, RequestHeader, RequestBody, Iframe]),
        ("token", &[EndpointUrl, RequestHeader, RequestBody]),
        ("client.a.b[0]", &[EndpointUrl, RequestHeader, RequestBody]),
        ("authentications.basic:bob.x@y-z", &[RequestHeader]),
        ("id", &[EndpointUrl]),
        ("event", &[EndpointUrl, RequestHeader, RequestBody, Condition]),
        ("event.data.call.phone", &[EndpointUrl, RequestHeader, RequestBody, Condition]),
        ("contact.queue.id", &[EndpointUrl, RequestHeader, RequestBody, Condition]),
        ("call.agent.email", &[CallboxHook, Iframe]),
        ("data.contact.name", &[CallboxHook, Iframe]),
        ("response.body.items[0].id", &[ResponseMapping]),
        ("request.query_params", &[ResponseMapping]),
        ("debug", &[ResponseMapping]),
    ];
    for (path, sites) in table {
        for site in [EndpointUrl, RequestHeader, RequestBody, Condition, ResponseMapping, CallboxHook, Iframe] {
            let parsed = parse(site, &format!("{{{path}}}"));
            assert_eq!(parsed.is_ok(), sites.contains(&site), "{path} in {site:?}: {parsed:?}");
        }
    }
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_was_meant() {
    let table = [
        (RequestBody, "{phone}", UnknownRoot, 2, None),
        (RequestBody, "a {clint.phone}", UnknownRoot, 4, Some("client.phone")),
        (RequestBody, "{x-api-key}", UnknownRoot, 2, Some("field.X-Api-Key")),
        (EndpointUrl, "/c/{idd}", UnknownRoot, 5, Some("id")),
        (RequestBody, "{field.X-Api-Kee}", UnknownName, 8, Some("field.X-Api-Key")),
        (RequestBody, "{contact.phone}", UnknownName, 10, None),
        (RequestBody, "{contact.qeue.id}", UnknownName, 10, Some("contact.queue.id")),
        (RequestBody, "{contact.queue.adress}", UnknownName, 16, Some("contact.queue.address")),
        (RequestBody, "{contact.source.x}", UnknownName, 17, None),
        (RequestBody, "{contact.skills.id}", UnknownName, 17, None),
        (RequestBody, "{contact.queue[0]}", UnknownName, 15, None),
        (RequestBody, "{event.nmae}", UnknownName, 8, Some("event.name")),
        (RequestBody, "{event.name.x}", UnknownName, 13, None),
        (RequestBody, "{event[0]}", UnknownName, 7, None),
        (RequestBody, "{integrator}", UnknownName, 12, None),
        (RequestBody, "{integrator.hots}", UnknownName, 13, Some("integrator.host")),
        (RequestBody, "{client}", UnknownName, 8, None),
        (RequestBody, "{token.x}", UnknownName, 8, None),
        (RequestBody, "{field}", UnknownName, 7, None),
        (RequestBody, "{authentications.key}", NotAllowedHere, 2, None),
        (RequestBody, "{id}", UnknownRoot, 2, None),
        (Condition, "{client.x}", NotAllowedHere, 2, None),
        (ResponseMapping, "{response}", UnknownName, 10, None),
        (RequestBody, "{response.foo}", NotAllowedHere, 2, None),
    ];
    for (site, text, kind, column, suggestion) in table {
        let error = parse(site, text).unwrap_err();
        assert_eq!((error.kind, error.line, error.column), (kind, 1, column), "{text}: {error}");
        assert_eq!(error.suggestion.as_deref(), suggestion, "{text}: {error}");
    }
}

#[test]
fn a_message_says_what_to_do() {
    let message = |site, text| parse(site, text).unwrap_err().to_string();
    assert_eq!(
        message(RequestBody, "{contact.qeue.id}"),
        "{contact.qeue.id}: contact has no member qeue; did you mean {contact.queue.id}?"
    );
    assert_eq!(
        message(RequestBody, "{authentications.k}"),
        "{authentications.k}: authentications has no meaning in a request body, only in a request header"
    );
    assert_eq!(
        message(Condition, "{phone}"),
        "{phone}: nothing is called phone here; a placeholder in a condition begins with event, contact (write {{ for a plain brace)"
    );
    assert_eq!(
        message(RequestBody, "{field.Y}"),
        "{field.Y}: field has no Y: there is no parameter of this template of this name"
    );
    assert_eq!(
        message(RequestBody, "{integrator.x}"),
        "{integrator.x}: there are integrator.host, integrator.name, integrator.description"
    );
}

#[test]
fn the_position_counts_lines_and_characters() {
    let error = parse(RequestBody, "é {client.n}\n  ü {nonsense}").unwrap_err();
    assert_eq!((error.line, error.column, error.offset), (2, 6, 20));
}

#[test]
fn names_that_are_not_known_yet_are_open() {
    let context = Context { path_parameters: vec!["client".to_owned()], ..Context::default() };
    let root = |site, text: &str| Path::parse(text, Scope::new(site, &context)).unwrap().root;
    assert_eq!(root(RequestBody, "field.any.thing[x]"), Root::Field("any.thing[x]".into()));
    assert_eq!(root(RequestHeader, "authentications.a.b"), Root::Authentication("a.b".into()));
    assert_eq!(root(CallboxHook, "option.autoTicket"), Root::Option);
    assert_eq!(root(EndpointUrl, "client"), Root::PathParameter("client".into()), "a declared parameter comes first");
    assert_eq!(root(ResponseMapping, "response.headers.X-Next"), Root::ResponseHeader("x-next".into()));
}

#[test]
fn names_of_info_json_are_checked_when_known() {
    let context =
        Context { objects: Known::only(["customer"]), options: Known::only(["autoTicket"]), ..Context::default() };
    let scope = Scope::new(CallboxHook, &context);
    assert!(Path::parse("data.customer.anything[3].goes", scope).is_ok());
    assert_eq!(Path::parse("data.custmer.name", scope).unwrap_err().suggestion.as_deref(), Some("data.customer.name"));
    assert_eq!(Path::parse("option.autoTicket.x", scope).unwrap_err().kind, UnknownName);
    assert!(Path::parse("not a path", scope).is_err());
}

#[test]
fn an_auth_endpoint_cannot_use_the_token_that_it_gets() {
    let context = Context { access_token: AccessToken::Unavailable, ..Context::default() };
    let refused = TextTemplate::parse("Bearer {token}", Scope::new(RequestHeader, &context)).unwrap_err();
    assert_eq!((refused.kind, refused.column), (NotAllowedHere, 9));
}

#[test]
fn a_field_with_a_dot_in_its_name_is_one_name() {
    let path = at(RequestBody, |scope| Path::parse("field.contact.phone", scope)).unwrap();
    assert_eq!(path, Path::field("contact.phone"));
}
