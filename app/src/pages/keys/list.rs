//! `/keys`

use crate::api::keys::{CreateKey, RevokeKey, list_keys, take_created_key};
use crate::components::{
    ButtonLink, CheckboxField, Column, Crumb, Dialog, DialogActions, Emphasis, EmptyState, FilterBar, FormBody, Icon,
    IconLink, Loaded, MenuEntry, OptionalTime, PageHead, Pager, RelativeTime, Status, Submission, SubmitForm, Table,
    TableSkeleton, TextField, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center_field::CallCenterField;
use crate::pages::frame::use_me;
use crate::pages::shown_once::{Secret, shown_once};
use crate::query::{DIALOG, SUBJECT, use_query_link};
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::access::{Permission, Scope};
use patchbay_model::key::{CreatedKey, Key};
use patchbay_model::page::Page;

const ADD: &str = "add-key";
const CREATED: &str = "created";
const REVOKE: &str = "revoke-key";

/// The list of keys.
#[component]
pub fn KeysPage() -> impl IntoView {
    let link = use_query_link();
    let may_write = use_me().holds(Permission::WriteKeys);
    // The dialog too: a new key is shown in one, and has to be in the list behind it.
    let list = load(
        move || (link.get(DIALOG), link.get("search"), link.page()),
        |(_, search, page)| list_keys(None, search, page),
    );
    view! {
        <PageHead crumbs=vec![Crumb::text(MenuEntry::Keys.section())] title=text!(keys.title) lead=text!(keys.lead)>
            {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(keys.add) icon=Icon::Plus emphasis=Emphasis::Primary /> })}
        </PageHead>
        <FilterBar search=text!(keys.search) />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page=page.clone() may_write />
            <RevokeDialog page />
        </Loaded>
        <AddDialog />
        <CreatedDialog />
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(keys.key)).sort("name"),
        Column::new(text!(common.state)),
        Column::new(text!(common.call_center)).optional(),
        Column::new(text!(keys.scopes)).optional(),
        Column::new(text!(keys.last_used)).optional(),
        Column::new(text!(common.created)).sort("created").unless_said("-created").optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Key>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() && link.peek("search").is_some() {
        return view! { <EmptyState title=text!(keys.none_matches) explanation=text!(keys.none_matches_help) icon=Icon::Key /> }.into_any();
    }
    if page.items.is_empty() {
        return view! {
            <EmptyState title=text!(keys.none) explanation=text!(keys.none_help, header = "Authorization: Bearer …") icon=Icon::Key>
                {may_write.then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(keys.add) icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |key: Key| {
        let id = key.id.to_string();
        let (word, tone) =
            if key.revoked_at.is_some() { (text!(keys.revoked), Tone::Bad) } else { (text!(keys.active), Tone::Ok) };
        let scopes = key.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
        view! {
            <tr>
                <td>{key.name.clone()}<span class="sub mono">{key.prefix}"…"</span></td>
                <td><Status label=word.to_owned() tone=tone /></td>
                <td class="opt mono">{key.call_center_id.map(|id| id.to_string()).unwrap_or_else(|| text!(common.portal).to_owned())}</td>
                <td class="opt">{scopes}</td>
                <td class="opt"><OptionalTime at=key.last_used_at absent=text!(common.never) /></td>
                <td class="opt"><RelativeTime at=key.created_at /></td>
                <td class="row-actions">
                    {(may_write && key.revoked_at.is_none()).then(|| view! {
                        <IconLink icon=Icon::Trash label=text!(keys.revoke_named, name = key.name) href=Signal::derive(move || link.open_dialog_about(REVOKE, &id)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(keys.title) columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn AddDialog() -> impl IntoView {
    let create = Submission::<CreateKey>::new();
    let portal = use_me().call_center_id.is_none();
    let scopes = move || {
        let offered = Scope::ALL.iter().filter(move |scope| portal || **scope != Scope::PortalAdmin).enumerate();
        offered
            .map(|(index, scope)| view! {
                <CheckboxField name=format!("form[scopes][{index}]") pointer=Some(format!("/scopes/{index}")) label=scope.as_str() hint=meaning(*scope) value=scope.as_str() />
            })
            .collect_view()
    };
    view! {
        <Dialog name=ADD title=text!(keys.add)>
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) hint=text!(keys.name_hint) autofocus=true />
                    <CallCenterField name="form[call_center_id]" hint=text!(keys.portal_hint) optional=true />
                    <fieldset>
                        <legend>{text!(keys.scopes)}</legend>
                        {scopes()}
                    </fieldset>
                    <DialogActions confirm=text!(keys.add) pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
}

fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::PortalAdmin => text!(keys.scope_portal_admin),
        Scope::IntegrationsRead => text!(keys.scope_integrations_read),
        Scope::IntegrationsWrite => text!(keys.scope_integrations_write),
        Scope::EndpointsExecute => text!(keys.scope_endpoints_execute),
        Scope::EventsWrite => text!(keys.scope_events_write),
        Scope::ConversationsRead => text!(keys.scope_conversations_read),
        Scope::MessagesWrite => text!(keys.scope_messages_write),
        Scope::ExecutionsRead => text!(keys.scope_executions_read),
    }
}

#[component]
fn CreatedDialog() -> impl IntoView {
    view! {
        <Dialog name=CREATED title=text!(keys.created)>
            {taken_key()}
        </Dialog>
    }
}

fn taken_key() -> AnyView {
    let taken = load(|| (), |()| take_created_key());
    shown_once(taken, text!(keys.shown_already), |CreatedKey { record, key }| {
        view! {
            <p>{text_view!(keys.copy_now, name = view! { <strong>{record.name}</strong> })}</p>
            <Secret text=Signal::stored(key) copy_label=text!(keys.copy) />
        }
    })
}

#[component]
fn RevokeDialog(page: Page<Key>) -> impl IntoView {
    let revoke = Submission::<RevokeKey>::new();
    let link = use_query_link();
    let keys = StoredValue::new(page.items);
    let subject =
        move || keys.with_value(|keys| keys.iter().find(|key| link.get(SUBJECT) == Some(key.id.to_string())).cloned());
    let form = move |key: Key| {
        view! {
            <SubmitForm action=revoke>
                <FormBody error=failure_of(revoke)>
                    <input type="hidden" name="id" value=key.id.to_string() />
                    <input type="hidden" name="version" value=key.version.to_string() />
                    <p>{text_view!(keys.revoke_consequence, name = view! { <strong>{key.name}</strong> })}</p>
                    <DialogActions confirm=text!(keys.revoke) pending=revoke.pending() emphasis=Emphasis::Danger />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=REVOKE title=text!(keys.revoke)>{move || subject().map(form)}</Dialog> }
}
