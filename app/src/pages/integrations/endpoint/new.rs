//! `/integrations/{id}/endpoints/new`

use super::form::AddForm;
use crate::api::endpoint_form::{EndpointForm, EndpointParameterRow};
use crate::api::endpoints::{CreateEndpoint, list_endpoints};
use crate::api::templates::get_template;
use crate::components::{BlockSkeleton, Crumb, Loaded, MenuEntry, PageHead};
use crate::loading::load;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::endpoint::{BodyFormat, Endpoint, EndpointType, Method, Source};
use patchbay_model::limit::DEFAULT_CALL_SECONDS;
use patchbay_model::page::PageRequest;
use patchbay_model::template::{Location, Template};

/// The form of an endpoint to come.
#[component]
pub fn NewEndpointPage() -> impl IntoView {
    let params = use_params_map();
    let typed = use_typed::<EndpointForm>(was_refused::<CreateEndpoint>());
    let loaded = load(
        move || params.with(|params| params.get("id").unwrap_or_default()),
        |id| async move {
            let id = id.parse().map_err(|_| crate::pages::no_such(text!(integrations.noun_integration)))?;
            let most = PageRequest::longest();
            Ok((get_template(id).await?, list_endpoints(id, None, most).await?.items))
        },
    );
    view! {
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=16 /> } let:loaded>
            <Head template=loaded.0.clone() />
            <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=16 /> } let:typed>
                {
                    let (template, siblings): (Template, Vec<Endpoint>) = loaded.clone();
                    let form = typed.unwrap_or_else(|| blank(&template));
                    view! { <AddForm template siblings form /> }
                }
            </Loaded>
        </Loaded>
    }
    .into_any()
}

#[component]
fn Head(template: Template) -> impl IntoView {
    let crumbs = vec![
        Crumb::text(MenuEntry::Integration.section()),
        Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS),
        Crumb::link(template.label, format!("{}?tab=endpoints", paths::integration(template.id))),
    ];
    view! { <PageHead crumbs title=text!(endpoints.new_endpoint) lead=text!(endpoints.new_endpoint_lead) /> }
}

/// Starts with the template's required headers: most APIs want their key with each call.
fn blank(template: &Template) -> EndpointForm {
    let in_header = |location: Location| matches!(location, Location::Header | Location::Md5);
    let keys = template.parameters.iter().filter(|parameter| parameter.required && in_header(parameter.location));
    let row = |name: &str| EndpointParameterRow {
        name: name.to_owned(),
        location: String::new(),
        source: Source::Field,
        field: String::new(),
        path: String::new(),
        required: false,
        format: String::new(),
    };
    EndpointForm {
        name: String::new(),
        label: String::new(),
        endpoint_type: EndpointType::GetData,
        method: Method::Get,
        url: String::new(),
        description: String::new(),
        triggers: Vec::new(),
        event_triggers: String::new(),
        response_type: String::new(),
        expiry_path: String::new(),
        expired: String::new(),
        refresh_path: String::new(),
        refresh_field: String::new(),
        default: false,
        body_format: BodyFormat::Json,
        auth_endpoint: String::new(),
        timeout_seconds: DEFAULT_CALL_SECONDS,
        enabled: true,
        hard_params: Vec::new(),
        parameters: keys.map(|parameter| row(&parameter.name)).collect(),
        request: String::new(),
        response: String::new(),
    }
}
