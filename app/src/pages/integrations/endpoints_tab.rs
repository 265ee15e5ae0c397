//! `/integrations/{id}`, tab Endpoints: the APIs of the template.

use super::{endpoint_type_words, may_write};
use crate::api::endpoints::{CopyEndpoint, DeleteEndpoint, get_endpoint, get_endpoint_usage, list_endpoints};
use crate::components::{
    BlockSkeleton, ButtonLink, Column, ConfirmDelete, Dialog, DialogActions, Emphasis, EmptyState, FilterBar, FormBody,
    Icon, IconLink, Loaded, Pager, RelativeTime, Status, Submission, SubmitForm, Table, TableSkeleton, Tag, TextField,
    Tone, failure_of,
};
use crate::format::count;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{QueryLink, SUBJECT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::endpoint::{Endpoint, EndpointDraft, EndpointType};
use patchbay_model::id::TemplateId;
use patchbay_model::page::Page;
use patchbay_model::template::Template;
use patchbay_model::trigger::Trigger;
use patchbay_model::view::EndpointUsage;

const COPY: &str = "copy-endpoint";
const DELETE: &str = "delete-endpoint";

/// The table of endpoints.
#[component]
pub(super) fn EndpointsTab(template: Template) -> impl IntoView {
    let link = use_query_link();
    let id = template.id;
    let list = load(move || (link.get("search"), link.page()), move |(search, page)| list_endpoints(id, search, page));
    let may_write = may_write(&use_me(), &template);
    view! {
        <FilterBar search=text!(endpoints.search) />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page template=id may_write />
        </Loaded>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(endpoints.endpoint)).sort("name").unless_said("name"),
        Column::new(text!(endpoints.kind)),
        Column::new(text!(endpoints.runs_on)).optional(),
        Column::new(text!(common.state)).optional(),
        Column::new(text!(common.created)).sort("created").optional(),
        Column::new(text!(endpoints.changed)).optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Endpoint>, template: TemplateId, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() && link.peek("search").is_some() {
        return view! { <EmptyState title=text!(endpoints.none_matches) explanation=text!(endpoints.none_matches_help) /> }.into_any();
    }
    if page.items.is_empty() {
        return view! {
            <EmptyState title=text!(endpoints.none) explanation=text!(endpoints.none_help)>
                {may_write.then(|| view! { <ButtonLink href=paths::new_endpoint(template) label=text!(endpoints.add) icon=Icon::Plus emphasis=Emphasis::Primary /> })}
            </EmptyState>
        }
        .into_any();
    }
    let may_test = use_me().holds(Permission::ExecuteEndpoints);
    let rows = page.items.into_iter().map(|endpoint| row(endpoint, link, may_write, may_test)).collect_view();
    view! {
        <Table caption=text!(endpoints.title) columns=columns()>{rows}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

fn row(endpoint: Endpoint, link: QueryLink, may_write: bool, may_test: bool) -> AnyView {
    let href = paths::endpoint(endpoint.template_id, endpoint.id);
    let id = endpoint.id.to_string();
    let dialog = move |name: &'static str| {
        let id = id.clone();
        Signal::derive(move || link.open_dialog_about(name, &id))
    };
    let draft = endpoint.draft;
    let name = draft.name.clone();
    let (word, tone) = if draft.enabled {
        (text!(endpoints.state_enabled), Tone::Ok)
    } else {
        (text!(endpoints.state_disabled), Tone::Neutral)
    };
    let of_auth = if draft.endpoint_type == EndpointType::Auth { Tone::Accent } else { Tone::Neutral };
    let (open, icon) = if may_write {
        (text!(endpoints.edit_named, name = name), Icon::Pencil)
    } else {
        (text!(endpoints.open_named, name = name), Icon::Eye)
    };
    view! {
        <tr>
            <td><a href=href.clone()>{name.clone()}</a><span class="sub mono">{draft.method.as_str()} " " {draft.url.clone()}</span></td>
            <td><Tag label=endpoint_type_words(draft.endpoint_type) tone=of_auth /></td>
            <td class="opt">{runs_on(&draft)}</td>
            <td class="opt"><Status label=word.to_owned() tone=tone /></td>
            <td class="opt"><RelativeTime at=endpoint.created_at /></td>
            <td class="opt"><RelativeTime at=endpoint.updated_at /></td>
            <td class="row-actions">
                {may_test.then(|| view! { <IconLink icon=Icon::Play label=text!(endpoints.test_named, name = name) href=format!("{href}?tab=test") /> })}
                <IconLink icon=icon label=open href=href.clone() />
                {may_write.then(|| view! {
                    <IconLink icon=Icon::Copy label=text!(endpoints.copy_named, name = name) href=dialog(COPY) />
                    <IconLink icon=Icon::Trash label=text!(endpoints.delete_named, name = name) href=dialog(DELETE) />
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// `call_start, sms_send, events`, or what takes the place of triggers.
pub(super) fn runs_on(draft: &EndpointDraft) -> String {
    if draft.endpoint_type == EndpointType::Auth {
        return text!(endpoints.runs_for_token).to_owned();
    }
    let mut words: Vec<&str> = Vec::new();
    for trigger in &draft.triggers {
        let word = match trigger {
            Trigger::Named(name) => name.as_str(),
            Trigger::Events(_) => text!(endpoints.events),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// Copy and delete.
#[component]
pub(super) fn EndpointDialogs(template: TemplateId) -> impl IntoView {
    view! {
        <Dialog name=COPY title=text!(endpoints.copy)>
            <Subject template children=Callback::new(|endpoint| view! { <Copy endpoint /> }.into_any()) />
        </Dialog>
        <Dialog name=DELETE title=text!(endpoints.delete)>
            <Subject template children=Callback::new(|endpoint| view! { <Deletion endpoint /> }.into_any()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Subject(template: TemplateId, children: Callback<Endpoint, AnyView>) -> impl IntoView {
    let link = use_query_link();
    let endpoint = load(
        move || link.get(SUBJECT),
        move |id| async move {
            let id = id.unwrap_or_default().parse();
            get_endpoint(template, id.map_err(|_| crate::pages::no_such(text!(words.endpoint)))?).await
        },
    );
    view! { <Loaded resource=endpoint skeleton=|| view! { <BlockSkeleton lines=3 /> } let:endpoint>{children.run(endpoint)}</Loaded> }.into_any()
}

#[component]
fn Copy(endpoint: Endpoint) -> impl IntoView {
    let copy = Submission::<CopyEndpoint>::new();
    view! {
        <SubmitForm action=copy>
            <FormBody error=failure_of(copy)>
                <input type="hidden" name="id" value=endpoint.id.to_string() />
                <TextField name="name" label=text!(endpoints.name_of_copy) value=text!(endpoints.named_copy, name = endpoint.draft.name) autofocus=true />
                <DialogActions confirm=text!(endpoints.confirm_copy) pending=copy.pending() />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}

#[component]
fn Deletion(endpoint: Endpoint) -> impl IntoView {
    let delete = Submission::<DeleteEndpoint>::new();
    let Endpoint { id, version, draft, .. } = endpoint;
    let name = StoredValue::new(draft.name);
    let usage = load(move || id, get_endpoint_usage);
    view! {
        <Loaded resource=usage skeleton=|| view! { <BlockSkeleton lines=3 /> } let:usage>
            <SubmitForm action=delete>
                <FormBody error=failure_of(delete)>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ConfirmDelete subject=name.get_value() breaks=consequences(usage) confirm=text!(endpoints.delete) pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

fn consequences(usage: EndpointUsage) -> Vec<String> {
    let mut lines = Vec::new();
    if usage.integrators > 0 {
        let counted = |number: i64, one, many| count(number.unsigned_abs(), one, many);
        lines.push(text!(
            endpoints.called_by,
            integrators =
                counted(usage.integrators, text!(integrations.noun_integrator), text!(integrations.noun_integrators)),
            call_centers = counted(
                usage.call_centers,
                text!(integrations.noun_call_center),
                text!(integrations.noun_call_centers)
            ),
        ));
    }
    if !usage.signs_in.is_empty() {
        lines.push(text!(endpoints.signs_in, endpoints = usage.signs_in.join(", ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleting_names_who_calls_it_and_who_signs_in_by_it() {
        let told = consequences(EndpointUsage {
            integrators: 3,
            call_centers: 2,
            signs_in: vec!["createCall".into(), "search".into()],
        });
        assert_eq!(
            told,
            [
                "3 integrators of 2 call centers can't call this endpoint any more.",
                "It gets the access token of createCall, search: give them another one first."
            ]
        );
    }

    #[test]
    fn event_triggers_are_told_once() {
        let draft: EndpointDraft = serde_json::from_value(serde_json::json!({
            "name": "a", "label": "a", "type": "getData", "method": "GET", "url": "/a",
            "triggers": ["call_start", {"events": [], "direction": "both"}, {"events": [], "direction": "both"}]
        }))
        .unwrap();
        assert_eq!(runs_on(&draft), "call_start, events");
        assert_eq!(runs_on(&EndpointDraft { endpoint_type: EndpointType::Auth, ..draft }), "when a token is needed");
    }
}
