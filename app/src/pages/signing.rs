//! What deliveries are signed with, and how whoever gets them checks that (spec/twoway.md, Receiving).

use crate::api::channels::take_created_secret;
use crate::components::{
    BlockSkeleton, ButtonLink, CodeBlock, Column, CopyButton, Dialog, DialogActions, DialogSize, Emphasis, FormBody,
    Icon, Loaded, Notice, RelativeTime, Status, Submission, SubmitForm, Table, Tone, failure_of,
};
use crate::loading::load;
use crate::paths::CREATED_SECRET;
use crate::query::use_query_link;
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
        let (word, tone) = if index == 0 { ("signs", Tone::Ok) } else { ("signs too, until it retires", Tone::Warn) };
        let retires = secret.retires_at.map_or_else(
            || view! { <span class="faint">"when it is replaced"</span> }.into_any(),
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
    let columns = vec![Column::new("State"), Column::new("Made"), Column::new("Retires")];
    view! {
        <section class="stack" aria-labelledby="signing">
            <div class="head-line">
                <h2 id="signing">"Signing secret"</h2>
                {may_write.then(|| view! { <ButtonLink href=Signal::derive(move || link.open_dialog(ROTATE)) label="Make a new secret" icon=Icon::Key /> })}
            </div>
            <p class="hint">"Every delivery carries the headers " <code>"webhook-id"</code> ", " <code>"webhook-timestamp"</code> " and " <code>"webhook-signature"</code> " of Standard Webhooks: libraries in every language check them. The id stays the same when a delivery is repeated; refuse timestamps that are more than five minutes old."</p>
            {rotates.then(|| view! {
                <Notice tone=Tone::Neutral><p>"Two secrets are in force: each delivery has a signature of either, and whoever checks needs one of them only."</p></Notice>
            })}
            <Table caption="Signing secrets" columns>{secrets.into_iter().enumerate().map(row).collect_view()}</Table>
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
        <Dialog name=ROTATE title="Make a new signing secret">
            <SubmitForm action=rotate>
                <FormBody error=failure_of(rotate)>
                    {children.with_value(|children| children())}
                    <p>"The new secret is shown once. The one in force signs beside it for a day more, so that nothing is refused while you change over; a secret that is older retires now."</p>
                    <DialogActions confirm="Make a new secret" pending=rotate.pending() />
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
        <Dialog name=CREATED_SECRET title="Your new signing secret" size=DialogSize::Wide>
            <TakenSecret url=url.get_value() />
        </Dialog>
    }
    .into_any()
}

#[component]
fn TakenSecret(url: Option<String>) -> impl IntoView {
    let link = use_query_link();
    let taken = load(|| (), |()| take_created_secret());
    view! {
        <Loaded resource=taken skeleton=|| view! { <BlockSkeleton lines=4 /> } let:created>
            {match created {
                Some(CreatedSigningSecret { secret, .. }) => view! {
                    <p>"Copy the secret now. It is not shown again."</p>
                    <pre class="secret-once">{secret.clone()}</pre>
                    <CopyButton text=Signal::stored(secret.clone()) label="Copy secret" />
                    <Verify secret url=url.clone() />
                }.into_any(),
                None => view! { <Notice tone=Tone::Warn><p>"The secret was shown already. If it is lost, make another."</p></Notice> }.into_any(),
            }}
            <div class="dialog-actions"><ButtonLink href=Signal::derive(move || link.close_dialog()) label="Done" emphasis=Emphasis::Primary /></div>
        </Loaded>
    }
    .into_any()
}

/// Lines for a shell that sign as Patchbay does.
#[component]
fn Verify(secret: String, url: Option<String>) -> impl IntoView {
    let sent = url.map(|url| {
        view! {
            <p>"Send a signed sample to your webhook, from your own shell:"</p>
            <CodeBlock title="Signed with openssl, sent with curl" text=sending(&secret, &url) />
        }
    });
    view! {
        <details class="help">
            <summary>"Verify my signature"</summary>
            <div class="stack">
                <p>"Save the body of a delivery, byte for byte, as " <code>"body.json"</code> ", fill in two of its headers, and compare what is printed with what follows " <code>"v1,"</code> " in its " <code>"webhook-signature"</code> ":"</p>
                <CodeBlock title="Verified with openssl" text=verifying(&secret) />
                {sent}
            </div>
        </details>
    }
    .into_any()
}

const KEY: &str = r#"key=$(printf %s "${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')"#;
const SIGN: &str = r#"openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64"#;

fn verifying(secret: &str) -> String {
    format!(
        "secret='{secret}' id='webhook-id of the delivery' timestamp='webhook-timestamp of the delivery'\n{KEY}\n\
         {{ printf '%s.%s.' \"$id\" \"$timestamp\"; cat body.json; }} | {SIGN}"
    )
}

fn sending(secret: &str, url: &str) -> String {
    // The only sign that a shell reads inside single quotes.
    let url = url.replace('\'', "%27");
    format!(
        "secret='{secret}' url='{url}'\nid=test-1 timestamp=$(date +%s) body='{{\"test\":true}}'\n{KEY}\n\
         signature=$(printf '%s.%s.%s' \"$id\" \"$timestamp\" \"$body\" | {SIGN})\n\
         curl -i \"$url\" -H 'content-type: application/json' -H \"webhook-id: $id\" -H \"webhook-timestamp: $timestamp\" \
         -H \"webhook-signature: v1,$signature\" --data-raw \"$body\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_url_ends_the_quotes_that_it_stands_in() {
        let line = sending("whsec_eA==", "https://bot.test/in?a='; rm x; '");
        assert!(line.contains("url='https://bot.test/in?a=%27; rm x; %27'"), "{line}");
    }
}
