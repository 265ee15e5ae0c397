//! An endpoint's form in five sections. What does not concern the chosen type is hidden by the style sheet, so that it
//! is the same with and without WASM; the server leaves out what is hidden.

use super::answer::AnswerSection;
use super::request::{JsonSection, RequestSection};
use super::values::ValuesSection;
use super::what::WhatSection;
use crate::api::endpoint_form::EndpointForm;
use crate::text;
use leptos::prelude::*;
use patchbay_model::endpoint::{Endpoint, EndpointType};
use patchbay_model::template::Template;

/// All sections.
#[component]
pub(super) fn EndpointFields(template: Template, siblings: Vec<Endpoint>, form: EndpointForm) -> impl IntoView {
    let of_auth = siblings.into_iter().filter(|sibling| sibling.draft.endpoint_type == EndpointType::Auth);
    let auth_endpoints = of_auth.map(|sibling| (sibling.draft.name.clone(), sibling.draft.name)).collect();
    view! {
        {section("what", text!(endpoints.section_what), view! { <WhatSection form=form.clone() /> }.into_any())}
        {section("request", text!(endpoints.section_request), view! { <RequestSection form=form.clone() auth_endpoints /> }.into_any())}
        {section("values", text!(endpoints.section_values), view! { <ValuesSection form=form.clone() /> }.into_any())}
        {section("json", "JSON", view! { <JsonSection form=form.clone() template=template.clone() /> }.into_any())}
        {section("answer", text!(endpoints.section_answer), view! { <AnswerSection form template /> }.into_any())}
    }
    .into_any()
}

fn section(name: &'static str, title: &'static str, content: AnyView) -> AnyView {
    let id = format!("section-{name}");
    view! {
        <section class="card pad form" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title}</h2>
            {content}
        </section>
    }
    .into_any()
}
