//! Every name of a condition against the placeholder language's own table: `contact.qeue` is refused when saving, not
//! when a customer calls (spec/templating.md, rule 5).

use super::ConditionError;
use super::shape::children;
use cel::common::ast::{Expr, IdedExpr, LiteralValue};
use patchbay_model::sentence;
use patchbay_model::templating::{Context, Path, Scope, Site};

/// What can be called. Time and regular expressions are left out: the one would bring a table of all zones, the other
/// is compiled at every evaluation.
const FUNCTIONS: [&str; 10] =
    ["size", "contains", "startsWith", "endsWith", "int", "uint", "double", "string", "bool", "dyn"];

pub(super) fn check(text: &str, expression: &IdedExpr) -> Result<(), ConditionError> {
    Names { text, context: Context::default(), bound: Vec::new() }.walk(expression)
}

struct Names<'e> {
    text: &'e str,
    context: Context,
    /// Variables of the loops around.
    bound: Vec<&'e str>,
}

impl<'e> Names<'e> {
    fn walk(&mut self, expression: &'e IdedExpr) -> Result<(), ConditionError> {
        if let Some(path) = path_of(expression) {
            let root = path.split(['.', '[']).next().unwrap_or_default();
            return if self.bound.contains(&root) { Ok(()) } else { self.check_path(&path) };
        }
        match &expression.expr {
            Expr::Call(call) => self.check_function(&call.func_name)?,
            Expr::Comprehension(comprehension) => {
                self.walk(&comprehension.iter_range)?;
                let outside = self.bound.len();
                self.bound.extend([&*comprehension.iter_var, &*comprehension.accu_var]);
                self.bound.extend(comprehension.iter_var2.as_deref());
                let parts = children(expression).into_iter().skip(1).try_for_each(|part| self.walk(part));
                self.bound.truncate(outside);
                return parts;
            }
            _ => {}
        }
        children(expression).into_iter().try_for_each(|child| self.walk(child))
    }

    fn check_path(&self, path: &str) -> Result<(), ConditionError> {
        let root = path.split(['.', '[']).next().unwrap_or(path);
        if !matches!(root, "event" | "contact") {
            let message = sentence!("there is no %{root} in a condition: it looks at event and contact", root = root);
            return Err(ConditionError::at(find_name(self.text, root), message));
        }
        let Err(error) = Path::parse(path, Scope::new(Site::Condition, &self.context)) else { return Ok(()) };
        // Written with spaces or in brackets, the path is found by its root alone.
        let offset = self.text.find(path).map_or_else(|| find_name(self.text, root), |start| start + error.offset);
        Err(ConditionError::at(offset, error.message))
    }

    fn check_function(&self, name: &str) -> Result<(), ConditionError> {
        let operator = name.starts_with(['_', '@', '!', '-']) && !name.starts_with("_?.") && !name.starts_with("_[?");
        if operator || FUNCTIONS.contains(&name) {
            return Ok(());
        }
        let message = sentence!(
            "there is no function %{name}: use %{known} or a macro such as exists",
            name = name,
            known = FUNCTIONS.join(", ")
        );
        Err(ConditionError::at(find_name(self.text, name), message))
    }
}

/// Where `name` stands as a word of its own; the parser that is in use keeps no places.
fn find_name(text: &str, name: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let stands_alone = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(|c| is_part(c) || c == '.' && !text[*at..].starts_with(&format!("{name}(")))
            && !after.is_some_and(is_part)
    };
    text.match_indices(name).map(|(at, _)| at).find(stands_alone).unwrap_or(0)
}

/// `contact.skills[0].name` as the placeholder language writes it, if the expression is such a path.
fn path_of(expression: &IdedExpr) -> Option<String> {
    match &expression.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) => Some(format!("{}.{}", path_of(&select.operand)?, select.field)),
        Expr::Call(call) if call.func_name == "_[_]" && call.target.is_none() => match &*call.args {
            [operand, IdedExpr { expr: Expr::Literal(index), .. }] => match index {
                LiteralValue::Int(index) => Some(format!("{}[{}]", path_of(operand)?, index.inner())),
                LiteralValue::String(name) => Some(format!("{}.{}", path_of(operand)?, name.inner())),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
