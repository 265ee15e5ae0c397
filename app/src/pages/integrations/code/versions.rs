//! Kept versions of the code, and the way back.

use super::super::versions::becomes_new;
use super::{FUNCTION, SHOW_INFO};
use crate::api::private_code::{PrivateCodeVersion, list_private_code_versions};
use crate::api::templates::RestoreVersion;
use crate::components::{
    Column, Dialog, DialogActions, FormBody, Icon, IconLink, Loaded, Pager, RelativeTime, Submission, SubmitForm,
    Table, TableSkeleton, failure_of,
};
use crate::format::count;
use crate::loading::load;
use crate::query::{CURSOR, SUBJECT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::TemplateId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::private_code::ModuleSize;

const RESTORE: &str = "restore-code";

/// The table, newest first; nothing before the first save.
#[component]
pub(super) fn Versions(template: TemplateId, may_restore: bool) -> impl IntoView {
    let link = use_query_link();
    let list = load(move || PageRequest::at(link.get(CURSOR)), move |page| list_private_code_versions(template, page));
    view! {
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() rows=2 /> } let:page>
            {(!page.items.is_empty()).then(|| view! { <Rows page=page.clone() may_restore /> })}
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
        Column::new(text!(integrations.modules)),
        Column::actions(),
    ]
}

fn size(module: ModuleSize) -> String {
    match module.bytes {
        0 => "–".to_owned(),
        bytes => {
            let lines = count(module.lines as u64, text!(integrations.noun_line), text!(integrations.noun_lines));
            format!("{lines}, {}", count(bytes as u64, text!(integrations.noun_byte), text!(integrations.noun_bytes)))
        }
    }
}

/// A line for each module that has code: side by side they are wider than a phone.
fn modules(function: ModuleSize, show_info: ModuleSize) -> impl IntoView {
    let line = |(name, module): (&'static str, ModuleSize)| view! { <div>{name} ": " {size(module)}</div> };
    let written = [(FUNCTION, function), (SHOW_INFO, show_info)].into_iter().filter(|(_, module)| module.bytes > 0);
    written.map(line).collect_view()
}

#[component]
fn Rows(page: Page<PrivateCodeVersion>, may_restore: bool) -> impl IntoView {
    let link = use_query_link();
    let newest = link.peek(CURSOR).is_none();
    let row = move |(index, kept): (usize, PrivateCodeVersion)| {
        let id = kept.id.to_string();
        let restore = (may_restore && !(newest && index == 0)).then(|| {
            let label = text!(integrations.restore_numbered, version = kept.version);
            let href = Signal::derive(move || link.open_dialog_about(RESTORE, &id));
            view! { <IconLink icon=Icon::Replay label href /> }
        });
        view! {
            <tr>
                <td class="num">{kept.version.to_string()}</td>
                <td><RelativeTime at=kept.created_at /></td>
                <td class="opt">{kept.actor}</td>
                <td>{modules(kept.function, kept.show_info)}</td>
                <td class="row-actions">{restore}</td>
            </tr>
        }
    };
    let rows = page.items.into_iter().enumerate().map(row).collect_view();
    view! {
        <section class="stack" aria-labelledby="code-versions">
            <h2 id="code-versions">{text!(integrations.versions)}</h2>
            <Table caption=text!(integrations.code_versions) columns=columns()>{rows}</Table>
            <Pager next=page.next_cursor />
        </section>
    }
    .into_any()
}

#[component]
fn RestoreDialog(template: TemplateId, versions: Vec<PrivateCodeVersion>) -> impl IntoView {
    let link = use_query_link();
    let restore = Submission::<RestoreVersion>::new();
    let versions = StoredValue::new(versions);
    let wanted = move || {
        let wanted = link.get(SUBJECT)?;
        versions.with_value(|versions| versions.iter().find(|kept| kept.id.to_string() == wanted).cloned())
    };
    let form = move |kept: PrivateCodeVersion| {
        view! {
            <SubmitForm action=restore>
                <FormBody error=failure_of(restore)>
                    <input type="hidden" name="template" value=template.to_string() />
                    <input type="hidden" name="version" value=kept.id.to_string() />
                    <p>{becomes_new(kept.version, kept.actor, kept.created_at)}</p>
                    <dl class="facts">
                        <div><dt>{FUNCTION}</dt><dd>{size(kept.function)}</dd></div>
                        <div><dt>{SHOW_INFO}</dt><dd>{size(kept.show_info)}</dd></div>
                    </dl>
                    <DialogActions confirm=text!(integrations.restore) pending=restore.pending() />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=RESTORE title=text!(integrations.restore_code)>{move || wanted().map(form)}</Dialog> }
        .into_any()
}
