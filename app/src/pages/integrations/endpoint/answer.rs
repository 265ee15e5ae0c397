//! What an endpoint makes of the answer.

use super::super::json_data::{member, members};
use super::context;
use crate::api::endpoint_form::EndpointForm;
use crate::components::{JsonField, TextField, TextKind};
use crate::pages::placeholders::offered;
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::Template;
use patchbay_model::templating::{Scope, Site};

#[component]
pub(super) fn AnswerSection(form: EndpointForm, template: Template) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let placeholders = offered(Scope::new(Site::ResponseMapping, &context(&template)));
    view! {
        <div class="of-auth form">
            <div class="pair">
                <TextField name="form[response_type]" pointer=at("/responseType") label=text!(endpoints.response_type) hint=text!(endpoints.response_type_hint, header = "header:<Name>", cookie = "cookie:<Name>") kind=TextKind::Code placeholder="access_token" value=form.response_type optional=true />
                <TextField name="form[expiry_path]" pointer=at("/expiryPath") label=text!(endpoints.expiry_path) hint=text!(endpoints.expiry_path_hint) kind=TextKind::Code placeholder="expires_in" value=form.expiry_path optional=true />
            </div>
            <div class="pair">
                <TextField name="form[refresh_path]" pointer=at("/refreshToken/path") label=text!(endpoints.refresh_path) hint=text!(endpoints.refresh_path_hint) kind=TextKind::Code placeholder="refresh_token" value=form.refresh_path optional=true />
                <TextField name="form[refresh_field]" pointer=at("/refreshToken/field") label=text!(endpoints.refresh_field) hint=text!(endpoints.refresh_field_hint) kind=TextKind::Code value=form.refresh_field optional=true />
            </div>
            <JsonField
                name="form[expired]"
                pointer=at("/expired")
                label=text!(endpoints.expired)
                hint=text!(endpoints.expired_hint, example = r#"{"path": "error.code", "equals": "token_expired"}"#)
                value=form.expired
                optional=true
                rows=4
            />
        </div>
        <JsonField
            name="form[response]"
            pointer=at("/response")
            label=text!(endpoints.response)
            hint=text!(endpoints.response_hint, example = r#"{"save": {"crmContactId": "{response.body.id}"}}"#)
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
    members(vec![member("set", text!(endpoints.help_set)), member("save", text!(endpoints.help_save))])
}
