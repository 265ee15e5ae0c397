//! What a condition sees of one event.

use super::steps::{MAXIMUM_TURNS, METER};
use cel::common::ast::IdedExpr;
use cel::objects::{Key, Map};
use cel::{Context, Env, ExecutionError, Value};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// Objects of `contact` that are null when they are not known. A condition may ask for their members all the same:
/// `contact.queue.address == "sales"` is false of a direct call, and no mistake.
const OBJECTS: [(&str, &[&str]); 3] = [
    ("queue", &["id", "address"]),
    ("forwarding_queue", &["id", "address"]),
    ("agent", &["id", "number", "chat_address"]),
];

/// `event` and `contact`, turned into the library's values once and shared by all conditions that look at them.
pub struct Facts {
    context: Context<'static, 'static>,
    turns: Arc<AtomicUsize>,
    limit: usize,
}

impl Facts {
    /// Takes the views that placeholders see as well.
    #[must_use]
    pub fn new(event: &Json, contact: &Json) -> Self {
        let mut bytes = 0;
        let event = convert(event, &mut bytes);
        let contact = fill(contact, &mut bytes);
        let turns = Arc::new(AtomicUsize::new(0));
        let limit = MAXIMUM_TURNS / (1 + bytes / 1024);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.add_variable_from_value("event", event);
        context.add_variable_from_value("contact", contact);
        let counter = Arc::clone(&turns);
        let meter = move |range: Value| -> Result<Value, ExecutionError> {
            let length = match &range {
                Value::List(elements) => elements.len(),
                Value::Map(members) => members.map.len(),
                _ => 0,
            };
            let turned = counter.fetch_add(length, Ordering::Relaxed) + length;
            if turned <= limit { Ok(range) } else { Err(ExecutionError::function_error("loop", TOO_LONG)) }
        };
        // The name is ours alone, so that it is never taken.
        let _ = context.add_function(METER, meter);
        Self { context, turns, limit }
    }

    pub(super) fn resolve(&self, expression: &IdedExpr) -> Result<Value, ExecutionError> {
        self.turns.store(0, Ordering::Relaxed);
        let value = Value::resolve(expression, &self.context)?;
        // `error || true` is true: an error of the meter may have been swallowed.
        if self.turns.load(Ordering::Relaxed) > self.limit {
            return Err(ExecutionError::function_error("loop", TOO_LONG));
        }
        Ok(value)
    }
}

const TOO_LONG: &str = "it takes too many steps";

fn fill(contact: &Json, bytes: &mut usize) -> Value {
    let Json::Object(members) = contact else { return convert(contact, bytes) };
    let mut filled = HashMap::with_capacity(members.len());
    for (name, member) in members {
        let shape = OBJECTS.iter().find(|(object, _)| object == name).filter(|_| member.is_null());
        let value = match shape {
            Some((_, names)) => map(names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect()),
            None => convert(member, bytes),
        };
        filled.insert(name.clone(), value);
    }
    map(filled)
}

/// Whole numbers become `int` as far as they fit: `contact.priority + 1` is meant, not `contact.priority + 1u`.
fn convert(value: &Json, bytes: &mut usize) -> Value {
    *bytes += 8;
    match value {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::UInt(number),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => {
            *bytes += text.len();
            Value::from(text.as_str())
        }
        Json::Array(elements) => {
            Value::List(Arc::new(elements.iter().map(|element| convert(element, bytes)).collect()))
        }
        Json::Object(members) => {
            let pairs = members.iter().map(|(name, member)| {
                *bytes += name.len();
                (name.clone(), convert(member, bytes))
            });
            map(pairs.collect())
        }
    }
}

fn map(members: HashMap<String, Value>) -> Value {
    let members = members.into_iter().map(|(name, value)| (Key::String(Arc::new(name)), value));
    Value::Map(Map { map: Arc::new(members.collect()) })
}
