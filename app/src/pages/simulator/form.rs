//! What the simulator plays.

use super::player::Player;
use crate::api::simulator::{PlayForm, Scenario};
use crate::components::{Emphasis, Glyph, Icon, SelectField, SubmitButton, TextField, TextKind};
use crate::text;
use crate::words::Word;
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
    let scenario = Scenario::ALL.iter().find(|(one, _)| *one == form.scenario).map_or("", |(_, value)| value);
    let scenarios = Scenario::ALL.map(|(one, value)| (value.to_owned(), told(one).to_owned())).to_vec();
    let channels = ChannelType::ALL.iter().map(|one| (one.to_string(), of_channel(*one).to_owned()));
    let directions = Direction::ALL.iter().map(|one| (one.to_string(), one.word().to_owned()));
    let addresses: Vec<_> = queues
        .into_iter()
        .map(|queue| (queue.address.clone(), format!("{} ({})", queue.name, queue.address)))
        .collect();
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <SelectField name="form[scenario]" pointer=at("/scenario") label=text!(simulator.scenario) hint=text!(simulator.scenario_hint) options=scenarios value=scenario />
        <div class="pair">
            <SelectField name="form[channel]" pointer=at("/conversation/channelType") label=text!(simulator.channel) options=channels.collect() value=form.channel.to_string() />
            <SelectField name="form[direction]" pointer=at("/conversation/direction") label=text!(simulator.direction) options=directions.collect() value=form.direction.to_string() />
        </div>
        <div class="pair">
            <SelectField name="form[queue]" pointer=at("/conversation/queue") label=text!(simulator.queue) hint=text!(simulator.queue_hint) options=addresses.clone() value=form.queue optional=true />
            <SelectField name="form[other_queue]" pointer=at("/otherQueue") label=text!(simulator.other_queue) hint=text!(simulator.other_queue_hint) options=addresses value=form.other_queue optional=true />
        </div>
        <div class="pair">
            <TextField name="form[source]" pointer=at("/conversation/source") label=text!(simulator.source) hint=text!(simulator.source_hint) kind=TextKind::Code value=form.source optional=true />
            <TextField name="form[destination]" pointer=at("/conversation/destination") label=text!(simulator.destination) hint=text!(simulator.destination_hint) kind=TextKind::Code value=form.destination optional=true />
        </div>
        <div class="actions">
            <button type="submit" class="button primary scripted" aria-busy=move || player.is_playing().then_some("true") on:click=move |event| player.start(&event)>
                <Glyph icon=Icon::Play />
                {text!(simulator.play)}
            </button>
            <button type="button" class="button scripted" disabled=move || !player.is_playing() on:click=move |_| player.stop()>{text!(simulator.stop)}</button>
            <SubmitButton label=text!(simulator.play_at_once) pending emphasis=Emphasis::Normal />
        </div>
        <p class="hint">{text!(simulator.play_hint)}</p>
    }
    .into_any()
}

fn told(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::Answered => text!(simulator.scenario_answered),
        Scenario::Abandoned => text!(simulator.scenario_abandoned),
        Scenario::Rejected => text!(simulator.scenario_rejected),
        Scenario::Transferred => text!(simulator.scenario_transferred),
        Scenario::Late => text!(simulator.scenario_late),
    }
}

/// One conversation of the channel.
fn of_channel(channel: ChannelType) -> &'static str {
    match channel {
        ChannelType::Phone => text!(simulator.call),
        ChannelType::Chat => text!(simulator.chat),
    }
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
