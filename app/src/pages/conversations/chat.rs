//! The chat of a conversation: its transcript, live, and what an operator can do in it.

use super::transcript::{Seen, Transcript};
use crate::api::adapters::list_adapters;
use crate::api::chats::{CloseChat, HandChatOver, ReplyToChat, get_chat, get_transcript};
use crate::components::{
    BlockSkeleton, ButtonLink, Dialog, DialogActions, Emphasis, FormBody, Icon, JsonField, Loaded, Notice, SelectField,
    Status, Submission, SubmitButton, SubmitForm, Tag, TextareaField, Tone, failure_of,
};
use crate::error::PageError;
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::pages::frame::use_me;
use crate::pages::live;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::query::use_query_link;
use crate::{text, text_view};
use leptos::{html, prelude::*};
use patchbay_model::access::Permission;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::messaging::adapter::{Adapter, AdapterQuery};
use patchbay_model::page::PageRequest;
use wasm_bindgen::JsCast;

const HAND_OVER: &str = "hand-over";
const CLOSE: &str = "close-chat";
/// Which page of the transcript is shown, in the query string. The timeline has a cursor of its own.
const BEFORE: &str = "before";

/// Which chat.
type Of = (CallCenterId, ChatId);

/// The chat of a conversation that is one.
#[component]
pub(super) fn ChatSection(call_center: CallCenterId, chat: ChatId) -> impl IntoView {
    let of = StoredValue::new((call_center.clone(), chat));
    let link = use_query_link();
    let seen = load(
        move || (of.get_value(), link.get(BEFORE)),
        |((call_center, chat), before)| seen(call_center, chat, before),
    );
    // By itself: a form keeps what is typed in it as long as this stays the same.
    let live = load(
        move || of.get_value(),
        |(call_center, chat)| async move {
            let session = get_chat(call_center, chat).await?.session;
            Ok(session.is_some_and(|session| session.ended_on.is_none()))
        },
    );
    live::follow_chat(&call_center, chat, move || {
        // A page further up shows what was: new lines would push it about.
        if untrack(|| link.get(BEFORE)).is_none() {
            seen.refetch();
        }
        live.refetch();
    });
    let me = use_me();
    let (may_send, may_control) = (me.holds(Permission::SendMessages), me.holds(Permission::ControlChats));
    view! {
        // Before what is loaded, so that server and browser come to what the dialogs load in the same order.
        {may_control.then(|| view! {
            <Dialog name=HAND_OVER title=text!(conversations.hand_over)><HandOverForm of=of.get_value() /></Dialog>
            <Dialog name=CLOSE title=text!(conversations.close_chat)><CloseForm of=of.get_value() /></Dialog>
        })}
        <section class="stack" aria-labelledby="transcript">
            <Loaded resource=seen skeleton=|| view! { <BlockSkeleton lines=10 /> } let:seen>
                <Standing seen=seen.clone() may_control />
                <Older older=seen.older.clone() />
                <Transcript seen />
            </Loaded>
            {may_send.then(|| view! {
                <Loaded resource=live skeleton=|| view! { <BlockSkeleton lines=3 /> } let:live>
                    <Reply of=of.get_value() live />
                </Loaded>
            })}
        </section>
    }
    .into_any()
}

async fn seen(call_center: CallCenterId, chat: ChatId, before: Option<String>) -> Result<Seen, PageError> {
    let page = PageRequest { cursor: before, ..PageRequest::longest() };
    let found = get_transcript(call_center.clone(), chat, page).await?;
    let adapters = list_adapters(call_center.clone(), AdapterQuery::default(), PageRequest::longest()).await?;
    let adapters = adapters.items.into_iter().map(|adapter| (adapter.id, adapter.name)).collect();
    let (entries, older) = (found.items, found.next_cursor);
    Ok(Seen { chat: get_chat(call_center, chat).await?, entries, older, adapters })
}

/// The ways to what was before, and back to the end.
#[component]
fn Older(older: Option<String>) -> impl IntoView {
    let link = use_query_link();
    let older = StoredValue::new(older);
    let further = older.with_value(Option::is_some);
    let newest = move || {
        link.get(BEFORE).map(|_| {
            view! {
                <a class="button" href=move || link.with(&[(BEFORE, None)])>{text!(conversations.newest)}</a>
            }
        })
    };
    let onward = move || {
        further.then(|| view! {
            <a class="button" rel="next" href=move || older.with_value(|cursor| link.with(&[(BEFORE, cursor.as_deref())]))>{text!(conversations.older)}</a>
        })
    };
    view! {
        <Show when=move || further || link.get(BEFORE).is_some()>
            <nav class="pager" aria-label=text!(conversations.transcript_pages)>{newest} {onward}</nav>
        </Show>
    }
    .into_any()
}

/// The state of a session that nobody named another one.
const OPEN: &str = "open";

