//! What deliveries are signed with, and how whoever gets them checks that (spec/twoway.md, Receiving).

use super::shown_once::{Secret, shown_once};
use super::signing_lines::{sending, verifying};
use crate::api::channels::take_created_secret;
use crate::components::{
    ButtonLink, CodeBlock, Column, Dialog, DialogActions, DialogSize, FormBody, Icon, Notice, RelativeTime, Status,
    Submission, SubmitForm, Table, Tone, failure_of,
};
use crate::loading::load;
use crate::paths::CREATED_SECRET;
use crate::query::use_query_link;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};

const ROTATE: &str = "rotate-secret";
/// Stands in for the secret, which only its maker was shown.
const YOUR_SECRET: &str = "whsec_…";

/// The secrets in force, how to check a signature, and the way to a new secret.
#[component]
pub(crate) fn SigningSecrets(
    /// What is in force, the newest first.
    secrets: Vec<SigningSecret>,
    /// A webhook to try it on, if there is one.
    url: Option<String>,
    /// Whether a new one may be made.
    may_write: bool,
) -> impl IntoView {
    let link = use_query_link();
    let rotates = secrets.len() > 1;
    let row = |(index, secret): (usize, SigningSecret)| {
        let (word, tone) = if index == 0 {
            (text!(shared.signs), Tone::Ok)
        } else {
            (text!(shared.signs_until_it_retires), Tone::Warn)
        };
        let retires = secret.retires_at.map_or_else(
            || view! { <span class="faint">{text!(shared.retires_when_replaced)}</span> }.into_any(),
            |at| view! { <RelativeTime at /> }.into_any(),
        );
        view! {
            <tr>
                <td><Status label=word.to_owned() tone=tone /></td>
                <td><RelativeTime at=secret.created_at /></td>
                <td>{retires}</td>
            </tr>
        }
    };
    let columns =
        vec![Column::new(text!(common.state)), Column::new(text!(shared.made)), Column::new(text!(shared.retires))];
    view! {
        <section class="stack" aria-labelledby="signing">
            <div class="head-line">
                <h2 id="signing">{text!(shared.signing_secret)}</h2>
                {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(ROTATE)) label=text!(shared.make_secret) icon=Icon::Key /> })}
            </div>
            <p class="hint">{text_view!(shared.signing_hint, id = code("webhook-id"), timestamp = code("webhook-timestamp"), signature = code("webhook-signature"))}</p>
            {rotates.then(|| view! {
                <Notice tone=Tone::Neutral><p>{text!(shared.two_secrets)}</p></Notice>
            })}
            <Table caption=text!(shared.signing_secrets) columns>{secrets.into_iter().enumerate().map(row).collect_view()}</Table>
            <Verify secret=YOUR_SECRET.to_owned() url />
        </section>
    }
    .into_any()
}

/// The dialog that makes a new secret; [`CreatedSecretDialog`] shows it.
#[component]
pub(crate) fn RotateSecretDialog<S: 'static>(
    /// Makes it.
    rotate: Submission<S>,
    /// Whose: the hidden fields of the form.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Dialog name=ROTATE title=text!(shared.make_signing_secret)>
            <SubmitForm action=rotate>
                <FormBody error=failure_of(rotate)>
                    {children.with_value(|children| children())}
                    <p>{text!(shared.make_secret_consequence)}</p>
                    <DialogActions confirm=text!(shared.make_secret) pending=rotate.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
    .into_any()
}

/// Shows a secret that was just made, with a new adapter or channel or by itself.
#[component]
pub(crate) fn CreatedSecretDialog(
    /// A webhook to try it on, if there is one.
    url: Option<String>,
) -> impl IntoView {
    let url = StoredValue::new(url);
    view! {
        <Dialog name=CREATED_SECRET title=text!(shared.new_signing_secret) size=DialogSize::Wide>
            {taken_secret(url.get_value())}
        </Dialog>
    }
    .into_any()
}

fn taken_secret(url: Option<String>) -> AnyView {
    let taken = load(|| (), |()| take_created_secret());
    shown_once(taken, text!(shared.secret_shown_already), move |CreatedSigningSecret { secret, .. }| {
        view! {
            <p>{text!(shared.copy_secret_now)}</p>
            <Secret text=Signal::stored(secret.clone()) copy_label=text!(shared.copy_secret) />
            <Verify secret url=url.clone() />
        }
    })
}

/// Lines for a shell that sign as Patchbay does.
#[component]
fn Verify(secret: String, url: Option<String>) -> impl IntoView {
    let sent = url.map(|url| {
        view! {
            <p>{text!(shared.send_sample)}</p>
            <CodeBlock title=text!(shared.signed_and_sent) text=sending(&secret, &url) />
        }
    });
    view! {
        <details class="help">
            <summary>{text!(shared.verify)}</summary>
            <div class="stack">
                <p>{text_view!(shared.verify_how, file = code("body.json"), version = code("v1,"), signature = code("webhook-signature"))}</p>
                <CodeBlock title=text!(shared.verified_with_openssl) text=verifying(&secret) />
                {sent}
            </div>
        </details>
    }
    .into_any()
}

/// A name on the wire.
fn code(name: &'static str) -> impl IntoView {
    view! { <code>{name}</code> }
}
