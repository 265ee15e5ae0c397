//! Which braces are placeholders, and what stands in text.

use super::{World, at, parse, render};
use crate::templating::{Path, RawBodyTemplate, RawFormat, RenderError, Site, parse_value_path};
use Site::{ParameterFormat, RequestBody, RequestHeader};

#[test]
fn braces_around_anything_but_a_path_are_literal() {
    for text in [
        "",
        "plain",
        "{}",
        "{ }",
        "{1}",
        "{\"a\":1}",
        "{\"a\":{\"b\":{}}}",
        "[{\"a\":[{}]}]",
        "{a b}",
        "{ client.n }",
        "{color:red}",
        "{client.}",
        "{.client}",
        "{client..n}",
        "{client[x]}",
        "{client.a,b}",
        "a { b",
        "a } b",
        "{",
        "}",
        "{client.n",
        "{client\n.n}",
        "function(){return {};}",
        "{é}",
    ] {
        assert_eq!(render(RequestBody, text), text);
    }
}

#[test]
fn json_may_be_written_plainly_around_placeholders() {
    assert_eq!(render(RequestBody, "{\"a\":{client.n}}"), "{\"a\":7}");
    assert_eq!(render(RequestBody, "{\"a\":{\"b\":{client.n}},\"c\":{}}"), "{\"a\":{\"b\":7},\"c\":{}}");
}

#[test]
fn doubled_braces_are_plain_ones() {
    for (text, shown) in [
        ("{{client.n}}", "{client.n}"),
        ("{{{client.n}}}", "{7}"),
        ("{{\"a\":{\"b\":1}}}", "{\"a\":{\"b\":1}}"),
        ("{{ {client.n} }}", "{ 7 }"),
        ("a }} b", "a } b"),
        ("a {{ b", "a { b"),
    ] {
        assert_eq!(render(RequestBody, text), shown, "{text}");
    }
}

#[test]
fn values_in_text_are_written_by_their_kind() {
    for (text, shown) in [
        ("<{client.phone}>", "<+84 90>"),
        ("{client.n}/{client.ok}", "7/true"),
        ("[{client.none}{client.missing}]", "[]"),
        ("{client.list}", "[1,\"two\"]"),
        ("{client.list[1]}", "two"),
        ("{event} {event.name}", "received received"),
        ("{contact.queue}", "{\"id\":\"q-1\",\"address\":\"sales\"}"),
        ("{event.data.call.phone}", "+84"),
        ("{field.contact.phone}{field.region}", "s3cret/+\"<eu"),
    ] {
        assert_eq!(render(RequestBody, text), shown, "{text}");
    }
}

#[test]
fn a_rendered_value_is_never_scanned_again() {
    assert_eq!(render(RequestBody, "{client.evil}"), "{token}");
}

#[test]
fn a_header_with_a_line_break_is_refused_by_name() {
    let template = parse(RequestHeader, "a {client.x} b").unwrap();
    for evil in ["a\r\nX-Evil: 1", "a\n", "\r", "\0", "\u{7f}"] {
        let refused = template.render_header(&World::with_x(evil)).unwrap_err();
        assert!(matches!(&refused, RenderError::Refused { placeholder, .. } if placeholder == "client.x"), "{evil:?}");
        assert!(!refused.to_string().contains("Evil"), "the value may be secret");
    }
    assert_eq!(template.render_header(&World::with_x("ü\t")).unwrap().expose(), "a ü\t b");
    assert_eq!(parse(RequestHeader, "a\r\nb").unwrap_err().column, 2);
}

#[test]
fn a_format_stands_around_its_value() {
    let path = Path::client(parse_value_path("n").unwrap());
    let format = parse(ParameterFormat, "v{value}!").unwrap().with_value(&path);
    assert_eq!(format.render_text(&World::default()).expose(), "v7!");
    assert!(parse(ParameterFormat, "{client.n}").is_err());
    assert!(parse(RequestHeader, "{value}").is_err());
}

#[test]
fn an_absent_value_can_be_asked_for() {
    let world = World::default();
    let first = |text| parse(RequestBody, text).unwrap().first_absent(&world).map(ToString::to_string);
    assert_eq!(first("{client.n} {client.missing}"), Some("client.missing".to_owned()));
    assert_eq!(first("{client.none}"), None, "null was given");
}

#[test]
fn xml_values_are_escaped_and_the_text_around_them_is_not() {
    let render = |format, x: &str| {
        let template =
            at(RequestBody, |scope| RawBodyTemplate::parse("<to a=\"{client.x}\">{{{client.x}}}</to>", format, scope))
                .unwrap();
        template.render(&World::with_x(x)).into_exposed()
    };
    assert_eq!(
        render(RawFormat::Xml, "<&'\">"),
        "<to a=\"&lt;&amp;&apos;&quot;&gt;\">{&lt;&amp;&apos;&quot;&gt;}</to>"
    );
    assert_eq!(render(RawFormat::Text, "<&>"), "<to a=\"<&>\">{<&>}</to>");
}
