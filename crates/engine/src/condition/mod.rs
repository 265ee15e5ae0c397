//! Conditions of triggers: CEL over `event` and `contact` (spec/events.md, JSON for Configuration).
//!
//! # Layout
//! [`Condition::compile`] is what saving does: `shape` bounds the text and the tree, `names` holds every name against the
//! placeholder language's table, `steps` puts a meter into every loop. [`Facts`] are the values, [`Condition::evaluate`]
//! says yes or no.
//!
//! # Invariants
//! A condition that was saved costs neither the stack nor the time of the process, whatever its author and the sender of
//! the event meant by it: its text, its depth, its parts, the turns of its loops and what they may carry are bounded.

use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
mod facts;
mod names;
mod shape;
mod steps;

#[cfg(test)]
mod tests;

use cel::common::ast::IdedExpr;
use cel::parser::PrattParser;
use cel::{ExecutionError, Value};
use patchbay_model::json::{Position, locate_in_string};
use patchbay_model::valid::Violation;

pub use facts::Facts;

/// The most bytes of a condition.
pub const MAXIMUM_BYTES: usize = 2000;

/// A condition, ready to be evaluated for any event.
#[derive(Debug, Clone)]
pub struct Condition {
    expression: IdedExpr,
}

/// Why a condition is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConditionError {
    /// What is wrong and what to do, one sentence for a person.
    pub message: Sentence,
    /// Bytes from the start of the condition.
    pub offset: usize,
}

/// Why a condition says neither yes nor no of an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the condition can't be evaluated: {0}")]
pub struct Undecided(pub String);

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn compile(text: &str) -> Result<Self, ConditionError> {
        shape::check_text(text)?;
        let parser = PrattParser::new().max_recursion_depth(shape::MAXIMUM_DEPTH).error_recovery_limit(1);
        let mut expression = parser.parse(text).map_err(|errors| ConditionError::parse(text, errors))?;
        shape::check_tree(&expression)?;
        names::check(text, &expression)?;
        steps::meter(&mut expression);
        Ok(Self { expression })
    }

    /// Whether the condition holds.
    ///
    /// # Errors
    /// It looks for what is not there, compares what can't be compared, goes on for too long, or gives no yes or no.
    pub fn evaluate(&self, facts: &Facts) -> Result<bool, Undecided> {
        let result = facts.resolve(&self.expression);
        match result {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(_) => Err(Undecided("it gives a value that is neither true nor false".to_owned())),
            Err(error) => Err(Undecided(explain(&error))),
        }
    }
}

/// The library's messages show whole values, which may be a customer's: only names are repeated.
fn explain(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchKey(name) => {
            format!("there is no {name}; ask has(…) first where it may be missing")
        }
        ExecutionError::NoSuchOverload(overload) => {
            format!("{} can't be applied to {}", overload.function(), overload.argument_types().join(" and "))
        }
        ExecutionError::FunctionError { function, message } => format!("{function}: {message}"),
        ExecutionError::IndexOutOfBounds(_) => "a list has fewer elements than are asked for".to_owned(),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => "it divides by zero".to_owned(),
        ExecutionError::Overflow(..) => "a number becomes too large".to_owned(),
        ExecutionError::UnexpectedType { got, want } => format!("{want} is expected where {got} stands"),
        _ => "its values don't fit together".to_owned(),
    }
}

impl ConditionError {
    fn at(offset: usize, message: Sentence) -> Self {
        Self { message, offset }
    }

    fn parse(text: &str, errors: cel::ParseErrors) -> Self {
        let Some(first) = errors.errors.into_iter().next() else {
            return Self::at(0, sentence!("this is no condition"));
        };
        let (line, column) = first.pos;
        let before = text.split_inclusive('\n').take(usize::try_from(line - 1).unwrap_or(0));
        let start: usize = before.map(str::len).sum();
        let message = first.msg.trim_start_matches("Syntax error: ").replace("'<EOF>'", "the end");
        let message = sentence!("this is no condition: %{why}", why = message.replace("<EOF>", "the end"));
        Self::at(start + usize::try_from(column - 1).unwrap_or(0), message)
    }

    /// As a violation of the text member at `pointer`.
    #[must_use]
    pub fn into_violation(self, pointer: impl Into<String>, text: &str) -> Violation {
        let Position { line, column, .. } = Position::at(text, self.offset);
        Violation { pointer: pointer.into(), message: self.message, line: Some(line), column: Some(column) }
    }

    /// As a violation inside of a JSON text, where the condition is the string at `pointer`; the violation's own pointer
    /// begins with `prefix`.
    #[must_use]
    pub fn into_violation_in(self, document: &str, pointer: &str, prefix: &str) -> Violation {
        let place = locate_in_string(document, pointer, self.offset);
        let (line, column) = place.map(|place| (place.line, place.column)).unzip();
        Violation { pointer: format!("{prefix}{pointer}"), message: self.message, line, column }
    }
}
