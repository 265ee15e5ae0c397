//! Rendering a JSON template: straight into text for the wire, or into a value for those who read it on.

use super::encode::Encoding::{Json, Plain};
use super::json_template::{JsonTemplate, Member, Node};
use super::rendered::Rendered;
use super::text::{Literals, evaluate};
use super::values::{Lookup, Presence, Values};
use serde_json::{Map, Value};

impl JsonTemplate {
    /// Renders compact JSON. It can't fail and can't be anything but JSON: values reach it through the encoder only.
    #[must_use]
    pub fn render(&self, values: &dyn Values) -> Rendered {
        let mut out = Rendered::default();
        self.root.write(values, &mut out);
        out
    }

    /// The value that the template stands for, for response mappings and callbox hooks. A secret comes as dots.
    #[must_use]
    pub fn evaluate(&self, values: &dyn Values) -> Value {
        self.root.evaluate(values)
    }
}

impl Node {
    fn write(&self, values: &dyn Values, out: &mut Rendered) {
        match self {
            Self::Fixed(value) => write_value(value, out),
            Self::Text(template) => {
                out.push("\"");
                template.write(values, Json, Literals::Encode, out);
                out.push("\"");
            }
            Self::Typed(path) => write_json(&values.lookup(path), out),
            Self::Array(nodes) => {
                let mut opening = "[";
                for node in nodes {
                    out.push(opening);
                    node.write(values, out);
                    opening = ",";
                }
                out.push(if opening == "[" { "[]" } else { "]" });
            }
            Self::Object(members) => {
                let mut opening = "{";
                for member in members.iter().filter(|member| member.is_written(values)) {
                    out.push(opening);
                    write_string(&member.name, out);
                    out.push(":");
                    member.node.write(values, out);
                    opening = ",";
                }
                out.push(if opening == "{" { "{}" } else { "}" });
            }
        }
    }

    fn evaluate(&self, values: &dyn Values) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Text(template) => template.evaluate(values),
            Self::Typed(path) => evaluate(path, values),
            Self::Array(nodes) => nodes.iter().map(|node| node.evaluate(values)).collect(),
            Self::Object(members) => {
                let written = members.iter().filter(|member| member.is_written(values));
                Value::Object(
                    written
                        .map(|member| (member.name.to_string(), member.node.evaluate(values)))
                        .collect::<Map<_, _>>(),
                )
            }
        }
    }
}

impl Member {
    fn is_written(&self, values: &dyn Values) -> bool {
        let mut paths = Vec::new();
        if self.presence == Presence::IfPresent {
            self.node.collect_paths(&mut paths);
        }
        !paths.iter().any(|path| matches!(values.lookup(path), Lookup::Absent))
    }
}

/// Writes a typed value where JSON expects one.
pub(super) fn write_json(found: &Lookup<'_>, out: &mut Rendered) {
    match found {
        Lookup::Value(value) => write_value(value, out),
        Lookup::Text(text) => write_string(text, out),
        Lookup::Secret(secret) => {
            out.push("\"");
            out.put_secret(secret, Json);
            out.push("\"");
        }
        Lookup::Absent => out.push("null"),
    }
}

fn write_string(text: &str, out: &mut Rendered) {
    out.push("\"");
    out.put(text, Json);
    out.push("\"");
}

fn write_value(value: &Value, out: &mut Rendered) {
    match value {
        Value::Null => out.push("null"),
        Value::String(text) => write_string(text, out),
        // serde_json writes numbers, arrays and objects as this does: compact.
        other => out.put_value(other, Plain),
    }
}
