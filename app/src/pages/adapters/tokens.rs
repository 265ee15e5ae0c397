//! The tokens of a TwoWay adapter.

use crate::api::adapters::{CreateAdapterToken, RevokeAdapterToken, list_adapter_tokens, take_created_token};
use crate::components::{
    ButtonLink, CheckGroup, CheckboxField, Column, Dialog, DialogActions, Emphasis, EmptyState, FormBody, Icon,
    IconLink, Loaded, Notice, OptionalTime, RelativeTime, Status, Submission, SubmitForm, Table, TableSkeleton,
    TextField, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::pages::shown_once::{Secret, shown_once};
use crate::query::{DIALOG, SUBJECT, use_query_link};
use crate::{text, text_view};
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
        <Dialog name=CREATED title=text!(adapters.created_token)>{taken_token()}</Dialog>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(adapters.token)),
        Column::new(text!(common.state)),
        Column::new(text!(adapters.rights)).optional(),
        Column::new(text!(adapters.last_used)).optional(),
        Column::new(text!(common.created)).optional(),
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
            <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(adapters.create_token) icon=Icon::Plus emphasis=Emphasis::Primary />
        })
    };
    let content = if tokens.is_empty() {
        view! {
            <EmptyState title=text!(adapters.no_tokens) explanation=text!(adapters.no_tokens_help) icon=Icon::Key />
        }
        .into_any()
    } else {
        let rows = tokens.into_iter().map(|token| row(token, may_write)).collect_view();
        view! { <Table caption=text!(adapters.tokens) columns=columns()>{rows}</Table> }.into_any()
    };
    view! {
        <div class="head-line"><h2 id="tokens">{text!(adapters.tokens)}</h2>{add()}</div>
        <p class="hint">{text!(adapters.two_tokens)}</p>
        {(full && may_write).then(|| view! { <Notice tone=Tone::Neutral><p>{text!(adapters.tokens_full)}</p></Notice> })}
        {content}
    }
    .into_any()
}

fn row(token: AdapterToken, may_write: bool) -> AnyView {
    let link = use_query_link();
    let id = token.id.to_string();
    let (word, tone) = if token.revoked_at.is_some() {
        (text!(adapters.revoked), Tone::Bad)
    } else {
        (text!(adapters.active), Tone::Ok)
    };
    let rights = token.rights.iter().map(|right| right.as_str()).collect::<Vec<_>>().join(", ");
    view! {
        <tr>
            <td>{token.name.clone()}<span class="sub mono">{token.prefix}"…"</span></td>
            <td><Status label=word.to_owned() tone=tone /></td>
            <td class="opt">{rights}</td>
            <td class="opt"><OptionalTime at=token.last_used_at absent=text!(common.never) /></td>
            <td class="opt"><RelativeTime at=token.created_at /></td>
            <td class="row-actions">
                {(may_write && token.revoked_at.is_none()).then(|| view! {
                    <IconLink icon=Icon::Trash label=text!(adapters.revoke_named, name = token.name) href=Signal::derive(move || link.open_dialog_about(REVOKE, &id)) />
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// What a right allows, one sentence.
pub(super) fn meaning(right: TokenRight) -> &'static str {
    match right {
        TokenRight::MessageSend => text!(adapters.right_message_send),
        TokenRight::SessionUpdate => text!(adapters.right_session_update),
        TokenRight::HistoryRead => text!(adapters.right_history_read),
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
        <Dialog name=ADD title=text!(adapters.create_token)>
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <Of of=of.get_value() />
                    <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) hint=text!(adapters.token_name_hint) autofocus=true />
                    <CheckGroup name="rights" pointer="/rights" label=text!(adapters.rights)>{rights()}</CheckGroup>
                    <DialogActions confirm=text!(adapters.create_token) pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
    .into_any()
}

fn taken_token() -> AnyView {
    let taken = load(|| (), |()| take_created_token());
    shown_once(taken, text!(adapters.token_shown_already), |CreatedAdapterToken { record, token }| {
        view! {
            <p>{text_view!(adapters.copy_token_now, name = view! { <strong>{record.name}</strong> }, header = view! { <code>{"X-Cm-Producttoken"}</code> })}</p>
            <Secret text=Signal::stored(token) copy_label=text!(adapters.copy_token) />
        }
    })
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
                    <p>{text_view!(adapters.revoke_token_consequence, name = view! { <strong>{token.name}</strong> })}</p>
                    <DialogActions confirm=text!(adapters.revoke_token) pending=revoke.pending() emphasis=Emphasis::Danger />
                </FormBody>
            </SubmitForm>
        }
    };
    view! { <Dialog name=REVOKE title=text!(adapters.revoke_token)>{move || subject().map(form)}</Dialog> }.into_any()
}
