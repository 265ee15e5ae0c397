//! What became of the effects of a response: applied, or rejected with the reason.

use super::timeline::tail;
use crate::components::{Column, Glyph, Icon, RelativeTime, Table};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::conversation::{EffectEntry, EffectReport};
use serde_json::Value;

/// One line for each effect.
#[component]
pub(crate) fn EffectReportView(
    /// What came of them.
    report: EffectReport,
) -> impl IntoView {
    let applied = report.applied.set.into_iter().map(|(name, value)| (format!("set.{name}"), value));
    let applied = applied.chain(report.applied.save.into_iter().map(|(name, value)| (format!("save.{name}"), value)));
    let applied = applied.map(|(name, value)| view! {
        <li><span class="ok"><Glyph icon=Icon::Check /><span class="visually-hidden">{format!("{}: ", text!(conversations.applied))}</span></span><span><code>{name}</code>" "<code>{short(&value)}</code></span></li>
    });
    let rejected = report.rejected.into_iter().map(|one| view! {
        <li><span class="bad"><Glyph icon=Icon::Close /><span class="visually-hidden">{format!("{}: ", text!(conversations.rejected))}</span></span><span><code>{one.effect}</code>" "{one.reason}</span></li>
    });
    view! { <ul class="effects">{applied.collect_view()}{rejected.collect_view()}</ul> }.into_any()
}

/// A text without its quotes; anything else as JSON.
pub(super) fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What came of the effects of each execution.
#[component]
pub(super) fn Effects(effects: Vec<EffectEntry>) -> impl IntoView {
    if effects.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::new(text!(conversations.execution)),
        Column::new(text!(conversations.effects)),
        Column::new(text!(conversations.judged)).optional(),
    ];
    let row = |entry: EffectEntry| {
        let id = entry.execution_id.to_string();
        view! {
            <tr>
                <td><a class="mono" href=format!("{}/{id}", paths::EXECUTIONS)>{tail(&id)}</a></td>
                <td><EffectReportView report=entry.report /></td>
                <td class="opt"><RelativeTime at=entry.at /></td>
            </tr>
        }
    };
    view! {
        <section class="stack" aria-labelledby="effects">
            <h2 id="effects">{text!(conversations.effects)}</h2>
            <Table caption=text!(conversations.effects) columns>{effects.into_iter().map(row).collect_view()}</Table>
        </section>
    }
    .into_any()
}
