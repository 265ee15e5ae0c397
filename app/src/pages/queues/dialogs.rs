//! Adding, editing and deleting a queue.

use crate::api::queues::{CreateQueue, DeleteQueue, QueueForm, UpdateQueue, get_queue, get_queue_usage};
use crate::components::{
    BlockSkeleton, CheckGroup, CheckboxField, ConfirmDelete, Dialog, DialogActions, FormBody, Loaded, Notice,
    Submission, SubmitForm, TextField, TextKind, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::query::{SUBJECT, use_query_link};
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::event::ChannelType;
use patchbay_model::id::CallCenterId;
use patchbay_model::queue::{Queue, QueueUse};

pub(super) const ADD: &str = "add-queue";
pub(super) const EDIT: &str = "edit-queue";
pub(super) const DELETE: &str = "delete-queue";

/// Add, edit, delete.
#[component]
pub(super) fn QueueDialogs(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    let add = move || call_center.get().map(|id| view! { <AddForm call_center=id /> });
    let edit = Callback::new(|queue| view! { <EditForm queue /> }.into_any());
    let delete = Callback::new(|queue| view! { <DeleteForm queue /> }.into_any());
    view! {
        <Dialog name=ADD title=text!(queues.add)>{add}</Dialog>
        <Dialog name=EDIT title=text!(queues.edit)><Subject call_center children=edit /></Dialog>
        <Dialog name=DELETE title=text!(queues.delete)><Subject call_center children=delete /></Dialog>
    }
    .into_any()
}

#[component]
fn AddForm(call_center: CallCenterId) -> impl IntoView {
    let create = Submission::<CreateQueue>::new();
    let typed = use_typed::<QueueForm>(was_refused::<CreateQueue>());
    let call_center = StoredValue::new(call_center);
    let blank = || QueueForm { channel_types: ChannelType::ALL.to_vec(), ..QueueForm::default() };
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    {
                        let form = typed.clone().unwrap_or_else(blank);
                        view! {
                            <OfCallCenter id=call_center.get_value() />
                            <TextField name="form[id]" pointer=Some("/id".to_owned()) label=text!(queues.id) hint=text!(queues.id_hint) value=form.id.clone() kind=TextKind::Code autofocus=true />
                            <Fields form />
                        }
                    }
                    <DialogActions confirm=text!(queues.add) pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

#[component]
fn EditForm(queue: Queue) -> impl IntoView {
    let update = Submission::<UpdateQueue>::new();
    let failure = failure_of(update);
    let refused = was_refused::<UpdateQueue>();
    let typed = use_typed::<QueueForm>(refused);
    let queue = StoredValue::new(queue);
    let newest = Action::new(move |(): &()| {
        let Queue { call_center_id, id, .. } = queue.get_value();
        async move { get_queue(call_center_id, id).await.map(|newest| newest.version) }
    });
    let here = use_query_link().here();
    let saved_at = StoredValue::new(here);
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            <SubmitForm action=update>
                <FormBody error=failure>
                    {
                        let read = queue.get_value();
                        let form = typed.clone().unwrap_or_else(|| QueueForm::from(&read));
                        view! {
                            <OfCallCenter id=read.call_center_id />
                            <input type="hidden" name="id" value=read.id.to_string() />
                            <VersionField version=Signal::stored(read.version) failure saved_at=saved_at.get_value() newest rendered_afresh=refused />
                            <Fields form />
                        }
                    }
                    <DialogActions confirm=text!(common.save) pending=update.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(form: QueueForm) -> impl IntoView {
    let channel = |(index, channel): (usize, &ChannelType)| {
        let checked = form.channel_types.contains(channel);
        view! {
            <CheckboxField name=format!("form[channel_types][{index}]") label=channel.word() value=channel.as_str() checked />
        }
    };
    let channels = ChannelType::ALL.iter().enumerate().map(channel).collect_view();
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) value=form.name.clone() />
        <TextField name="form[address]" pointer=Some("/address".to_owned()) label=text!(queues.address) hint=text!(queues.address_hint) kind=TextKind::Code placeholder="sales" value=form.address.clone() />
        <CheckGroup name="channels" pointer="/channelTypes" label=text!(queues.channels) hint=text!(queues.channels_hint)>
            {channels}
        </CheckGroup>
    }
    .into_any()
}

#[component]
fn DeleteForm(queue: Queue) -> impl IntoView {
    let delete = Submission::<DeleteQueue>::new();
    let queue = StoredValue::new(queue);
    let usage = load(
        move || queue.with_value(|queue| (queue.call_center_id.clone(), queue.id.clone())),
        |(call_center, id)| get_queue_usage(call_center, id),
    );
    view! {
        <Loaded resource=usage skeleton=|| view! { <BlockSkeleton lines=3 /> } let:usage>
            {
                let Queue { call_center_id, id, version, name, .. } = queue.get_value();
                let held = usage.iter().any(|one| one.own);
                let held = held.then(|| view! {
                    <Notice tone=Tone::Warn><p>{text!(queues.held)}</p></Notice>
                });
                view! {
                    <SubmitForm action=delete>
                        <FormBody error=failure_of(delete)>
                            {held}
                            <OfCallCenter id=call_center_id />
                            <input type="hidden" name="id" value=id.to_string() />
                            <input type="hidden" name="version" value=version.to_string() />
                            <ConfirmDelete subject=name breaks=consequences(&usage) confirm=text!(queues.delete) pending=delete.pending() />
                        </FormBody>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// What uses the queue, a sentence each.
fn consequences(usage: &[QueueUse]) -> Vec<String> {
    let sentence = |one: &QueueUse| {
        let QueueUse { template, endpoint, own } = one;
        if *own {
            text!(queues.named_by_own, template = template, endpoint = endpoint)
        } else {
            text!(queues.named_by_published, template = template, endpoint = endpoint)
        }
    };
    usage.iter().map(sentence).collect()
}

/// Loads the queue that a dialog is about.
#[component]
fn Subject(call_center: Memo<Option<CallCenterId>>, children: Callback<Queue, AnyView>) -> impl IntoView {
    let link = use_query_link();
    let queue = load(
        move || (call_center.get(), link.get(SUBJECT)),
        |(call_center, id)| async move {
            let id = id.unwrap_or_default().parse().ok();
            let (Some(call_center), Some(id)) = (call_center, id) else {
                return Err(crate::pages::no_such(text!(words.queue)));
            };
            get_queue(call_center, id).await
        },
    );
    view! {
        <Loaded resource=queue skeleton=|| view! { <BlockSkeleton lines=6 /> } let:queue>{children.run(queue)}</Loaded>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_uses_a_queue_is_named() {
        let one = |own| QueueUse { template: "Lifecycle".into(), endpoint: "event".into(), own };
        assert_eq!(
            consequences(&[one(true), one(false)]),
            [
                "The triggers of Lifecycle (event) name it.",
                "The published Lifecycle (event) names it and will never hear it again."
            ]
        );
    }
}
