//! The step limit. The library has none, so every loop is made to ask first: what it runs over passes through a function
//! of ours that counts its elements. Outside of loops a condition can't take more steps than its text has parts.

use cel::common::ast::{CallExpr, EntryExpr, Expr, IdedExpr};

/// The name of the function; no author can write it.
pub(super) const METER: &str = "@meter";
/// The most turns of all loops of one evaluation together, for an event of up to 1 KiB; a larger one makes each turn
/// count for more, because what a turn copies is at most the event.
pub(super) const MAXIMUM_TURNS: usize = 10_000;

/// Puts the meter before every loop.
pub(super) fn meter(expression: &mut IdedExpr) {
    match &mut expression.expr {
        Expr::Call(call) => {
            call.target.as_deref_mut().into_iter().chain(&mut call.args).for_each(meter);
        }
        Expr::Select(select) => meter(&mut select.operand),
        Expr::List(list) => list.elements.iter_mut().for_each(meter),
        Expr::Map(map) => {
            for entry in &mut map.entries {
                if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                    meter(&mut entry.key);
                    meter(&mut entry.value);
                }
            }
        }
        Expr::Comprehension(comprehension) => {
            for part in [
                &mut comprehension.iter_range,
                &mut comprehension.accu_init,
                &mut comprehension.loop_cond,
                &mut comprehension.loop_step,
                &mut comprehension.result,
            ] {
                meter(part);
            }
            let range = std::mem::take(&mut comprehension.iter_range);
            let call = CallExpr { func_name: METER.to_owned(), target: None, args: vec![range] };
            comprehension.iter_range = IdedExpr { id: 0, expr: Expr::Call(call) };
        }
        Expr::Struct(_) | Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}
