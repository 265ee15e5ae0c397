//! Where several triggers hear the same: event by direction by queue.

use super::kind_words;
use crate::components::{Column, EmptyState, Icon, Table, Tag, Tone};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::event_integration::{Overlap, OverlapListener};
use patchbay_model::id::{CallCenterId, EventIntegrationId};

/// How many of the cells `id` listens in.
pub(super) fn shared_cells(overlaps: &[Overlap], id: EventIntegrationId) -> usize {
    let listens =
        |overlap: &&Overlap| overlap.listeners.iter().any(|listener| listener.event_integration_id == Some(id));
    overlaps.iter().filter(listens).count()
}

/// Each cell with who listens in it, in the order in which they run.
#[component]
pub(super) fn OverlapTable(
    call_center: CallCenterId,
    overlaps: Vec<Overlap>,
    /// Marked among the others.
    #[prop(default = None)]
    own: Option<EventIntegrationId>,
) -> impl IntoView {
    if overlaps.is_empty() {
        return view! {
            <EmptyState icon=Icon::Check title=text!(event_integrations.nothing_overlaps) explanation=text!(event_integrations.nothing_overlaps_help) />
        }
        .into_any();
    }
    let columns = vec![
        Column::new(text!(event_integrations.event)),
        Column::new(text!(event_integrations.conversations)).optional(),
        Column::new(text!(event_integrations.queue)),
        Column::new(text!(event_integrations.listeners)),
    ];
    let row = |overlap: Overlap| {
        let kind = kind_words(overlap.kind);
        view! {
            <tr>
                <td class="word">{overlap.event.to_string()}</td>
                <td class="opt">{kind}</td>
                <td>{overlap.queue.clone().map_or_else(|| view! { <span class="faint">{text!(event_integrations.direct)}</span> }.into_any(), |queue| view! { <code>{queue}</code> }.into_any())}</td>
                <td><ol class="listeners">{listeners(&call_center, overlap.listeners, own)}</ol></td>
            </tr>
        }
    };
    let rows = overlaps.into_iter().map(row).collect_view();
    view! { <Table caption=text!(event_integrations.overlap) columns>{rows}</Table> }.into_any()
}

/// Whether somebody before a listener keeps it from running. Who is skipped stops nobody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stopped {
    Never,
    IfThatOneRuns,
    Always,
}

fn listeners(
    call_center: &CallCenterId,
    listeners: Vec<OverlapListener>,
    own: Option<EventIntegrationId>,
) -> Vec<AnyView> {
    let mut stopped = Stopped::Never;
    let line = |listener: OverlapListener| {
        let (name, href) = match listener.event_integration_id {
            Some(id) => (listener.template, paths::event_integration(call_center, id)),
            None => (
                format!("{} · {}", listener.template, listener.endpoint),
                paths::endpoint(listener.template_id, listener.endpoint_id),
            ),
        };
        let mine = own.is_some() && listener.event_integration_id == own;
        let behind = match stopped {
            Stopped::Never => None,
            Stopped::IfThatOneRuns => Some(text!(event_integrations.does_not_run_if)),
            Stopped::Always => Some(text!(event_integrations.does_not_run)),
        };
        if listener.stop {
            stopped = stopped.max(if listener.conditional { Stopped::IfThatOneRuns } else { Stopped::Always });
        }
        view! {
            <li>
                {if mine { view! { <strong>{name}</strong> }.into_any() } else { view! { <a href=href>{name}</a> }.into_any() }}
                " " <span class="faint">{text!(event_integrations.ordinal_number, number = listener.ordinal)}</span>
                {listener.stop.then(|| view! { " " <Tag label=text!(event_integrations.stop_tag) tone=Tone::Warn /> })}
                {behind.map(|words| view! { " " <Tag label=words /> })}
            </li>
        }
        .into_any()
    };
    listeners.into_iter().map(line).collect()
}
