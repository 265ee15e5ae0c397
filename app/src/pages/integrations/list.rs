//! `/integrations`

use super::import::{IMPORT, ImportDialog};
use super::template::{ADD, AddDialog, COPY, CopyDialog, DELETE, DeleteDialog, EDIT, EditDialog};
use super::{may_write, type_words, visibility_words};
use crate::api::account::Me;
use crate::api::templates::list_templates;
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, IconLink, Loaded, MenuEntry,
    PageHead, Pager, RelativeTime, Status, Table, TableSkeleton, Tag, Tone,
};
use crate::format::number;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{QueryLink, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::page::Page;
use patchbay_model::template::{TemplateQuery, TemplateSummary, TemplateType, Visibility};

/// The list of templates.
#[component]
pub fn IntegrationsPage() -> impl IntoView {
    let link = use_query_link();
    let may_add = use_me().holds(Permission::WriteTemplates);
    let list = load(move || (query(link), link.page()), |(query, page)| list_templates(query, page));
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Integration.section())]
            title=MenuEntry::Integration.label()
            lead=text!(integrations.lead)
        >
            <ButtonLink href=paths::GALLERY label=text!(integrations.gallery) />
            {may_add.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(IMPORT)) label=text!(integrations.import) />
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(integrations.add) icon=Icon::Plus emphasis=Emphasis::Primary />
            })}
        </PageHead>
        <Filters />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page may_add />
        </Loaded>
        <AddDialog />
        <ImportDialog />
        <EditDialog />
        <CopyDialog />
        <DeleteDialog />
    }
    .into_any()
}

fn query(link: QueryLink) -> TemplateQuery {
    TemplateQuery {
        search: link.get("search"),
        template_type: link.get("type").and_then(|word| word.parse().ok()),
        visibility: link.get("visibility").and_then(|word| word.parse().ok()),
        call_center_id: None,
    }
}

#[component]
fn Filters() -> impl IntoView {
    let types = TemplateType::ALL.iter().map(|one| (one.to_string(), type_words(*one).to_owned())).collect();
    let words = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    view! {
        <FilterBar search=text!(integrations.search)>
            <FilterSelect name="type" label=text!(integrations.kind) all=text!(integrations.all_kinds) options=types />
            <FilterSelect
                name="visibility"
                label=text!(integrations.visibility)
                all=text!(integrations.all_visibilities)
                options=vec![words(Visibility::Published.as_str(), text!(integrations.published)), words(Visibility::Private.as_str(), text!(integrations.private))]
            />
        </FilterBar>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(integrations.integration)).sort("name").unless_said("name"),
        Column::new(text!(integrations.kind)),
        Column::new(text!(integrations.visibility)).optional(),
        Column::new(text!(integrations.integrators)).optional_numeric(),
        Column::new(text!(integrations.endpoints)).optional_numeric(),
        Column::new(text!(integrations.last_day)).optional(),
        Column::new(text!(common.created)).sort("created").optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<TemplateSummary>, may_add: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        return view! { <NoRows may_add /> }.into_any();
    }
    let me = use_me();
    let rows = page.items.into_iter().map(|summary| row(summary, link, &me)).collect_view();
    view! {
        <Table caption=text!(integrations.title) columns=columns()>{rows}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn NoRows(may_add: bool) -> impl IntoView {
    let link = use_query_link();
    if untrack(|| query(link)) != TemplateQuery::default() {
        return view! { <EmptyState title=text!(integrations.none_matches) explanation=text!(integrations.none_matches_help) /> }.into_any();
    }
    view! {
        <EmptyState
            title=text!(integrations.none)
            explanation=text!(integrations.none_help)
        >
            <ButtonLink href=paths::GALLERY label=text!(integrations.open_gallery) />
            {may_add.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(integrations.add) icon=Icon::Plus emphasis=Emphasis::Primary />
            })}
        </EmptyState>
    }
    .into_any()
}

