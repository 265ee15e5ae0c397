//! The tokens of a TwoWay adapter.

use crate::api::adapters::{CreateAdapterToken, RevokeAdapterToken, list_adapter_tokens, take_created_token};
use crate::components::{
    BlockSkeleton, ButtonLink, CheckGroup, CheckboxField, Column, CopyButton, Dialog, DialogActions, Emphasis,
    EmptyState, FormBody, Icon, IconLink, Loaded, Notice, OptionalTime, RelativeTime, Status, Submission, SubmitForm,
    Table, TableSkeleton, TextField, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::query::{DIALOG, SUBJECT, use_query_link};
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::{
    Adapter, AdapterToken, CreatedAdapterToken, MAXIMUM_ACTIVE_TOKENS, TokenRight,
};

const ADD: &str = "add-token";
const CREATED: &str = "created";
const REVOKE: &str = "revoke-token";

/// Its tokens, the way to a new one, and what ends one.
#[component]
pub(super) fn TokensTab(read: Adapter, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let of = StoredValue::new((read.call_center_id, read.id));
    // The dialog too: a new token is shown in one, and has to be in the list behind it.
    let tokens =
        load(move || (link.get(DIALOG), of.get_value()), |(_, (call_center, id))| list_adapter_tokens(call_center, id));
    view! {
        <section class="stack" aria-labelledby="tokens">
            <Loaded resource=tokens skeleton=|| view! { <TableSkeleton columns=columns() rows=2 /> } let:tokens>
                <Tokens tokens=tokens.clone() may_write />
                {may_write.then(|| view! { <RevokeDialog of=of.get_value() tokens /> })}
            </Loaded>
        </section>
        {may_write.then(|| view! { <AddDialog of=of.get_value() /> })}
        <Dialog name=CREATED title="Your new token"><TakenToken /></Dialog>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Token"),
        Column::new("State"),
        Column::new("Rights").optional(),
        Column::new("Last used").optional(),
        Column::new("Created").optional(),
        Column::actions(),
    ]
}

#[component]
fn Tokens(tokens: Vec<AdapterToken>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let active = tokens.iter().filter(|token| token.revoked_at.is_none()).count();
    let full = active >= MAXIMUM_ACTIVE_TOKENS;
    let add = move || {
        (may_write && !full).then(|| view! {
            <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Create token" icon=Icon::Plus emphasis=Emphasis::Primary />
        })
    };
    let content = if tokens.is_empty() {
        view! {
            <EmptyState title="No tokens yet" explanation="The other side shows a token with every message that it posts to the outbound URL." icon=Icon::Key />
        }
        .into_any()
    } else {
        let rows = tokens.into_iter().map(|token| row(token, may_write)).collect_view();
        view! { <Table caption="Tokens" columns=columns()>{rows}</Table> }.into_any()
    };
    view! {
        <div class="head-line"><h2 id="tokens">"Tokens"</h2>{add()}</div>
        <p class="hint">"Two count at a time, so that one can take over from the other: create the new one, change the other side over, revoke the old one."</p>
        {(full && may_write).then(|| view! { <Notice tone=Tone::Neutral><p>"Two tokens are active: revoke one to create another."</p></Notice> })}
        {content}
    }
    .into_any()
}

fn row(token: AdapterToken, may_write: bool) -> AnyView {
    let link = use_query_link();
    let id = token.id.to_string();
    let (word, tone) = if token.revoked_at.is_some() { ("revoked", Tone::Bad) } else { ("active", Tone::Ok) };
    let rights = token.rights.iter().map(|right| right.as_str()).collect::<Vec<_>>().join(", ");
    view! {
        <tr>
            <td>{token.name.clone()}<span class="sub mono">{token.prefix}"…"</span></td>
            <td><Status label=word.to_owned() tone=tone /></td>
            <td class="opt">{rights}</td>
            <td class="opt"><OptionalTime at=token.last_used_at absent="never" /></td>
            <td class="opt"><RelativeTime at=token.created_at /></td>
            <td class="row-actions">
                {(may_write && token.revoked_at.is_none()).then(|| view! {
                    <IconLink icon=Icon::Trash label=format!("Revoke {}", token.name) href=Signal::derive(move || link.open_dialog_about(REVOKE, &id)) />
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// What a right allows, one sentence.
pub(super) fn meaning(right: TokenRight) -> &'static str {
    match right {
        TokenRight::MessageSend => "Send messages and events to customers.",
        TokenRight::SessionUpdate => "Hand chats over, set the state of their sessions, end them.",
        TokenRight::HistoryRead => "Read sessions and what was said in them.",
    }
}

#[component]
fn Of(of: (CallCenterId, AdapterId)) -> impl IntoView {
    view! {
        <OfCallCenter id=of.0 />
        <input type="hidden" name="id" value=of.1.to_string() />
    }
    .into_any()
}

#[component]
fn AddDialog(of: (CallCenterId, AdapterId)) -> impl IntoView {
    let create = Submission::<CreateAdapterToken>::new();
    let of = StoredValue::new(of);
    let rights = || {
        let one = |(index, right): (usize, &TokenRight)| {
            view! { <CheckboxField name=format!("form[rights][{index}]") label=right.as_str() hint=meaning(*right) value=right.as_str() checked=*right == TokenRight::MessageSend /> }
        };
        TokenRight::ALL.iter().enumerate().map(one).collect_view()
    };
    view! {
        <Dialog name=ADD title="Create token">
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <Of of=of.get_value() />
                    <TextField name="form[name]" pointer=Some("/name".to_owned()) label="Name" hint="Which program uses it." autofocus=true />
                    <CheckGroup name="rights" pointer="/rights" label="Rights">{rights()}</CheckGroup>
                    <DialogActions confirm="Create token" pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
    .into_any()
}

#[component]
fn TakenToken() -> impl IntoView {
    let link = use_query_link();
    let taken = load(|| (), |()| take_created_token());
    view! {
        <Loaded resource=taken skeleton=|| view! { <BlockSkeleton lines=3 /> } let:created>
            {match created {
                Some(CreatedAdapterToken { record, token }) => view! {
                    <p>"Copy the token " <strong>{record.name}</strong> " now. It is not shown again. The other side sends it as " <code>"X-Cm-Producttoken"</code> "."</p>
                    <pre class="secret-once">{token.clone()}</pre>
                    <CopyButton text=Signal::stored(token) label="Copy token" />
                }.into_any(),
                None => view! { <Notice tone=Tone::Warn><p>"The token was shown already. If it is lost, revoke it and create another."</p></Notice> }.into_any(),
            }}
            <div class="dialog-actions"><ButtonLink href=Signal::derive(move || link.close_dialog()) label="Done" emphasis=Emphasis::Primary /></div>
        </Loaded>
    }
    .into_any()
}

#[component]
fn RevokeDialog(of: (CallCenterId, AdapterId), tokens: Vec<AdapterToken>) -> impl IntoView {
    let revoke = Submission::<RevokeAdapterToken>::new();
    let link = use_query_link();
    let (of, tokens) = (StoredValue::new(of), StoredValue::new(tokens));
    let subject = move || {
        let asked = link.get(SUBJECT);
        tokens.with_value(|tokens| tokens.iter().find(|token| asked == Some(token.id.to_string())).cloned())
    };
    let form = move |token: AdapterToken| {
        view! {
            <SubmitForm action=revoke>
                <FormBody error=failure_of(revoke)>
                    <Of of=of.get_value() />
                    <input type="hidden" name="token" value=token.id.to_string() />
                    <p>"Programs that use " <strong>{token.name}</strong> " are refused from now on. This can't be undone."</p>
                    <DialogActions confirm="Revoke token" pending=revoke.pending() emphasis=Emphasis::Danger />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=REVOKE title="Revoke token">{move || subject().map(form)}</Dialog> }.into_any()
}
