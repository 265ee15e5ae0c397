//! What the simulator plays.

use super::player::Player;
use crate::api::simulator::{PlayForm, Scenario};
use crate::components::{Emphasis, Glyph, Icon, SelectField, SubmitButton, TextField, TextKind};
use crate::pages::queues::channel_words;
use leptos::prelude::*;
use patchbay_model::event::{ChannelType, Direction};
use patchbay_model::queue::Queue;

/// The fields, and the ways to play.
#[component]
pub(super) fn PlayFields(
    /// The call center's queues.
    queues: Vec<Queue>,
    /// What was typed before, if the page was left to play.
    form: Option<PlayForm>,
    player: Player,
    /// Whether everything is being played at once.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let form = form.unwrap_or_else(|| first(&queues));
    let scenario = Scenario::ALL.iter().find(|(one, ..)| *one == form.scenario).map_or("", |(_, word, _)| word);
    let scenarios = Scenario::ALL.map(|(_, word, words)| (word.to_owned(), words.to_owned())).to_vec();
    let channels =
        ChannelType::ALL.iter().map(|one| (one.to_string(), channel_words(*one).trim_end_matches('s').to_owned()));
    let directions = Direction::ALL.iter().map(|one| (one.to_string(), one.to_string()));
    let addresses: Vec<_> = queues
        .into_iter()
        .map(|queue| (queue.address.clone(), format!("{} ({})", queue.name, queue.address)))
        .collect();
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <SelectField name="form[scenario]" pointer=at("/scenario") label="Scenario" hint="An outbound call, or a chat, has only those of its events that apply to it." options=scenarios value=scenario />
        <div class="pair">
            <SelectField name="form[channel]" pointer=at("/conversation/channelType") label="Channel" options=channels.collect() value=form.channel.to_string() />
            <SelectField name="form[direction]" pointer=at("/conversation/direction") label="Direction" options=directions.collect() value=form.direction.to_string() />
        </div>
        <div class="pair">
            <SelectField name="form[queue]" pointer=at("/conversation/queue") label="Queue" hint="Empty: a direct conversation." options=addresses.clone() value=form.queue optional=true />
            <SelectField name="form[other_queue]" pointer=at("/otherQueue") label="Other queue" hint="Where it is forwarded or transferred to." options=addresses value=form.other_queue optional=true />
        </div>
        <div class="pair">
            <TextField name="form[source]" pointer=at("/conversation/source") label="Source" hint="Who calls or writes." kind=TextKind::Code value=form.source optional=true />
            <TextField name="form[destination]" pointer=at("/conversation/destination") label="Destination" hint="Who is called or written to." kind=TextKind::Code value=form.destination optional=true />
        </div>
        <div class="actions">
            <button type="button" class="button primary scripted" aria-busy=move || player.is_playing().then_some("true") on:click=move |event| player.start(&event)>
                <Glyph icon=Icon::Play />
                "Play"
            </button>
            <button type="button" class="button scripted" disabled=move || !player.is_playing() on:click=move |_| player.stop()>"Stop"</button>
            <SubmitButton label="Play all at once" pending emphasis=Emphasis::Normal />
        </div>
        <p class="hint">"Play posts one event a second and waits for what blocks, as a platform does."</p>
    }
    .into_any()
}

fn first(queues: &[Queue]) -> PlayForm {
    let address = |index: usize| queues.get(index).map(|queue| queue.address.clone()).unwrap_or_default();
    PlayForm {
        scenario: Scenario::Answered,
        channel: ChannelType::Phone,
        direction: Direction::Inbound,
        queue: address(0),
        other_queue: address(1),
        source: "+84901234567".to_owned(),
        destination: "+842412345678".to_owned(),
    }
}
