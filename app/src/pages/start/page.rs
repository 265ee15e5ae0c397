//! `/`

use crate::api::overview::get_overview;
use crate::components::{BlockSkeleton, ButtonLink, Emphasis, Glyph, Icon, Loaded, PageHead};
use crate::format::number;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::view::Figures;

/// The first three steps of a new installation, ticking themselves off; afterwards the figures of the last day.
#[component]
pub fn StartPage() -> impl IntoView {
    let figures = load(|| (), |()| get_overview());
    view! {
        <PageHead title=text!(start.title) lead=text!(start.lead) />
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
            text!(start.add_call_center),
            text!(start.add_call_center_help),
            "/call-centers?dialog=add-call-center",
            Permission::WriteCallCenters,
        ),
        (
            figures.templates > 0,
            text!(start.add_integration),
            text!(start.add_integration_help),
            "/integrations/gallery",
            Permission::WriteTemplates,
        ),
        (
            figures.has_run,
            text!(start.run_test),
            text!(start.run_test_help),
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
        view! {
            <li>
                <span class="step-mark" class:done=done>{done.then(|| view! { <Glyph icon=Icon::Check /> })}<span class="visually-hidden">{if done { text!(start.step_done) } else { text!(start.step_to_do) }}" "</span></span>
                <div><strong>{title}</strong><p>{text}</p></div>
                {(!done && me.holds(permission)).then(|| view! { <ButtonLink href=Signal::stored(href.to_owned()) label=text!(start.go) icon=Icon::ArrowRight emphasis=Emphasis::Primary /> })}
            </li>
        }
    };
    (!done).then(|| {
        view! {
            <section class="card pad stack" aria-labelledby="first-steps">
                <h2 id="first-steps">{text!(start.first_steps)}</h2>
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
            <h2 id="day">{text!(start.at_a_glance)}</h2>
            <div class="figures">
                {figure(text!(start.call_centers), figures.call_centers, paths::CALL_CENTERS)}
                {figure(text!(start.integrations), figures.templates, paths::INTEGRATIONS)}
                {figure(text!(start.integrators), figures.integrators, paths::INTEGRATIONS)}
                {figure(text!(start.succeeded), figures.succeeded, "/executions?status=succeeded")}
                {figure(text!(start.failed), figures.failed, "/executions?status=failed")}
                {figure(text!(start.unknown), figures.unknown, "/executions?status=unknown")}
            </div>
        </section>
    }
}
