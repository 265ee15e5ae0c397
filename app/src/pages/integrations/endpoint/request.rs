//! How an endpoint is called, and the request JSON for what lists of values can't say.

use super::super::json_data::{member, members};
use super::context;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{JsonField, NumberField, SelectField, TextField, TextKind};
use crate::pages::placeholders::offered;
use crate::text;
use leptos::prelude::*;
use patchbay_model::endpoint::{BodyFormat, Method};
use patchbay_model::limit::CALL_SECONDS;
use patchbay_model::template::Template;
use patchbay_model::templating::{Scope, Site};

#[component]
pub(super) fn RequestSection(form: EndpointForm, auth_endpoints: Vec<(String, String)>) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let methods = Method::ALL.iter().map(|one| (one.to_string(), one.to_string())).collect();
    view! {
        <div class="pair address">
            <SelectField name="form[method]" pointer=at("/method") label=text!(endpoints.method) options=methods value=form.method.to_string() />
            <TextField name="form[url]" pointer=at("/url") label=text!(endpoints.url) hint=text!(endpoints.url_hint) kind=TextKind::Code placeholder="/contacts/{id}" value=form.url />
        </div>
        <div class="pair">
            <div class="with-body">
                <SelectField name="form[body_format]" pointer=at("/bodyFormat") label=text!(endpoints.body_format) options=body_formats() value=form.body_format.to_string() />
            </div>
            <NumberField name="form[timeout_seconds]" pointer=at("/timeoutSeconds") label=text!(endpoints.timeout) hint=text!(endpoints.timeout_hint) value=i64::from(form.timeout_seconds) unit=text!(endpoints.seconds) min=i64::from(*CALL_SECONDS.start()) max=i64::from(*CALL_SECONDS.end()) />
        </div>
        <div class="not-of-auth">
            <SelectField name="form[auth_endpoint]" pointer=at("/authEndpoint") label=text!(endpoints.auth_endpoint) hint=text!(endpoints.auth_endpoint_hint) options=auth_endpoints value=form.auth_endpoint optional=true />
        </div>
    }
    .into_any()
}

fn body_formats() -> Vec<(String, String)> {
    let words = |format: BodyFormat| match format {
        BodyFormat::Json => "JSON",
        BodyFormat::Form => text!(endpoints.body_form),
        BodyFormat::Multipart => text!(endpoints.body_multipart),
        BodyFormat::Text => text!(endpoints.body_text),
        BodyFormat::Xml => "XML",
    };
    BodyFormat::ALL.iter().map(|format| (format.to_string(), words(*format).to_owned())).collect()
}

#[component]
pub(super) fn JsonSection(form: EndpointForm, template: Template) -> impl IntoView {
    // What stands in a header is what stands anywhere, and the credentials besides.
    let placeholders = offered(Scope::new(Site::RequestHeader, &context(&template)));
    view! {
        <JsonField
            name="form[request]"
            pointer=Some("/request".to_owned())
            label=text!(endpoints.section_request)
            hint=text!(endpoints.request_hint, example = r#"{"body": {"phone": "{client.phone}"}}"#)
            value=form.request
            optional=true
            rows=12
            placeholders
            help=ViewFn::from(help)
        />
    }
    .into_any()
}

fn help() -> impl IntoView {
    members(vec![
        member(
            "authentication",
            text!(endpoints.help_authentication, basic = r#"{"type": "basic"}"#, digest = r#""digest""#),
        ),
        member("headers", text!(endpoints.help_headers, placeholder = "{authentications.<name>}")),
        member("params", text!(endpoints.help_params)),
        member("body", text!(endpoints.help_body)),
        member("condition", text!(endpoints.help_condition)),
        member(&["timeout", "block", "delay"].join(", "), text!(endpoints.help_timing)),
    ])
}
