//! Paths into JSON values: `contact.queue.items[0].id` (spec/templating.md, rule 1).

use crate::sentence;
use crate::sentence::Sentence;
use serde_json::{Map, Value};
use std::fmt;

/// The most steps of a path. It bounds the depth of what [`ValuePath::set`] builds, far below JSON's own 128.
pub const MAXIMUM_STEPS: usize = 64;
/// The greatest index that [`ValuePath::set`] fills up to: a path must not cost a gigabyte of nulls.
const MAXIMUM_SET_INDEX: usize = 255;

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A member of an object.
    Key(Box<str>),
    /// An element of an array.
    Index(usize),
}

/// Steps into a JSON value; none at all means the value itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ValuePath {
    steps: Vec<Step>,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ValuePathError {
    /// What is wrong and how to write it.
    pub message: Sentence,
    /// The byte where it goes wrong.
    pub offset: usize,
}

/// The place that a path leads to is taken by something that can't hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence::from(*self))]
pub enum SetError {
    /// A value on the way is no object, or no array.
    Taken,
    /// An index past 255.
    TooFar,
}

impl From<SetError> for Sentence {
    fn from(error: SetError) -> Self {
        match error {
            SetError::Taken => sentence!("a value on the way is already something else"),
            SetError::TooFar => sentence!("an index is over 255"),
        }
    }
}

/// Reads a path such as `access_token`, `data.items[0].id` or `[2].name`.
///
/// # Errors
/// The place where the text stops being a path.
pub fn parse_value_path(text: &str) -> Result<ValuePath, ValuePathError> {
    let error = |message, offset| Err(ValuePathError { message, offset });
    let mut steps = Vec::new();
    let mut at = 0;
    while at < text.len() || steps.is_empty() {
        let rest = &text[at..];
        let step = if let Some(inner) = rest.strip_prefix('[') {
            let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
            // Nine digits fit a usize everywhere, the browser's 32 bits included.
            if !(1..=9).contains(&digits) || !inner[digits..].starts_with(']') {
                return error(sentence!("write an index as [0]"), at);
            }
            at += digits + 2;
            Step::Index(inner[..digits].parse().unwrap_or_default())
        } else {
            if at > 0 && !rest.starts_with('.') {
                return error(sentence!("separate names with a dot"), at);
            }
            at += usize::from(at > 0);
            let name = &text[at..];
            let length = name.find(|c: char| !is_name_character(c)).unwrap_or(name.len());
            if length == 0 {
                return error(sentence!("write a path such as contact.items[0].id"), at);
            }
            at += length;
            Step::Key(name[..length].into())
        };
        steps.push(step);
        if steps.len() > MAXIMUM_STEPS {
            return error(sentence!("a path has at most 64 steps"), at);
        }
    }
    Ok(ValuePath { steps })
}

/// What a name in a path may hold: letters and digits of any alphabet, and the signs that JSON names are found with
/// in practice. Quotes, commas and spaces are left out, so that JSON in a text stays literal.
pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@' | ':' | '#' | '/' | '+' | '~' | '*' | '%' | '!')
}

impl ValuePath {
    pub(super) const fn new(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// A path of one name, whatever characters it has.
    #[must_use]
    pub fn key(name: &str) -> Self {
        Self { steps: vec![Step::Key(name.into())] }
    }

    /// The steps, outermost first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether this is the value itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The value that the path leads to.
    #[must_use]
    pub fn get<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.steps.iter().try_fold(value, |value, step| match step {
            Step::Key(key) => value.as_object()?.get(&**key),
            Step::Index(index) => value.as_array()?.get(*index),
        })
    }

    /// Puts `new` where the path leads, making the objects and arrays on the way (spec/api.md: a dotted name in
    /// location body makes nested JSON). What was there before goes.
    ///
    /// # Errors
    /// Something on the way can't hold it; then `value` may hold new empty members, and `new` nowhere.
    pub fn set(&self, value: &mut Value, new: Value) -> Result<(), SetError> {
        let mut place = value;
        for step in &self.steps {
            place = match step {
                Step::Key(key) => {
                    if place.is_null() {
                        *place = Value::Object(Map::new());
                    }
                    let members = place.as_object_mut().ok_or(SetError::Taken)?;
                    members.entry(&**key).or_insert(Value::Null)
                }
                Step::Index(index) => {
                    if *index > MAXIMUM_SET_INDEX {
                        return Err(SetError::TooFar);
                    }
                    if place.is_null() {
                        *place = Value::Array(Vec::new());
                    }
                    let elements = place.as_array_mut().ok_or(SetError::Taken)?;
                    if elements.len() <= *index {
                        elements.resize(*index + 1, Value::Null);
                    }
                    &mut elements[*index]
                }
            };
        }
        *place = new;
        Ok(())
    }
}

impl fmt::Display for ValuePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_leads_into_objects_and_arrays() {
        let value = json!({"contact": {"queue": {"items": [{"id": 7}]}}, "@odata.x": 1});
        let path = parse_value_path("contact.queue.items[0].id").unwrap();
        assert_eq!(path.get(&value), Some(&json!(7)));
        assert_eq!(path.to_string(), "contact.queue.items[0].id");
        for absent in ["contact.queue.items[1].id", "contact.id.x", "contact[0]", "nothing"] {
            assert_eq!(parse_value_path(absent).unwrap().get(&value), None, "{absent}");
        }
        assert_eq!(parse_value_path("[1][0].a").unwrap().get(&json!([0, [{"a": true}]])), Some(&json!(true)));
    }

    #[test]
    fn what_is_no_path_is_told_with_its_place() {
        for (text, offset) in [
            ("", 0),
            ("a.", 2),
            (".a", 0),
            ("a..b", 2),
            ("a b", 1),
            ("a[x]", 1),
            ("a[", 1),
            ("a[0]b", 4),
            ("a[9999999999]", 1),
            ("a.\"b\"", 2),
        ] {
            assert_eq!(parse_value_path(text).unwrap_err().offset, offset, "{text}");
        }
        assert!(parse_value_path(&"a.".repeat(10_000)).unwrap_err().to_string().contains("64"));
    }

    #[test]
    fn a_dotted_name_makes_nested_json() {
        let mut body = json!({"contact": {"name": "Ann"}});
        let mut set = |path: &str, value| parse_value_path(path).unwrap().set(&mut body, value);
        assert_eq!(set("contact.phone", json!("+84")), Ok(()));
        assert_eq!(set("items[1].id", json!(2)), Ok(()));
        assert_eq!(set("contact.name.first", json!("A")), Err(SetError::Taken));
        assert_eq!(set("items[999999999]", json!(1)), Err(SetError::TooFar));
        assert_eq!(body, json!({"contact": {"name": "Ann", "phone": "+84"}, "items": [null, {"id": 2}]}));
    }
}
