//! The way of a message through a third-party omnichannel suite and back (spec/omnichannel.md), drawn.

use crate::text;
use leptos::prelude::*;

const OWN: &str = "Patchbay";

/// Who, and what is done there.
fn stations() -> [(&'static str, &'static str); 5] {
    [
        (text!(adapters.customer), text!(adapters.writes)),
        (OWN, text!(adapters.opens_ticket)),
        (text!(adapters.third_party), text!(adapters.answers)),
        (OWN, text!(adapters.delivers)),
        (text!(adapters.customer), text!(adapters.reads)),
    ]
}

fn class(station: &str) -> &'static str {
    if station == OWN { "station own" } else { "station" }
}

/// What goes from one to the next.
fn ways() -> [&'static str; 4] {
    let channel = text!(adapters.way_channel);
    [channel, text!(adapters.way_in), text!(adapters.way_out), channel]
}

/// The drawing. What it shows is also said in words, for who does not see it.
#[component]
pub(super) fn Workflow() -> impl IntoView {
    let station = |(index, (name, does)): (usize, (&'static str, &'static str))| {
        let left = index * 200;
        view! {
            <g class=class(name)>
                <rect x=left.to_string() y="28" width="120" height="56" rx="8" />
                <text x=(left + 60).to_string() y="53">{name}</text>
                <text class="does" x=(left + 60).to_string() y="71">{does}</text>
            </g>
        }
    };
    let step = |((name, does), way): ((&'static str, &'static str), Option<&'static str>)| {
        view! { <li>{name}" "{does}{way.map(|way| view! { <span class="hint">" → "{way}</span> })}</li> }
    };
    let in_words = stations().into_iter().zip(ways().map(Some).into_iter().chain([None])).map(step).collect_view();
    let way = |(index, name): (usize, &'static str)| {
        let from = 120 + index * 200;
        view! {
            <g class="way">
                <path d=format!("M{} 56H{}M{} 50l8 6-8 6", from + 6, from + 74, from + 66) />
                <text x=(from + 40).to_string() y="18">{name}</text>
            </g>
        }
    };
    view! {
        <figure class="card pad workflow">
            <svg viewBox="0 0 920 96" role="img" aria-labelledby="workflow-title workflow-words">
                <title id="workflow-title">{text!(adapters.workflow)}</title>
                <desc id="workflow-words">{text!(adapters.workflow_words)}</desc>
                {stations().into_iter().enumerate().map(station).collect_view()}
                {ways().into_iter().enumerate().map(way).collect_view()}
            </svg>
            // On a small screen, where the letters of the drawing would be.
            <ol class="in-words">{in_words}</ol>
            <figcaption class="hint">{text!(adapters.workflow_command)}</figcaption>
        </figure>
    }
    .into_any()
}
