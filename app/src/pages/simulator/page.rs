//! `/simulator`

use super::form::PlayFields;
use super::player::Player;
use super::steps::StepList;
use crate::api::queues::list_queues;
use crate::api::simulator::{Play, Played, take_played};
use crate::components::{
    BlockSkeleton, Crumb, FilterBar, FormBody, Loaded, MenuEntry, Notice, PageHead, Submission, SubmitForm, Tone,
    failure_of,
};
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, OfCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::pages::typed::was_refused;
use crate::query::{RESULT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::PageRequest;
use patchbay_model::queue::{Queue, QueueQuery};

/// Plays a call or a chat, event by event, and shows what each event made run.
#[component]
pub fn SimulatorPage() -> impl IntoView {
    let link = use_query_link();
    let call_center = use_call_center();
    let may_play = use_me().holds(Permission::WriteEvents);
    // A browser without WASM left the page to play.
    let played = was_refused::<Play>() || link.peek(RESULT).is_some();
    let played = load(move || played, |played| async move { if played { take_played().await } else { Ok(None) } });
    let queues = load(
        move || call_center.get(),
        |call_center| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            let most = PageRequest::longest();
            let queues = list_queues(call_center.clone(), QueueQuery::default(), most).await?.items;
            Ok(Some((call_center, queues)))
        },
    );
    let bench = move |found: Option<(CallCenterId, Vec<Queue>)>, played: Option<Played>| match found {
        None => view! { <ChooseCallCenter explanation=text!(simulator.choose) /> }.into_any(),
        Some(_) if !may_play => view! {
            <Notice tone=Tone::Neutral><p>{text!(simulator.may_not_post)}</p></Notice>
        }
        .into_any(),
        Some((call_center, queues)) => view! { <Bench call_center queues played /> }.into_any(),
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Simulator.section())]
            title=text!(simulator.title)
            lead=text!(simulator.lead)
        />
        <FilterBar><CallCenterFilter /></FilterBar>
        <Loaded resource=queues skeleton=|| view! { <BlockSkeleton lines=10 /> } let:found>
            <Loaded resource=played skeleton=|| view! { <BlockSkeleton lines=10 /> } let:played>
                {bench(found.clone(), played)}
            </Loaded>
        </Loaded>
    }
    .into_any()
}

#[component]
fn Bench(call_center: CallCenterId, queues: Vec<Queue>, played: Option<Played>) -> impl IntoView {
    let play = Submission::<Play>::new();
    let player = Player::new(call_center.clone());
    let failure = failure_of(play);
    let (form, before) = match played {
        Some(Played { form, steps }) => (Some(form), steps),
        None => (None, Vec::new()),
    };
    // All at once by a form, or one by one: what was done last is shown.
    let at_once = play.value();
    Effect::new(move |_| {
        if let Some(Ok(steps)) = at_once.get() {
            player.show(steps);
        }
    });
    let error = Signal::derive(move || player.failure().or_else(|| failure.get()));
    let steps = Signal::derive(move || {
        let steps = player.steps();
        if steps.is_empty() { before.clone() } else { steps }
    });
    let id = call_center.clone();
    view! {
        <div class="two">
            <section class="card pad" aria-label=text!(simulator.what_happens)>
                <SubmitForm action=play>
                    <FormBody error>
                        <OfCallCenter id />
                        <PlayFields queues form player pending=play.pending() />
                    </FormBody>
                </SubmitForm>
            </section>
            <section class="card" aria-labelledby="played">
                <div class="pad"><h2 id="played">{text!(simulator.played)}</h2></div>
                <StepList call_center steps player />
            </section>
        </div>
    }
    .into_any()
}
