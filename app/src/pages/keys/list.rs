//! `/keys`

use crate::api::call_centers::list_call_centers;
use crate::api::keys::{CreateKey, RevokeKey, list_keys, take_created_key};
use crate::components::{
    BlockSkeleton, ButtonLink, CheckboxField, Column, CopyButton, Crumb, Dialog, DialogActions, Emphasis, EmptyState,
    FilterBar, FormBody, Icon, IconLink, Loaded, Notice, OptionalTime, PageHead, Pager, RelativeTime, SelectField,
    Status, Submission, SubmitForm, Table, TableSkeleton, TextField, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::query::{DIALOG, SUBJECT, use_query_link};
use leptos::prelude::*;
use patchbay_model::access::{Permission, Scope};
use patchbay_model::key::{CreatedKey, Key};
use patchbay_model::page::{Page, PageRequest};

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
        <PageHead crumbs=vec![Crumb::text("System Management")] title="Keys" lead="With a key a program calls the API: a callbox, a telephony platform, a script. It is shown once, when it is made.">
            {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Add key" icon=Icon::Plus emphasis=Emphasis::Primary /> })}
        </PageHead>
        <FilterBar search="Search name or beginning of the key" />
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
        Column::new("Key").sort("name"),
        Column::new("State"),
        Column::new("Call center").optional(),
        Column::new("Scopes").optional(),
        Column::new("Last used").optional(),
        Column::new("Created").sort("created").unless_said("-created").optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Key>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() && link.peek("search").is_some() {
        return view! { <EmptyState title="No key matches" explanation="Search for another part of the name, or for the first letters of the key." icon=Icon::Key /> }.into_any();
    }
    if page.items.is_empty() {
        return view! { <EmptyState title="No keys yet" explanation="A program signs its requests with a key: Authorization: Bearer …" icon=Icon::Key /> }.into_any();
    }
    let row = move |key: Key| {
        let id = key.id.to_string();
        let (word, tone) = if key.revoked_at.is_some() { ("revoked", Tone::Bad) } else { ("active", Tone::Ok) };
        let scopes = key.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
        view! {
            <tr>
                <td>{key.name.clone()}<span class="sub mono">{key.prefix}"…"</span></td>
                <td><Status label=word.to_owned() tone=tone /></td>
                <td class="opt mono">{key.call_center_id.map(|id| id.to_string()).unwrap_or_else(|| "portal".to_owned())}</td>
                <td class="opt">{scopes}</td>
                <td class="opt"><OptionalTime at=key.last_used_at absent="never" /></td>
                <td class="opt"><RelativeTime at=key.created_at /></td>
                <td class="row-actions">
                    {(may_write && key.revoked_at.is_none()).then(|| view! {
                        <IconLink icon=Icon::Trash label=format!("Revoke {}", key.name) href=Signal::derive(move || link.open_dialog_about(REVOKE, &id)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption="Keys" columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn AddDialog() -> impl IntoView {
    let create = Submission::<CreateKey>::new();
    let own = use_me().call_center_id;
    let portal = own.is_none();
    let call_centers = load(|| (), |()| list_call_centers(None, PageRequest::longest()));
    let scopes = move || {
        let offered = Scope::ALL.iter().filter(move |scope| portal || **scope != Scope::PortalAdmin).enumerate();
        offered
            .map(|(index, scope)| view! {
                <CheckboxField name=format!("form[scopes][{index}]") pointer=Some(format!("/scopes/{index}")) label=scope.as_str() hint=meaning(*scope) value=scope.as_str() />
            })
            .collect_view()
    };
    view! {
        <Dialog name=ADD title="Add key">
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <TextField name="form[name]" pointer=Some("/name".to_owned()) label="Name" hint="Which program uses it." autofocus=true />
                    <Loaded resource=call_centers skeleton=|| view! { <BlockSkeleton lines=1 /> } let:page>
                        <SelectField
                            name="form[call_center_id]"
                            pointer=Some("/callCenterId".to_owned())
                            label="Call center"
                            hint=if portal { "Empty: a key of the portal, for all call centers." } else { "" }
                            options=page.items.into_iter().map(|one| (one.id.to_string(), one.name)).collect()
                            optional=portal
                        />
                    </Loaded>
                    <fieldset>
                        <legend>"Scopes"</legend>
                        {scopes()}
                    </fieldset>
                    <DialogActions confirm="Add key" pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
}

fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::PortalAdmin => "Call centers, users, keys, audit.",
        Scope::IntegrationsRead => "Read templates, integrators and endpoints.",
        Scope::IntegrationsWrite => "Change templates, integrators and endpoints.",
        Scope::EndpointsExecute => "Run endpoints: what a callbox needs.",
        Scope::EventsWrite => "Post conversation events: what a telephony platform needs.",
        Scope::ConversationsRead => "Read conversations.",
        Scope::MessagesWrite => "Post messages of customers.",
        Scope::ExecutionsRead => "Read what ran.",
    }
}

#[component]
fn CreatedDialog() -> impl IntoView {
    view! {
        <Dialog name=CREATED title="Your new key">
            <TakenKey />
        </Dialog>
    }
}

#[component]
fn TakenKey() -> impl IntoView {
    let link = use_query_link();
    let taken = load(|| (), |()| take_created_key());
    view! {
        <Loaded resource=taken skeleton=|| view! { <BlockSkeleton lines=3 /> } let:created>
            {match created {
                Some(CreatedKey { record, key }) => view! {
                    <p>"Copy the key of " <strong>{record.name}</strong> " now. It is not shown again."</p>
                    <pre class="secret-once">{key.clone()}</pre>
                    <CopyButton text=Signal::stored(key) label="Copy key" />
                }.into_any(),
                None => view! { <Notice tone=Tone::Warn><p>"The key was shown already. If it is lost, revoke it and make another."</p></Notice> }.into_any(),
            }}
            <div class="dialog-actions"><ButtonLink href=Signal::derive(move || link.close_dialog()) label="Done" emphasis=Emphasis::Primary /></div>
        </Loaded>
    }
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
                    <p>"Programs that use " <strong>{key.name}</strong> " are refused from now on. This can't be undone."</p>
                    <DialogActions confirm="Revoke key" pending=revoke.pending() emphasis=Emphasis::Danger />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=REVOKE title="Revoke key">{move || subject().map(form)}</Dialog> }
}
