//! Effects as they are recorded and shown: an upstream may echo a secret into what is mapped.

use super::Redactor;
use patchbay_model::execution::Effects;
use serde_json::{Map, Value};

impl Redactor {
    /// Effects with dots for secrets.
    #[must_use]
    pub fn effects(&self, effects: &Effects) -> Effects {
        let warnings = effects.warnings.iter().map(|warning| self.scrub(warning).into_owned()).collect();
        Effects { set: self.members(&effects.set), save: self.members(&effects.save), warnings }
    }

    fn members(&self, members: &Map<String, Value>) -> Map<String, Value> {
        members.iter().map(|(name, value)| (self.scrub(name).into_owned(), self.value(value))).collect()
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.scrub(text).into(),
            // A secret may be a number, and come back as one.
            Value::Number(number) => {
                let text = number.to_string();
                let shown = self.scrub(&text);
                if shown == text { value.clone() } else { shown.into() }
            }
            Value::Array(elements) => elements.iter().map(|element| self.value(element)).collect(),
            Value::Object(members) => self.members(members).into(),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::DOTS;
    use patchbay_model::secret::Secret;
    use serde_json::json;

    #[test]
    fn an_echoed_secret_is_dots_wherever_it_stands() {
        let redactor = Redactor::new(&[Secret::new("s3cret"), Secret::new("4711")]);
        let effects: Effects = serde_json::from_value(json!({
            "set": {"priority": 7},
            "save": {"echo": ["Key s3cret", {"s3cret": 4711}], "name": "Ann", "vip": true, "none": null}
        }))
        .unwrap();
        let shown = serde_json::to_value(redactor.effects(&effects)).unwrap();
        let expected = json!({
            "set": {"priority": 7},
            "save": {"echo": [format!("Key {DOTS}"), {DOTS: DOTS}], "name": "Ann", "vip": true, "none": null}
        });
        assert_eq!(shown, expected);
    }
}
