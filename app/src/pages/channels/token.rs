//! The token of an SMS channel's inbound webhook: since when it counts, a new one, and what is shown once.

use super::connect::{inbound_call, inbound_path};
use crate::api::channels::{RotateInboundToken, take_inbound_token};
use crate::components::{
    ButtonLink, CodeBlock, Dialog, DialogActions, DialogSize, FormBody, Icon, Notice, RelativeTime, Submission,
    SubmitForm, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::pages::own_address::use_origin;
use crate::pages::shown_once::{Secret, shown_once};
use crate::paths::CREATED_TOKEN;
use crate::query::use_query_link;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::messaging::channel::{Channel, CreatedInboundToken};

const ROTATE: &str = "rotate-token";

/// What is known of the token, and the way to another one.
#[component]
pub(super) fn InboundTokenSection(read: Channel, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let known = match read.inbound_token {
        None => view! { <Notice tone=Tone::Warn><p>{text!(channels.no_token)}</p></Notice> }.into_any(),
        Some(token) => {
            let previous = token
                .previous_ends_at
                .map(|at| view! { " " {text_view!(channels.token_before, at = view! { <RelativeTime at /> })} });
            let made = text_view!(channels.token_made, at = view! { <RelativeTime at=token.created_at /> });
            view! { <p>{made}{previous}</p> }.into_any()
        }
    };
    view! {
        <section class="stack" aria-labelledby="inbound-token">
            <div class="head-line">
                <h2 id="inbound-token">{text!(channels.inbound_token)}</h2>
                {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(ROTATE)) label=text!(channels.make_token) icon=Icon::Key /> })}
            </div>
            {known}
            {may_write.then(|| view! { <Dialogs read /> })}
        </section>
    }
    .into_any()
}

#[component]
fn Dialogs(read: Channel) -> impl IntoView {
    let rotate = Submission::<RotateInboundToken>::new();
    let read = StoredValue::new(read);
    view! {
        <Dialog name=ROTATE title=text!(channels.make_inbound_token)>
            <SubmitForm action=rotate>
                <FormBody error=failure_of(rotate)>
                    <OfCallCenter id=read.get_value().call_center_id />
                    <input type="hidden" name="id" value=read.get_value().id.to_string() />
                    <p>{text!(channels.make_token_help)}</p>
                    <DialogActions confirm=text!(channels.make_token) pending=rotate.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
        <Dialog name=CREATED_TOKEN title=text!(channels.created_token) size=DialogSize::Wide>{taken_token(read.get_value())}</Dialog>
    }
    .into_any()
}

fn taken_token(read: Channel) -> AnyView {
    let taken = load(|| (), |()| take_inbound_token());
    shown_once(taken, text!(channels.token_shown_already), move |CreatedInboundToken { token, .. }| {
        view! {
            <p>{text!(channels.copy_token_now)}</p>
            <Secret text=Signal::stored(token.clone()) copy_label=text!(channels.copy_token) />
            <Usage read=read.clone() token />
        }
    })
}

/// The URL for a gateway that takes nothing else, and a line that posts with the token.
#[component]
fn Usage(read: Channel, token: String) -> impl IntoView {
    let origin = use_origin();
    move || {
        let url = format!("{}{}", origin.get(), inbound_path(&read));
        let call = inbound_call(&url, &token, &read.inbound.clone().unwrap_or_default());
        view! {
            <p>{text!(channels.url_help)}</p>
            <CodeBlock title=text!(channels.url_with_token) text=format!("{url}/{token}") copy_label=text!(shared.copy_url) />
            <CodeBlock title=text!(channels.customer_sms) text=call />
        }
    }
}