fn row(summary: TemplateSummary, link: QueryLink, me: &Me) -> AnyView {
    let (word, tone) = last_day(&summary);
    let template = summary.template;
    let (id, href) = (template.id.to_string(), paths::integration(template.id));
    let may_copy = me.holds(Permission::WriteTemplates);
    let may_write = may_write(me, &template);
    let dialog = move |name: &'static str| {
        let id = id.clone();
        Signal::derive(move || link.open_dialog_about(name, &id))
    };
    let label = template.label.clone();
    let name = (template.name != template.label).then(|| view! { <code>{template.name.clone()}</code> " " });
    view! {
        <tr>
            <td><a href=href.clone()>{label.clone()}</a><span class="sub clamp">{name}{template.description.clone()}</span></td>
            <td><Tag label=type_words(template.template_type) /></td>
            <td class="opt">{visibility_words(&template)}</td>
            <td class="num opt">{number(summary.integrator_count.unsigned_abs())}</td>
            <td class="num opt">{number(summary.endpoint_count.unsigned_abs())}</td>
            <td class="opt"><Status label=word tone=tone /></td>
            <td class="opt"><RelativeTime at=template.created_at /></td>
            <td class="row-actions">
                <IconLink icon=Icon::Eye label=text!(integrations.open_named, name = label) href=href />
                {may_write.then(|| view! { <IconLink icon=Icon::Pencil label=text!(integrations.edit_named, name = label) href=dialog(EDIT) /> })}
                {may_copy.then(|| view! { <IconLink icon=Icon::Copy label=text!(integrations.copy_named, name = label) href=dialog(COPY) /> })}
                {may_write.then(|| view! { <IconLink icon=Icon::Trash label=text!(integrations.delete_named, name = label) href=dialog(DELETE) /> })}
            </td>
        </tr>
    }
    .into_any()
}

/// The worst of the last 24 hours: what failed hides what is unknown, and that hides what went well.
fn last_day(summary: &TemplateSummary) -> (String, Tone) {
    let shown = |count: i64| number(count.unsigned_abs());
    if summary.failed_count > 0 {
        (text!(integrations.count_failed, count = shown(summary.failed_count)), Tone::Bad)
    } else if summary.unknown_count > 0 {
        (text!(integrations.count_unknown, count = shown(summary.unknown_count)), Tone::Warn)
    } else if summary.succeeded_count > 0 {
        (text!(integrations.count_ok, count = shown(summary.succeeded_count)), Tone::Ok)
    } else {
        (text!(integrations.no_runs).to_owned(), Tone::Neutral)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_shows_the_worst_of_the_last_day() {
        let told = |succeeded, failed, unknown| {
            let mut summary: TemplateSummary = serde_json::from_value(serde_json::json!({
                "id": uuid::Uuid::nil(), "name": "acme", "label": "Acme", "type": "crm", "description": "",
                "infoEnabled": false, "iframeEnabled": false, "visibility": "published", "callCenterId": null,
                "parameters": [], "version": 1, "createdAt": "2026-05-03T16:42:10Z", "updatedAt": "2026-05-03T16:42:10Z",
                "integratorCount": 1, "endpointCount": 1, "succeededCount": 0, "failedCount": 0, "unknownCount": 0
            }))
            .unwrap();
            (summary.succeeded_count, summary.failed_count, summary.unknown_count) = (succeeded, failed, unknown);
            last_day(&summary)
        };
        assert_eq!(told(18_204, 0, 0), ("18,204 ok".to_owned(), Tone::Ok));
        assert_eq!(told(18_204, 412, 3), ("412 failed".to_owned(), Tone::Bad));
        assert_eq!(told(7, 0, 3), ("3 unknown".to_owned(), Tone::Warn));
        assert_eq!(told(0, 0, 0), ("No runs".to_owned(), Tone::Neutral));
    }
}
