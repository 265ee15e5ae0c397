//! What is too large with these values, and which value makes it so.

use super::values::RequestValues;
use crate::error::EngineError;
use crate::plan::json_pointer;
use patchbay_model::templating::{Lookup, Path, Root, Values};
use patchbay_model::valid::pointer_token;
use serde_json::Value;
use std::fmt::Write as _;

/// The refusal of a request that is over a limit. When values of the client body are in it, the caller can mend it: the
/// largest is named.
pub(super) fn too_large(detail: &str, paths: &[&Path], values: &RequestValues<'_>) -> EngineError {
    let of_client = paths.iter().filter(|path| path.root == Root::Client);
    let sized = of_client.map(|path| (path, value_bytes(path.rest.get(values.inputs.client))));
    match sized.max_by_key(|(_, bytes)| *bytes).filter(|(_, bytes)| *bytes > 0) {
        None => EngineError::config(detail),
        Some((path, _)) => {
            let (pointer, bytes) = heaviest(json_pointer(&path.rest), path.rest.get(values.inputs.client));
            let name = if pointer.is_empty() { "the client body" } else { &pointer };
            let detail = format!("{detail}; the largest value is {name} with {bytes} bytes");
            EngineError::config(detail).at(pointer)
        }
    }
}

/// The bytes that a placeholder stands for, before they are encoded.
pub(super) fn bytes(path: &Path, values: &RequestValues<'_>) -> usize {
    match values.lookup(path) {
        Lookup::Value(value) => value_bytes(Some(&value)),
        Lookup::Text(text) => text.len(),
        Lookup::Secret(secret) => secret.expose().len(),
        Lookup::Absent => 0,
    }
}

/// Follows the way down as long as one member holds more than half of it.
fn heaviest(mut pointer: String, value: Option<&Value>) -> (String, usize) {
    let mut value = value;
    loop {
        let whole = value_bytes(value);
        let inner: Option<(String, &Value)> = match value {
            Some(Value::Object(members)) => members
                .iter()
                .max_by_key(|(_, member)| value_bytes(Some(member)))
                .map(|(name, member)| (pointer_token(name), member)),
            Some(Value::Array(elements)) => elements
                .iter()
                .enumerate()
                .max_by_key(|(_, element)| value_bytes(Some(element)))
                .map(|(index, element)| (index.to_string(), element)),
            _ => None,
        };
        match inner.filter(|(_, inner)| value_bytes(Some(inner)) > whole / 2) {
            Some((token, inner)) => {
                // Writing to a String can't fail.
                let _ = write!(pointer, "/{token}");
                value = Some(inner);
            }
            None => return (pointer, whole),
        }
    }
}

fn value_bytes(value: Option<&Value>) -> usize {
    match value {
        None => 0,
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) => 8,
        Some(Value::String(text)) => text.len(),
        Some(Value::Array(elements)) => elements.iter().map(|element| value_bytes(Some(element))).sum(),
        Some(Value::Object(members)) => {
            members.iter().map(|(name, member)| name.len() + value_bytes(Some(member))).sum()
        }
    }
}
