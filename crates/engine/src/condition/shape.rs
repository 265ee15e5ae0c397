//! How large a condition may be. The library walks its trees by recursion, with large frames: what is deep would cost
//! the process, so depth is bounded twice, in the text before anything is parsed and in the tree.

use super::{ConditionError, MAXIMUM_BYTES};
use cel::common::ast::{ComprehensionExpr, EntryExpr, Expr, IdedExpr};
use patchbay_model::sentence;

/// The most levels of a tree: evaluated in a debug build they take under 1 MiB of stack.
pub(super) const MAXIMUM_DEPTH: u16 = 24;
/// The most nodes of a tree, those that macros make included.
const MAXIMUM_NODES: usize = 300;
/// The most brackets inside of each other.
const MAXIMUM_BRACKETS: usize = 12;
/// The most `!` and `-` in a row.
const MAXIMUM_SIGNS: usize = 4;
/// The most `? :`.
const MAXIMUM_CHOICES: usize = 12;
/// The most additions: each may double a text.
const MAXIMUM_ADDITIONS: usize = 12;

/// Refuses what the parser would recurse into. It knows no strings: a condition that needs thirteen open brackets inside
/// of one is not lost on anybody.
pub(super) fn check_text(text: &str) -> Result<(), ConditionError> {
    if text.len() > MAXIMUM_BYTES {
        return Err(ConditionError::at(MAXIMUM_BYTES, sentence!("use at most 2,000 bytes")));
    }
    if text.trim().is_empty() {
        return Err(ConditionError::at(
            0,
            sentence!("write a condition such as contact.priority > 3, or leave it out"),
        ));
    }
    let (mut brackets, mut signs, mut choices) = (0_usize, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => brackets += 1,
            b')' | b']' | b'}' => brackets = brackets.saturating_sub(1),
            b'?' => choices += 1,
            _ => {}
        }
        signs = match byte {
            b'!' | b'-' => signs + 1,
            b' ' | b'\t' | b'\r' | b'\n' => signs,
            _ => 0,
        };
        if brackets > MAXIMUM_BRACKETS || signs > MAXIMUM_SIGNS || choices > MAXIMUM_CHOICES {
            return Err(ConditionError::at(at, sentence!("this is nested too deep: split it up, or simplify it")));
        }
    }
    Ok(())
}

/// Refuses what evaluation would recurse into too deep, or be busy with for too long.
pub(super) fn check_tree(expression: &IdedExpr) -> Result<(), ConditionError> {
    let mut size = Size { nodes: 0, additions: 0 };
    size.add(expression, 1)
}

struct Size {
    nodes: usize,
    additions: usize,
}

impl Size {
    fn add(&mut self, expression: &IdedExpr, depth: u16) -> Result<(), ConditionError> {
        self.nodes += 1;
        if matches!(&expression.expr, Expr::Call(call) if call.func_name == "_+_") {
            self.additions += 1;
        }
        if depth > MAXIMUM_DEPTH || self.nodes > MAXIMUM_NODES || self.additions > MAXIMUM_ADDITIONS {
            return Err(ConditionError::at(
                0,
                sentence!("this is too much for one condition: split it up, or simplify it"),
            ));
        }
        if matches!(expression.expr, Expr::Unspecified | Expr::Struct(_)) {
            return Err(ConditionError::at(
                0,
                sentence!("a condition makes no messages: compare values of event and contact"),
            ));
        }
        children(expression).into_iter().try_for_each(|child| self.add(child, depth + 1))
    }
}

/// The parts of an expression.
pub(super) fn children(expression: &IdedExpr) -> Vec<&IdedExpr> {
    match &expression.expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Comprehension(comprehension) => {
            let ComprehensionExpr { iter_range, accu_init, loop_cond, loop_step, result, .. } = &**comprehension;
            vec![iter_range, accu_init, loop_cond, loop_step, result]
        }
        Expr::Map(map) => entries(map.entries.iter().map(|entry| &entry.expr)),
        Expr::Struct(message) => entries(message.entries.iter().map(|entry| &entry.expr)),
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Vec::new(),
    }
}

fn entries<'e>(entries: impl Iterator<Item = &'e EntryExpr>) -> Vec<&'e IdedExpr> {
    let parts = entries.flat_map(|entry| match entry {
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
        EntryExpr::StructField(field) => vec![&field.value],
    });
    parts.collect()
}
