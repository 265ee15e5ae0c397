//! TwoWay handover bodies.

use crate::templating::{Lookup, Path, Root, TemplateErrorKind, TwoWayTemplate, Values, Variable};
use serde_json::{Value, json};

struct Handover(Value);

impl Values for Handover {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        match path.root {
            Root::TwoWay(variable) => Lookup::value(self.0.get(variable.name())),
            _ => Lookup::Absent,
        }
    }
}

fn rendered(text: &str, values: Value) -> String {
    TwoWayTemplate::parse(text).unwrap().render(&Handover(values)).into_exposed()
}

#[test]
fn outside_strings_a_value_is_json_and_inside_it_is_escaped() {
    let text =
        "{ \"id\": $chatId,\n \"both\": \"{{$chatId}}/$channel\", \"context\": {{$context}}, \"text\": \"$context\" }";
    let values = json!({"chatId": "a\"b", "channel": "WhatsApp", "context": {"k": [1]}});
    assert_eq!(
        rendered(text, values),
        "{ \"id\": \"a\\\"b\",\n \"both\": \"a\\\"b/WhatsApp\", \"context\": {\"k\":[1]}, \"text\": \"{\\\"k\\\":[1]}\" }"
    );
}

#[test]
fn an_absent_context_is_an_empty_object_and_any_other_absent_value_null_or_empty() {
    assert_eq!(rendered(r#"[$context,"$context",$sessionId,"<$sessionId>"]"#, json!({})), r#"[{},"{}",null,"<>"]"#);
}

#[test]
fn all_seven_variables_are_known() {
    let members: Vec<String> = Variable::ALL.iter().map(|variable| format!("\"{0}\": ${0}", variable.name())).collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(serde_json::from_str::<Value>(&rendered(&text, json!({}))).unwrap().as_object().unwrap().len(), 7);
}

#[test]
fn dollar_signs_that_name_nothing_are_literal() {
    let text = r#"{"price": "5 $", "a": "$1", "\u0024type": "x", "q": "\"$chatId"}"#;
    assert_eq!(rendered(text, json!({"chatId": "c"})), text.replace("$chatId", "c"));
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, kind, line, column) in [
        ("{\"a\":\n $chatid}", TemplateErrorKind::UnknownName, 2, 2),
        ("{\"a\": \"$chatIdx\"}", TemplateErrorKind::UnknownName, 1, 8),
        ("{\"$type\": 1}", TemplateErrorKind::UnknownName, 1, 3),
        ("{$chatId: 1}", TemplateErrorKind::InvalidDocument, 1, 2),
        ("{\"a\": $chatId$channel}", TemplateErrorKind::InvalidDocument, 1, 14),
        ("{\"a\": 1$chatId}", TemplateErrorKind::InvalidDocument, 1, 8),
        ("{\"a\": {$context}}", TemplateErrorKind::InvalidDocument, 1, 8),
        ("{\"a\": \"\\u00$chatId\"}", TemplateErrorKind::InvalidDocument, 1, 13),
        ("{\"a\": \"\\$chatId\"}", TemplateErrorKind::InvalidDocument, 1, 9),
        ("", TemplateErrorKind::InvalidDocument, 1, 1),
    ] {
        let error = TwoWayTemplate::parse(text).unwrap_err();
        assert_eq!((error.kind, error.line, error.column), (kind, line, column), "{text}: {error}");
    }
    assert!(TwoWayTemplate::parse("$chatid").unwrap_err().to_string().contains("did you mean $chatId?"));
}

proptest::proptest! {
    #[test]
    fn whatever_the_values_are_the_body_is_json(text in "[\\[\\]{}\":, $a\\\\0-9]{0,12}(\\$chatId|\\$context|\\{\\{\\$channel\\}\\}|\"|\\[|,){0,4}[\\]}\"]{0,3}", chat: String, number: i64) {
        if let Ok(template) = TwoWayTemplate::parse(&text) {
            for value in [json!(chat), json!(number), json!({"k": chat}), json!(null)] {
                let body = template.render(&Handover(json!({"chatId": value, "channel": value, "context": value})));
                proptest::prop_assert!(serde_json::from_str::<Value>(body.expose()).is_ok(), "{} -> {}", text, body.expose());
            }
        }
    }
}
