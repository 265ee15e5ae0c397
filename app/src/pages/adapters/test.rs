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
use leptos::prelude::*;
use patchbay_model::messaging::adapter::Adapter;

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
            <EmptyState title="Nothing to test" explanation="The adapter has no webhook: fill in an endpoint under Settings." icon=Icon::Play />
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
                            <SubmitButton label=format!("Test the {}", role_words(role).to_lowercase()) pending=test.pending() />
                        </FormBody>
                    </SubmitForm>
                })}
            </li>
        }
    });
    let buttons = buttons.collect_view();
    let (value, failure) = (test.value(), failure_of(test));
    let refused =
        move || failure.get().map(|error| view! { <Notice tone=Tone::Bad><p>{error.0.detail.clone()}</p></Notice> });
    view! {
        <section class="card" aria-labelledby="test">
            <div class="pad stack">
                <h2 id="test">"Test"</h2>
                <p class="hint">"Posts a signed sample for real, through the path of every delivery, and shows the answer. It is a valid message, event or handover of a made-up customer over the adapter's first channel; nothing is kept and nothing repeated."</p>
                {(!may_write).then(|| view! { <Notice tone=Tone::Neutral><p>"Your role reads only: it can't run a test."</p></Notice> })}
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
