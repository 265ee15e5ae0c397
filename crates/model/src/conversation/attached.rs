//! What was left with a conversation, by whom, and who wins (spec/events.md, save).

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The most bytes of all keys and values together, as JSON.
pub const MAXIMUM_ATTACHED_BYTES: usize = 16 * 1024;

closed_set!(
    /// Who left it, weakest first.
    DataOrigin {
        /// An integration's `save`.
        Integration = "integration",
        /// The agent.
        Agent = "agent",
        /// The customer.
        Customer = "customer",
    }
);

/// One value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attached {
    /// What was left.
    pub value: Value,
    /// By whom.
    pub origin: DataOrigin,
}

/// Everything that was left with a conversation, by key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct AttachedData(BTreeMap<String, Attached>);

/// Why a value was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAttached {
    /// `^[A-Za-z_][A-Za-z0-9_.-]*$`.
    #[error("the key begins with a letter or _ and goes on with letters, digits, _ . and -")]
    Key,
    /// A customer's value stands against an agent's, an agent's against an integration's.
    #[error("the {0} left a value under this key, which counts for more")]
    Outranked(DataOrigin),
    /// It would be too much.
    #[error("attached data holds at most 16 KiB in all")]
    TooMuch,
}

impl AttachedData {
    /// Puts a value under `key`; a later one of the same or a weaker origin is overwritten.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub fn attach(&mut self, key: &str, value: Value, origin: DataOrigin) -> Result<(), NotAttached> {
        if !is_key(key) {
            return Err(NotAttached::Key);
        }
        let before = self.0.get(key);
        if let Some(stronger) = before.filter(|before| before.origin > origin) {
            return Err(NotAttached::Outranked(stronger.origin));
        }
        let freed = before.map_or(0, |before| weight(key, &before.value));
        if self.bytes() - freed + weight(key, &value) > MAXIMUM_ATTACHED_BYTES {
            return Err(NotAttached::TooMuch);
        }
        self.0.insert(key.to_owned(), Attached { value, origin });
        Ok(())
    }

    /// Bytes of all keys and values.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|(key, attached)| weight(key, &attached.value)).sum()
    }

    /// The values by key, without who left them.
    #[must_use]
    pub fn values(&self) -> Map<String, Value> {
        self.0.iter().map(|(key, attached)| (key.clone(), attached.value.clone())).collect()
    }

    /// The value under `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Attached> {
        self.0.get(key)
    }

    /// Keys in order, with what stands under them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Attached)> {
        self.0.iter().map(|(key, attached)| (key.as_str(), attached))
    }
}

/// Whether data can be attached under `key`: `^[A-Za-z_][A-Za-z0-9_.-]*$`.
#[must_use]
pub fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

fn weight(key: &str, value: &Value) -> usize {
    // The colon, the comma and the key's quotes, as in the document that is stored.
    key.len() + value.to_string().len() + 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use DataOrigin::{Agent, Customer, Integration};
    use serde_json::json;

    #[test]
    fn a_customer_wins_over_an_agent_and_an_agent_over_an_integration() {
        let rank = [Integration, Agent, Customer];
        for (strength, first) in rank.into_iter().enumerate() {
            for (other, second) in rank.into_iter().enumerate() {
                let mut data = AttachedData::default();
                data.attach("name", json!("first"), first).unwrap();
                let result = data.attach("name", json!("second"), second);
                let (kept, expected) =
                    if other >= strength { ("second", Ok(())) } else { ("first", Err(NotAttached::Outranked(first))) };
                assert_eq!(result, expected, "{first} then {second}");
                assert_eq!(data.get("name").unwrap().value, json!(kept), "{first} then {second}");
            }
        }
    }

    #[test]
    fn a_key_is_a_name() {
        for good in ["a", "_", "A1", "crm.name", "x-y_z"] {
            assert_eq!(AttachedData::default().attach(good, json!(1), Agent), Ok(()), "{good}");
        }
        for bad in ["", "1a", ".a", "-a", "a b", "ä", "a/b", "a\n"] {
            assert_eq!(AttachedData::default().attach(bad, json!(1), Agent), Err(NotAttached::Key), "{bad}");
        }
    }

    #[test]
    fn all_of_it_fits_into_16_kib_and_what_does_not_fit_changes_nothing() {
        let mut data = AttachedData::default();
        let text = |length: usize| json!("x".repeat(length));
        data.attach("a", text(8 * 1024), Integration).unwrap();
        let before = data.clone();
        assert_eq!(data.attach("b", text(8 * 1024), Integration), Err(NotAttached::TooMuch));
        assert_eq!(data.attach("a", text(16 * 1024), Integration), Err(NotAttached::TooMuch));
        assert_eq!(data, before);
        data.attach("a", text(MAXIMUM_ATTACHED_BYTES - "a".len() - 6), Integration).unwrap();
        assert_eq!(data.bytes(), MAXIMUM_ATTACHED_BYTES, "what is overwritten makes room");
    }
}
