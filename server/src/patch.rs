//! PATCH: a merge patch (RFC 7396) over what can be written of an object.

use crate::problem::ApiError;
use patchbay_model::json;
use patchbay_model::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The draft that `current` becomes by `patch`.
///
/// # Errors
/// 422 when the result is no such draft, with the pointer of the member at fault.
pub fn merged<T: Serialize + DeserializeOwned>(current: &T, patch: Map<String, Value>) -> Result<T, ApiError> {
    let unreadable = |error: serde_json::Error| {
        ApiError::from(Problem::new(patchbay_model::problem::ProblemCode::Internal, error.to_string()))
    };
    let mut document = serde_json::to_value(current).map_err(unreadable)?;
    merge(&mut document, Value::Object(patch));
    // Line and column would be those of a text that nobody wrote.
    json::parse(&document.to_string()).map_err(|error| {
        let mut violation = error.into_violation();
        (violation.line, violation.column) = (None, None);
        Problem::invalid(vec![violation]).into()
    })
}

/// RFC 7396, section 2. Depth is bounded by the parser that read the patch.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(members) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in members {
        if value.is_null() {
            target.shift_remove(&name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        let cases = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ];
        for (mut target, patch, expected) in cases {
            merge(&mut target, patch);
            assert_eq!(target, expected);
        }
    }

    #[test]
    fn an_unknown_member_is_refused_with_its_pointer() {
        let draft = patchbay_model::key::KeyDraft { name: "a".into(), call_center_id: None, scopes: vec![] };
        let patch = json!({"colour": "red"}).as_object().cloned().unwrap();
        let error = merged(&draft, patch).unwrap_err();
        assert_eq!((error.problem().status, error.problem().pointer.as_deref()), (422, Some("/colour")));
    }
}
