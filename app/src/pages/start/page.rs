//! `/`

use crate::api::overview::get_overview;
use crate::components::{BlockSkeleton, ButtonLink, Emphasis, Glyph, Icon, Loaded, PageHead};
use crate::format::number;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::view::Figures;

/// The first three steps of a new installation, ticking themselves off; afterwards the figures of the last day.
#[component]
pub fn StartPage() -> impl IntoView {
    let figures = load(|| (), |()| get_overview());
    view! {
        <PageHead title="Start" lead="Patchbay connects calls, chats and SMS with other people's systems." />
        <Loaded resource=figures skeleton=|| view! { <BlockSkeleton lines=8 /> } let:figures>
            <FirstSteps figures=figures.clone() />
            <Day figures />
        </Loaded>
    }
}

#[component]
fn FirstSteps(figures: Figures) -> impl IntoView {
    let me = use_me();
    let done = figures.call_centers > 0 && figures.templates > 0 && figures.has_run;
    let steps = [
        (
            figures.call_centers > 0,
            "Add a call center",
            "The tenant that calls, chats and SMS belong to.",
            "/call-centers?dialog=add-call-center",
            Permission::WriteCallCenters,
        ),
        (
            figures.templates > 0,
            "Add an integration from the gallery",
            "A ready description of Twilio, HubSpot and others; each call center adds its host and credentials.",
            "/integrations/gallery",
            Permission::WriteTemplates,
        ),
        (
            figures.has_run,
            "Run a test",
            "Open the integration, add an integrator, choose an endpoint and press Test.",
            paths::INTEGRATIONS,
            Permission::ExecuteEndpoints,
        ),
    ];
    let step = move |(done, title, text, href, permission): (
        bool,
        &'static str,
        &'static str,
        &'static str,
        Permission,
    )| {
        let mark = if done { "step-mark done" } else { "step-mark" };
        view! {
            <li>
                <span class=mark>{done.then(|| view! { <Glyph icon=Icon::Check /> })}<span class="visually-hidden">{if done { "Done: " } else { "To do: " }}</span></span>
                <div><strong>{title}</strong><p>{text}</p></div>
                {(!done && me.holds(permission)).then(|| view! { <ButtonLink href=Signal::stored(href.to_owned()) label="Go" icon=Icon::ArrowRight emphasis=Emphasis::Primary /> })}
            </li>
        }
    };
    (!done).then(|| {
        view! {
            <section class="card pad stack" aria-labelledby="first-steps">
                <h2 id="first-steps">"First steps"</h2>
                <ol class="first-steps">{steps.into_iter().map(step).collect_view()}</ol>
            </section>
        }
    })
}

#[component]
fn Day(figures: Figures) -> impl IntoView {
    let figure = |label: &'static str, value: i64, href: &'static str| {
        view! {
            <a class="card pad figure" href=href><strong>{number(value.unsigned_abs())}</strong><span>{label}</span></a>
        }
    };
    view! {
        <section class="stack" aria-labelledby="day">
            <h2 id="day">"At a glance"</h2>
            <div class="figures">
                {figure("Call centers", figures.call_centers, paths::CALL_CENTERS)}
                {figure("Integrations", figures.templates, paths::INTEGRATIONS)}
                {figure("Integrators", figures.integrators, paths::INTEGRATIONS)}
                {figure("Succeeded in 24 hours", figures.succeeded, "/executions?status=succeeded")}
                {figure("Failed in 24 hours", figures.failed, "/executions?status=failed")}
                {figure("Unknown in 24 hours", figures.unknown, "/executions?status=unknown")}
            </div>
        </section>
    }
}
