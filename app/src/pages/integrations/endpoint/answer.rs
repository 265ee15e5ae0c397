//! What an endpoint makes of the answer.

use super::super::insertable;
use super::context;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{JsonField, TextField, TextKind};
use leptos::prelude::*;
use patchbay_model::template::Template;
use patchbay_model::templating::{Scope, Site};

#[component]
pub(super) fn AnswerSection(form: EndpointForm, template: Template) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let placeholders = insertable(Scope::new(Site::ResponseMapping, &context(&template)));
    view! {
        <div class="of-auth form">
            <div class="pair">
                <TextField name="form[response_type]" pointer=at("/responseType") label="Response type" hint="Where the token is: a dotted path, text, header:<Name> or cookie:<Name>." kind=TextKind::Code placeholder="access_token" value=form.response_type optional=true />
                <TextField name="form[expiry_path]" pointer=at("/expiryPath") label="Expiry path" hint="Where the seconds of its life are." kind=TextKind::Code placeholder="expires_in" value=form.expiry_path optional=true />
            </div>
            <div class="pair">
                <TextField name="form[refresh_path]" pointer=at("/refreshToken/path") label="New refresh token" hint="Where the answer has it, if the service replaces it each time." kind=TextKind::Code placeholder="refresh_token" value=form.refresh_path optional=true />
                <TextField name="form[refresh_field]" pointer=at("/refreshToken/field") label="Kept in the field" hint="The secret parameter that the new one replaces." kind=TextKind::Code value=form.refresh_field optional=true />
            </div>
            <JsonField
                name="form[expired]"
                pointer=at("/expired")
                label="Expired"
                hint="Which answers of the others mean that the token has expired, besides 401: status, header or path, equals. An example: {\"path\": \"error.code\", \"equals\": \"token_expired\"}"
                value=form.expired
                optional=true
                rows=4
            />
        </div>
        <JsonField
            name="form[response]"
            pointer=at("/response")
            label="Response"
            hint="What a 2xx answer changes. An example: {\"save\": {\"crmContactId\": \"{response.body.id}\"}}"
            value=form.response
            optional=true
            rows=8
            placeholders
            help=ViewFn::from(help)
        />
    }
    .into_any()
}

fn help() -> impl IntoView {
    let members = [
        ("set", "Routing: priority, queue, preferredAgent, requiredAgents."),
        ("save", "Attached data of the conversation: name and value."),
    ];
    let member = |(name, meaning): (&'static str, &'static str)| view! { <div><dt><code>{name}</code></dt><dd>{meaning}</dd></div> };
    view! { <dl class="facts">{members.map(member).collect_view()}</dl> }
}
