//! How an endpoint is called, and the request JSON for what lists of values can't say.

use super::super::insertable;
use super::context;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{JsonField, NumberField, SelectField, TextField, TextKind};
use leptos::prelude::*;
use patchbay_model::endpoint::{BodyFormat, Method};
use patchbay_model::template::Template;
use patchbay_model::templating::{Scope, Site};

#[component]
pub(super) fn RequestSection(form: EndpointForm, auth_endpoints: Vec<(String, String)>) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let methods = Method::ALL.iter().map(|one| (one.to_string(), one.to_string())).collect();
    view! {
        <div class="pair address">
            <SelectField name="form[method]" pointer=at("/method") label="Method" options=methods value=form.method.to_string() />
            <TextField name="form[url]" pointer=at("/url") label="URL" hint="A path, joined to the integrator's host, or an https URL. {name} takes a path parameter; {field.X}, {client.x}, {token} stand here too." kind=TextKind::Code placeholder="/contacts/{id}" value=form.url />
        </div>
        <div class="pair">
            <div class="with-body">
                <SelectField name="form[body_format]" pointer=at("/bodyFormat") label="Body format" options=body_formats() value=form.body_format.to_string() />
            </div>
            <NumberField name="form[timeout_seconds]" pointer=at("/timeoutSeconds") label="Timeout" hint="For the whole call, signing in included." value=i64::from(form.timeout_seconds) unit="seconds" min=1 max=60 />
        </div>
        <div class="not-of-auth">
            <SelectField name="form[auth_endpoint]" pointer=at("/authEndpoint") label="Auth endpoint" hint="Gets the access token that a value or {token} takes. Empty: the integration's default." options=auth_endpoints value=form.auth_endpoint optional=true />
        </div>
    }
    .into_any()
}

fn body_formats() -> Vec<(String, String)> {
    let words = |format: BodyFormat| match format {
        BodyFormat::Json => "JSON",
        BodyFormat::Form => "Form (x-www-form-urlencoded)",
        BodyFormat::Multipart => "Form (multipart)",
        BodyFormat::Text => "Text",
        BodyFormat::Xml => "XML",
    };
    BodyFormat::ALL.iter().map(|format| (format.to_string(), words(*format).to_owned())).collect()
}

#[component]
pub(super) fn JsonSection(form: EndpointForm, template: Template) -> impl IntoView {
    // What stands in a header is what stands anywhere, and the credentials besides.
    let placeholders = insertable(Scope::new(Site::RequestHeader, &context(&template)));
    view! {
        <JsonField
            name="form[request]"
            pointer=Some("/request".to_owned())
            label="Request"
            hint="For what the values above can't say: headers, params, a nested body. An example: {\"body\": {\"phone\": \"{client.phone}\"}}"
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
    let members = [
        ("authentication", "{\"type\": \"basic\"} or \"digest\": signs with the integrator's credential."),
        ("headers", "Name and text with placeholders; {authentications.<name>} stands here only."),
        ("params", "The query: name and text, or a list."),
        ("body", "JSON with placeholders; a value that is one placeholder keeps its type. For text and XML one text."),
        ("condition", "Of a triggered run: false skips it."),
        ("timeout, block, delay", "Seconds; whether a triggered run is waited for; seconds before it is sent."),
    ];
    let member = |(name, meaning): (&'static str, &'static str)| view! { <div><dt><code>{name}</code></dt><dd>{meaning}</dd></div> };
    view! { <dl class="facts">{members.map(member).collect_view()}</dl> }
}
