//! `/integrations`

use super::import::{IMPORT, ImportDialog};
use super::template::{ADD, AddDialog, COPY, CopyDialog, DELETE, DeleteDialog, EDIT, EditDialog};
use super::{may_write, type_words, visibility_words};
use crate::api::account::Me;
use crate::api::templates::list_templates;
use crate::components::{
    ButtonLink, Column, Crumb, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, IconLink, Loaded, PageHead, Pager,
    RelativeTime, Status, Table, TableSkeleton, Tag, Tone,
};
use crate::format::number;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{QueryLink, use_query_link};
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
            crumbs=vec![Crumb::text("Customer")]
            title="Integration"
            lead="Third-party systems that call centers can plug in. Describe a system once; each call center adds its own host and credentials."
        >
            <ButtonLink href=paths::GALLERY label="Gallery" />
            {may_add.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(IMPORT)) label="Import" />
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Add integration" icon=Icon::Plus emphasis=Emphasis::Primary />
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
        <FilterBar search="Search name or label">
            <FilterSelect name="type" label="Type" all="All types" options=types />
            <FilterSelect
                name="visibility"
                label="Visibility"
                all="Published and private"
                options=vec![words(Visibility::Published.as_str(), "Published"), words(Visibility::Private.as_str(), "Private")]
            />
        </FilterBar>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Integration").sort("name").unless_said("name"),
        Column::new("Type"),
        Column::new("Visibility").optional(),
        Column::new("Integrators").optional_numeric(),
        Column::new("Endpoints").optional_numeric(),
        Column::new("Last 24 hours").optional(),
        Column::new("Created").sort("created").optional(),
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
        <Table caption="Integrations" columns=columns()>{rows}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn NoRows(may_add: bool) -> impl IntoView {
    let link = use_query_link();
    if untrack(|| query(link)) != TemplateQuery::default() {
        return view! { <EmptyState title="No integration matches" explanation="Take a filter away, or search for another part of the name." /> }.into_any();
    }
    view! {
        <EmptyState
            title="No integrations yet"
            explanation="An integration describes a third-party system: what it needs from each call center, and its endpoints. The gallery has ready ones."
        >
            <ButtonLink href=paths::GALLERY label="Open the gallery" />
            {may_add.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Add integration" icon=Icon::Plus emphasis=Emphasis::Primary />
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
                <IconLink icon=Icon::Eye label=format!("Open {label}") href=href />
                {may_write.then(|| view! { <IconLink icon=Icon::Pencil label=format!("Edit {label}") href=dialog(EDIT) /> })}
                {may_copy.then(|| view! { <IconLink icon=Icon::Copy label=format!("Copy {label}") href=dialog(COPY) /> })}
                {may_write.then(|| view! { <IconLink icon=Icon::Trash label=format!("Delete {label}") href=dialog(DELETE) /> })}
            </td>
        </tr>
    }
    .into_any()
}

/// The worst of the last 24 hours: what failed hides what is unknown, and that hides what went well.
fn last_day(summary: &TemplateSummary) -> (String, Tone) {
    let counts = [
        (summary.failed_count, "failed", Tone::Bad),
        (summary.unknown_count, "unknown", Tone::Warn),
        (summary.succeeded_count, "ok", Tone::Ok),
    ];
    let worst = counts.into_iter().find(|(count, ..)| *count > 0);
    match worst {
        Some((count, word, tone)) => (format!("{} {word}", number(count.unsigned_abs())), tone),
        None => ("No runs".to_owned(), Tone::Neutral),
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
