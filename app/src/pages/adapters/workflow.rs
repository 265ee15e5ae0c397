//! The way of a message through a third-party omnichannel suite and back (spec/omnichannel.md), drawn.

use leptos::prelude::*;

/// Who, and what is done there.
const STATIONS: [(&str, &str); 5] = [
    ("Customer", "writes"),
    ("Patchbay", "opens a ticket"),
    ("Third party", "answers"),
    ("Patchbay", "delivers"),
    ("Customer", "reads"),
];
/// What goes from one to the next.
const WAYS: [&str; 4] = ["channel", "Incoming Event", "Outgoing Event", "channel"];

/// The drawing. What it shows is also said in words, for who does not see it.
#[component]
pub(super) fn Workflow() -> impl IntoView {
    let station = |(index, (name, does)): (usize, &(&'static str, &'static str))| {
        let left = index * 200;
        let class = if *name == "Patchbay" { "station own" } else { "station" };
        view! {
            <g class=class>
                <rect x=left.to_string() y="28" width="120" height="56" rx="8" />
                <text x=(left + 60).to_string() y="53">{*name}</text>
                <text class="does" x=(left + 60).to_string() y="71">{*does}</text>
            </g>
        }
    };
    let way = |(index, name): (usize, &&'static str)| {
        let from = 120 + index * 200;
        view! {
            <g class="way">
                <path d=format!("M{} 56H{}M{} 50l8 6-8 6", from + 6, from + 74, from + 66) />
                <text x=(from + 40).to_string() y="18">{*name}</text>
            </g>
        }
    };
    view! {
        <figure class="card pad workflow">
            <svg viewBox="0 0 920 96" role="img" aria-labelledby="workflow-title workflow-words">
                <title id="workflow-title">"Workflow"</title>
                <desc id="workflow-words">"A customer writes on a channel; Patchbay opens a ticket and posts an Incoming Event to the third party; the third party answers with an Outgoing Event to Patchbay; Patchbay delivers it on the channel, and the customer reads it."</desc>
                {STATIONS.iter().enumerate().map(station).collect_view()}
                {WAYS.iter().enumerate().map(way).collect_view()}
            </svg>
            // On a small screen, where the letters of the drawing would be.
            <ol class="in-words">{STATIONS.iter().map(|(name, does)| view! { <li>{*name}" "{*does}</li> }).collect_view()}</ol>
            <figcaption class="hint">"A Command Event, such as Close, goes the way of an Outgoing Event and reaches nobody: it ends the ticket."</figcaption>
        </figure>
    }
    .into_any()
}
