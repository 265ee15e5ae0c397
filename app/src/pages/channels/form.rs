//! The form around the fields: to create a channel, and to save one.

use super::fields::{ChannelFields, Sender};
use crate::api::channels::{ChannelForm, CreateChannel, UpdateChannel, get_channel};
use crate::components::{BlockSkeleton, DialogActions, FormBody, Loaded, Submission, SubmitForm, failure_of};
use crate::pages::call_center::OfCallCenter;
use crate::pages::editable::Editable;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::{Channel, ChannelKind};

/// The form of one to come, in its dialog.
#[component]
pub(super) fn AddForm(call_center: CallCenterId, senders: Vec<Sender>) -> impl IntoView {
    let create = Submission::<CreateChannel>::new();
    let typed = use_typed::<ChannelForm>(was_refused::<CreateChannel>());
    let (call_center, senders) = (StoredValue::new(call_center), StoredValue::new(senders));
    let blank = || ChannelForm { kind: ChannelKind::Webchat.to_string(), ..ChannelForm::default() };
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <OfCallCenter id=call_center.get_value() />
                    <ChannelFields form=typed.clone().unwrap_or_else(blank) senders=senders.get_value() kind=None />
                    <DialogActions confirm=text!(channels.add) pending=create.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

/// The form of a saved one.
#[component]
pub(super) fn EditForm(
    read: Channel,
    senders: Vec<Sender>,
    update: Submission<UpdateChannel>,
    may_write: bool,
) -> impl IntoView {
    let failure = failure_of(update);
    let refused = was_refused::<UpdateChannel>();
    let typed = use_typed::<ChannelForm>(refused);
    let (read, senders) = (StoredValue::new(read), StoredValue::new(senders));
    let newest = Action::new(move |(): &()| {
        let Channel { call_center_id, id, .. } = read.get_value();
        async move { get_channel(call_center_id, id.to_string()).await.map(|newest| newest.version) }
    });
    let form = move |typed: Option<ChannelForm>| {
        let read = read.get_value();
        let form = typed.unwrap_or_else(|| ChannelForm::from(&read));
        let saved_at = paths::channel(&read.call_center_id, read.id);
        view! {
            <SubmitForm action=update>
                <div class="form-card">
                    <FormBody error=failure>
                        <OfCallCenter id=read.call_center_id />
                        <input type="hidden" name="id" value=read.id.to_string() />
                        <VersionField version=Signal::stored(read.version) failure saved_at newest rendered_afresh=refused />
                        <Editable may_write pending=update.pending()>
                            <ChannelFields form senders=senders.get_value() kind=Some(read.kind) />
                        </Editable>
                    </FormBody>
                </div>
            </SubmitForm>
        }
        .into_any()
    };
    view! { <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>{form(typed)}</Loaded> }
        .into_any()
}