/// Who hosts the chat, and what can be done with it.
#[component]
fn Standing(seen: Seen, may_control: bool) -> impl IntoView {
    let link = use_query_link();
    let session = seen.chat.session.clone();
    let is_live = session.as_ref().is_some_and(|session| session.ended_on.is_none());
    let (word, tone) =
        if is_live { (text!(conversations.open), Tone::Ok) } else { (text!(conversations.closed), Tone::Neutral) };
    let host = session.map(|session| {
        let href = paths::adapter(&session.account_id, session.host_adapter_id);
        // Named for who is in it: of one that has ended it says nothing any more.
        let named = session.state_name_id.filter(|state| is_live && state != OPEN);
        let state = named.map(|state| view! { " " <Tag label=state /> });
        let host = view! { <a href=href>{seen.adapter(session.host_adapter_id)}</a> };
        view! { " " {text_view!(conversations.hosted_by, adapter = host)} {state} }
    });
    let actions = (may_control && is_live).then(|| view! {
        <div class="actions">
            <ButtonLink href=Signal::derive(move || link.open_dialog(HAND_OVER)) label=text!(conversations.hand_over) icon=Icon::ArrowRight />
            <ButtonLink href=Signal::derive(move || link.open_dialog(CLOSE)) label=text!(common.close) icon=Icon::Close />
        </div>
    });
    view! {
        <div class="head-line">
            <div>
                <h2 id="transcript">{text!(conversations.transcript)}</h2>
                <p class="hint"><Status label=word.to_owned() tone=tone />" "<Tag label=seen.chat.channel.clone() />{host}</p>
            </div>
            {actions}
        </div>
    }
    .into_any()
}

#[component]
fn Hidden(of: Of) -> impl IntoView {
    view! {
        <OfCallCenter id=of.0 />
        <input type="hidden" name="id" value=of.1.to_string() />
    }
    .into_any()
}

/// Says something to the customer.
#[component]
fn Reply(of: Of, live: bool) -> impl IntoView {
    if !live {
        return view! {
            <Notice tone=Tone::Neutral><p>{text!(conversations.chat_closed)}</p></Notice>
        }
        .into_any();
    }
    let reply = Submission::<ReplyToChat>::new();
    let typed = use_typed::<String>(was_refused::<ReplyToChat>());
    let of = StoredValue::new(of);
    let place = NodeRef::<html::Div>::new();
    let value = reply.value();
    Effect::new(move |_| {
        let is_sent = value.with(|value| value.as_ref().is_some_and(Result::is_ok));
        let form = place.get_untracked().filter(|_| is_sent).and_then(|place| place.closest("form").ok().flatten());
        if let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
            form.reset();
        }
    });
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=3 /> } let:typed>
            <SubmitForm action=reply>
                <div class="card pad" node_ref=place>
                    <FormBody error=failure_of(reply)>
                        <Hidden of=of.get_value() />
                        <TextareaField name="text" label=text!(conversations.reply) hint=text!(conversations.reply_hint) value=typed.unwrap_or_default() />
                        <div class="actions"><SubmitButton label=text!(conversations.send) pending=reply.pending() /></div>
                    </FormBody>
                </div>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

#[component]
fn HandOverForm(of: Of) -> impl IntoView {
    let hand_over = Submission::<HandChatOver>::new();
    let refused = was_refused::<HandChatOver>();
    let of = StoredValue::new(of);
    let typed = use_typed::<(String, String)>(refused);
    let targets = load(
        move || of.get_value(),
        |(call_center, chat)| async move {
            let chat = get_chat(call_center.clone(), chat).await?;
            let host = chat.session.map(|session| session.host_adapter_id);
            let query = AdapterQuery { channel: Some(chat.channel.clone()), ..AdapterQuery::default() };
            let found = list_adapters(call_center, query, PageRequest::longest()).await?.items;
            let others: Vec<Adapter> = found.into_iter().filter(|adapter| Some(adapter.id) != host).collect();
            Ok((chat.channel, others))
        },
    );
    view! {
        <Loaded resource=targets skeleton=|| view! { <BlockSkeleton lines=4 /> } let:targets>
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=4 /> } let:typed>
            {
                let (channel, others) = targets.clone();
                let (target, context) = typed.unwrap_or_default();
                if others.is_empty() {
                    let channel = view! { <strong>{channel}</strong> };
                    view! { <Notice tone=Tone::Warn><p>{text_view!(conversations.no_other_adapter, channel = channel)}</p></Notice> }.into_any()
                } else {
                    let options = others.into_iter().map(|adapter| (adapter.id.to_string(), adapter.name)).collect();
                    view! {
                        <SubmitForm action=hand_over>
                            <FormBody error=failure_of(hand_over)>
                                <Hidden of=of.get_value() />
                                <SelectField name="target" pointer=Some("/targetAdapterId".to_owned()) label=text!(conversations.hand_over_to) hint=text!(conversations.hand_over_to_hint) options value=target />
                                <JsonField name="context" label=text!(conversations.context) hint=text!(conversations.context_hint) rows=4 optional=true value=context />
                                <DialogActions confirm=text!(conversations.hand_over) pending=hand_over.pending() />
                            </FormBody>
                        </SubmitForm>
                    }
                    .into_any()
                }
            }
        </Loaded>
        </Loaded>
    }
    .into_any()
}

#[component]
fn CloseForm(of: Of) -> impl IntoView {
    let close = Submission::<CloseChat>::new();
    view! {
        <SubmitForm action=close>
            <FormBody error=failure_of(close)>
                <Hidden of />
                <p>{text!(conversations.close_consequence)}</p>
                <DialogActions confirm=text!(conversations.close_chat) pending=close.pending() emphasis=Emphasis::Danger />
            </FormBody>
        </SubmitForm>
    }
    .into_any()
}
