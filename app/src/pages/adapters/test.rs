//! Tests of an adapter's webhooks: a sample to each, with its answer.

use super::{role_words, webhooks};
use crate::api::adapters::{TestAdapter, take_webhook_test};
use crate::components::{
    BlockSkeleton, EmptyState, FormBody, Icon, Loaded, Notice, Submission, SubmitButton, SubmitForm, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::pages::test_run::Run;
use crate::query::{RESULT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::webhook::WebhookRole;

/// A button for each webhook, and what came of the last press.
#[component]
pub(super) fn TestTab(read: Adapter, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let test = Submission::<TestAdapter>::new();
    // Only a browser without WASM comes to a page with a result: it left the one that it asked on.
    let before = load(
        move || link.get(RESULT).is_some(),
        |asked| async move { if asked { take_webhook_test().await } else { Ok(None) } },
    );
    let known = webhooks(&read);
    if known.is_empty() {
        return view! {
            <EmptyState title=text!(adapters.nothing_to_test) explanation=text!(adapters.nothing_to_test_help) icon=Icon::Play />
        }
        .into_any();
    }
    let buttons = known.into_iter().map(|(role, url)| {
        let call_center = read.call_center_id.clone();
        view! {
            <li>
                <div><strong>{role_words(role)}</strong><span class="sub mono">{url}</span></div>
                {may_write.then(|| view! {
                    <SubmitForm action=test>
                        <FormBody>
                            <OfCallCenter id=call_center />
                            <input type="hidden" name="id" value=read.id.to_string() />
                            <input type="hidden" name="role" value=role.as_str() />
                            <SubmitButton label=test_words(role) pending=test.pending() />
                        </FormBody>
                    </SubmitForm>
                })}
            </li>
        }
    });
    let buttons = buttons.collect_view();
    let (value, failure) = (test.value(), failure_of(test));
    let refused = move || {
        failure.get().map(|error| view! { <Notice tone=Tone::Bad><p>{error.0.detail.to_string()}</p></Notice> })
    };
    view! {
        <section class="card" aria-labelledby="test">
            <div class="pad stack">
                <h2 id="test">{text!(adapters.test)}</h2>
                <p class="hint">{text!(adapters.test_help)}</p>
                {(!may_write).then(|| view! { <Notice tone=Tone::Neutral><p>{text!(adapters.test_reads_only)}</p></Notice> })}
                <ul class="webhooks">{buttons}</ul>
                {refused}
            </div>
            <Loaded resource=before skeleton=|| view! { <BlockSkeleton lines=2 /> } let:before>
                <div aria-live="polite">
                    {move || {
                        let tested = match value.get() {
                            Some(outcome) => outcome.ok(),
                            None => before.clone(),
                        };
                        tested.map(|tested| view! { <h3 class="pad">{role_words(tested.role)}</h3> <Run run=tested.run /> })
                    }}
                </div>
            </Loaded>
        </section>
    }
    .into_any()
}

fn test_words(role: WebhookRole) -> &'static str {
    match role {
        WebhookRole::Message => text!(adapters.test_message),
        WebhookRole::Handover => text!(adapters.test_handover),
        WebhookRole::Events => text!(adapters.test_events),
        WebhookRole::Callback => text!(adapters.test_callback),
    }
}
