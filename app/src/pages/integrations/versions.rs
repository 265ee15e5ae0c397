//! Kept versions of a template or of an endpoint: who saved what, when, and the way back.

use crate::api::templates::{RestoreVersion, get_versions};
use crate::components::{
    Column, Dialog, DialogActions, DialogSize, EmptyState, FormBody, Icon, IconLink, Loaded, Pager, RelativeTime,
    Submission, SubmitForm, Table, TableSkeleton, failure_of,
};
use crate::format::count;
use crate::loading::load;
use crate::query::{CURSOR, SUBJECT, use_query_link};
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::audit::{Change, changes_between};
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::page::Page;
use patchbay_model::time::Timestamp;
use patchbay_model::view::ConfigurationVersion;
use serde_json::Value;
use uuid::Uuid;

const RESTORE: &str = "restore-version";

/// The table of versions, newest first.
#[component]
pub(super) fn VersionsTab(template: TemplateId, object_id: Uuid, may_restore: bool) -> impl IntoView {
    let link = use_query_link();
    let list = load(move || link.page(), move |page| get_versions(template, object_id, page));
    view! {
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page=page.clone() may_restore />
            <RestoreDialog template versions=page.items />
        </Loaded>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(integrations.version)).numeric(),
        Column::new(text!(integrations.saved)),
        Column::new(text!(integrations.saved_by)).optional(),
        Column::new(text!(integrations.what_changed)),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<ConfigurationVersion>, may_restore: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        return view! { <EmptyState title=text!(integrations.no_versions) explanation=text!(integrations.no_versions_help) /> }.into_any();
    }
    let newest = link.peek(CURSOR).is_none();
    let further = page.next_cursor.is_some();
    // The one below is the one before; the last of a page has it on the next page.
    let changed = page.items.windows(2).map(|pair| Some(changes_between(&pair[1].snapshot, &pair[0].snapshot)));
    let changed: Vec<_> = changed.chain([None]).collect();
    let row = move |(index, (version, changes)): (usize, (ConfigurationVersion, Option<Vec<Change>>))| {
        let changed = match changes {
            Some(changes) => view! { <Changes changes /> }.into_any(),
            None if further => view! { <span class="faint">{text!(integrations.see_next_page)}</span> }.into_any(),
            None => view! { <span class="faint">{text!(integrations.first_kept)}</span> }.into_any(),
        };
        let id = version.id.to_string();
        let restorable = may_restore && !(newest && index == 0);
        view! {
            <tr>
                <td class="num">{version.version.to_string()}</td>
                <td><RelativeTime at=version.created_at /></td>
                <td class="opt">{version.actor}</td>
                <td>{changed}</td>
                <td class="row-actions">
                    {restorable.then(|| view! {
                        <IconLink icon=Icon::Replay label=text!(integrations.restore_numbered, version = version.version) href=Signal::derive(move || link.open_dialog_about(RESTORE, &id)) />
                    })}
                </td>
            </tr>
        }
    };
    let rows = page.items.into_iter().zip(changed).enumerate().map(row).collect_view();
    view! {
        <Table caption=text!(integrations.versions) columns=columns()>{rows}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

/// Before and after, member by member.
#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <span class="faint">{text!(integrations.no_changes)}</span> }.into_any();
    }
    let line = |change: &Change| {
        view! {
            <li>
                <code>{change.pointer.clone()}</code>
                <del>{shown(&change.before)}</del>
                " → "
                <ins>{shown(&change.after)}</ins>
            </li>
        }
    };
    let lines = changes.iter().map(line).collect_view();
    view! {
        <details class="versions">
            <summary>{count(changes.len() as u64, text!(integrations.noun_change), text!(integrations.noun_changes))}</summary>
            <ul class="changes">{lines}</ul>
        </details>
    }
    .into_any()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => text!(integrations.no_value).to_owned(),
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    }
}

/// What restoring does, as a sentence.
pub(super) fn becomes_new(version: Version, actor: String, saved_at: Timestamp) -> AnyView {
    text_view!(
        integrations.becomes_new_version,
        version = version.to_string(),
        actor = view! { <strong>{actor}</strong> },
        at = view! { <RelativeTime at=saved_at /> },
    )
}

#[component]
fn RestoreDialog(template: TemplateId, versions: Vec<ConfigurationVersion>) -> impl IntoView {
    let link = use_query_link();
    let restore = Submission::<RestoreVersion>::new();
    let versions = StoredValue::new(versions);
    // The wanted version, and what it changes about the one in force: only the first page has that one.
    let wanted = move || {
        let wanted = link.get(SUBJECT)?;
        versions.with_value(|versions| {
            let version = versions.iter().find(|version| version.id.to_string() == wanted)?;
            let now = versions.first().filter(|_| link.get(CURSOR).is_none());
            Some((version.clone(), now.map(|now| changes_between(&now.snapshot, &version.snapshot))))
        })
    };
    let form = move |(version, changes): (ConfigurationVersion, Option<Vec<Change>>)| {
        view! {
            <SubmitForm action=restore>
                <FormBody error=failure_of(restore)>
                    <input type="hidden" name="template" value=template.to_string() />
                    <input type="hidden" name="version" value=version.id.to_string() />
                    <p>{becomes_new(version.version, version.actor, version.created_at)}</p>
                    {changes.map(|changes| view! { <Changes changes /> })}
                    <DialogActions confirm=text!(integrations.restore) pending=restore.pending() />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=RESTORE title=text!(integrations.restore_version) size=DialogSize::Wide>{move || wanted().map(form)}</Dialog> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::shown;
    use serde_json::json;

    #[test]
    fn a_member_that_is_not_there_is_nothing() {
        assert_eq!(shown(&json!(null)), "nothing");
        assert_eq!(shown(&json!("GET")), "GET");
        assert_eq!(shown(&json!([1])), "[\n  1\n]");
    }
}
