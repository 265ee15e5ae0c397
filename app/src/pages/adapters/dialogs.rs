//! Deleting an adapter.

use crate::api::adapters::{DeleteAdapter, adapter_chats, get_adapter};
use crate::components::{BlockSkeleton, ConfirmDelete, Dialog, FormBody, Loaded, Submission, SubmitForm, failure_of};
use crate::format::counted;
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::query::{SUBJECT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind};

pub(super) const DELETE: &str = "delete-adapter";

/// Asks before an adapter goes, and says what breaks with it.
#[component]
pub(super) fn DeleteDialog(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    view! { <Dialog name=DELETE title=text!(adapters.delete)><DeleteForm call_center /></Dialog> }.into_any()
}

#[component]
fn DeleteForm(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    let link = use_query_link();
    let delete = Submission::<DeleteAdapter>::new();
    let read = load(
        move || (call_center.get(), link.get(SUBJECT)),
        |(call_center, id)| async move {
            let id = id.unwrap_or_default().parse().ok();
            let (Some(call_center), Some(id)) = (call_center, id) else {
                return Err(crate::pages::no_such(text!(words.adapter)));
            };
            let chats = adapter_chats(call_center.clone(), id).await?;
            Ok((get_adapter(call_center, id).await?, chats))
        },
    );
    view! {
        <Loaded resource=read skeleton=|| view! { <BlockSkeleton lines=4 /> } let:loaded>
            {
                let (read, chats) = loaded;
                let breaks = consequences(&read, chats);
                view! {
                    <SubmitForm action=delete>
                        <FormBody error=failure_of(delete)>
                            <OfCallCenter id=read.call_center_id />
                            <input type="hidden" name="id" value=read.id.to_string() />
                            <input type="hidden" name="version" value=read.version.to_string() />
                            <ConfirmDelete subject=read.name breaks confirm=text!(adapters.delete) pending=delete.pending() />
                        </FormBody>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// What stops with it, a sentence each.
fn consequences(read: &Adapter, chats: u64) -> Vec<String> {
    let mut breaks = Vec::new();
    if !read.channels.is_empty() {
        let names = read.channels.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
        breaks.push(text!(adapters.new_chats_go_on, channels = names));
    }
    let entrance = match read.kind {
        AdapterKind::Twoway => text!(adapters.tokens_end),
        AdapterKind::Omnichannel => text!(adapters.secret_ends),
    };
    breaks.extend([entrance.to_owned(), text!(adapters.secrets_gone).to_owned()]);
    if chats > 0 {
        let hosted = counted(chats, text!(adapters.chat), text!(adapters.chats));
        breaks.push(text!(adapters.hosted, chats = hosted));
    }
    breaks
}
