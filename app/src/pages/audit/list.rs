//! `/audit`

use crate::api::audit::list_audit;
use crate::components::{
    Column, Crumb, EmptyState, FilterBar, FilterSelect, Loaded, MenuEntry, PageHead, Pager, RelativeTime, Table,
    TableSkeleton, Tag,
};
use crate::loading::load;
use crate::query::{QueryLink, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::audit::{AuditEntry, AuditObject, AuditQuery, Change};
use patchbay_model::page::Page;
use serde_json::Value;

/// Who changed what, when.
#[component]
pub fn AuditPage() -> impl IntoView {
    let link = use_query_link();
    let list = load(move || (query(link), link.page()), |(query, page)| list_audit(query, page));
    let objects =
        || AuditObject::ALL.iter().map(|object| (object.to_string(), object.word().to_owned())).collect::<Vec<_>>();
    view! {
        <PageHead crumbs=vec![Crumb::text(MenuEntry::Audit.section())] title=text!(audit.title) lead=text!(audit.lead) />
        <FilterBar search=text!(audit.who)>
            <FilterSelect name="object" label=text!(audit.object) all=text!(audit.all_objects) options=objects() />
        </FilterBar>
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page />
        </Loaded>
    }
}

fn query(link: QueryLink) -> AuditQuery {
    AuditQuery {
        call_center_id: None,
        object: link.get("object").and_then(|word| word.parse().ok()),
        object_id: link.get("objectId"),
        actor: link.get("search"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(audit.at)),
        Column::new(text!(audit.who)),
        Column::new(text!(audit.what)),
        Column::new(text!(common.call_center)).optional(),
    ]
}

#[component]
fn Rows(page: Page<AuditEntry>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <EmptyState title=text!(audit.none_matches) explanation=text!(audit.none_matches_help) /> }
            .into_any();
    }
    view! {
        <Table caption=text!(audit.caption) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

fn row(entry: AuditEntry) -> impl IntoView {
    let changes = (!entry.changes.is_empty()).then(|| {
        let line = |(pointer, words): (String, String)| view! { <li><code>{pointer}</code> " " {words}</li> };
        let lines = entry.changes.iter().flat_map(differences).map(line).collect_view();
        view! { <details class="trail"><summary>{crate::format::count(entry.changes.len() as u64, text!(audit.change_noun), text!(audit.changes_noun))}</summary><ul class="changes">{lines}</ul></details> }
    });
    view! {
        <tr>
            <td><RelativeTime at=entry.at /></td>
            <td>{entry.actor}</td>
            <td><Tag label=entry.action.word() /> " " {entry.object.word()} " " <strong>{entry.object_name}</strong>{changes}</td>
            <td class="opt mono">{entry.call_center_id.map(|id| id.to_string()).unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

/// One line for each member that came, went or changed.
fn differences(change: &Change) -> Vec<(String, String)> {
    let line =
        |pointer: String, before: &Value, after: &Value| (pointer, format!("{} → {}", short(before), short(after)));
    let member = |name: &str| format!("{}/{name}", change.pointer);
    match (&change.before, &change.after) {
        (Value::Null, Value::Object(came)) => {
            came.iter().map(|(name, value)| line(member(name), &Value::Null, value)).collect()
        }
        (Value::Object(went), Value::Null) => {
            went.iter().map(|(name, value)| line(member(name), value, &Value::Null)).collect()
        }
        (before, after) => vec![line(change.pointer.clone(), before, after)],
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => text!(audit.nothing).to_owned(),
        value => value.to_string(),
    };
    if text.chars().count() > 120 { format!("{}…", text.chars().take(120).collect::<String>()) } else { text }
}
