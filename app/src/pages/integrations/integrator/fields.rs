//! The fields of an integrator's form, made from its template's parameters.

use super::documents::{IframeField, InfoField};
use crate::api::integrator_form::{IntegratorForm, ValueRow};
use crate::components::{CheckboxField, SecretField, TextField, TextKind};
use crate::pages::credentials::{CredentialRows, StoredCredentials};
use crate::text;
use leptos::prelude::*;
use patchbay_model::integrator::{FieldValue, Integrator, SecretState};
use patchbay_model::template::{Parameter, Template};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::pointer_token;
use std::collections::BTreeMap;

/// Which secrets are set, and since when: all that is ever known of them here.
#[derive(Clone, Default)]
pub(super) struct Stored {
    fields: BTreeMap<String, Timestamp>,
    credentials: StoredCredentials,
}

impl Stored {
    pub(super) fn of(integrator: &Integrator) -> Self {
        let since = |state: &SecretState| state.updated_at.filter(|_| state.set);
        let fields = integrator.fields.iter().filter_map(|(name, value)| match value {
            FieldValue::Secret(state) => Some((name.clone(), since(state)?)),
            FieldValue::Plain(_) | FieldValue::Missing(()) => None,
        });
        Self { fields: fields.collect(), credentials: StoredCredentials::of(&integrator.credentials) }
    }
}

#[component]
pub(super) fn IntegratorFields(template: Template, form: IntegratorForm, stored: Stored) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let typed: BTreeMap<&str, &ValueRow> = form.fields.iter().map(|row| (row.name.as_str(), row)).collect();
    let fields = template.parameters.iter().enumerate().map(|(index, parameter)| {
        let value = typed.get(parameter.name.as_str()).map(|row| row.value.clone()).unwrap_or_default();
        field(index, parameter, value, stored.fields.get(&parameter.name).copied())
    });
    let fields = fields.collect_view();
    let names: Vec<String> = template.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    view! {
        <div class="pair">
            <TextField name="form[host]" pointer=at("/host") label=text!(integrators.host) hint=text!(integrators.host_hint) kind=TextKind::Code placeholder="api.example.com" value=form.host />
            <TextField name="form[description]" pointer=at("/description") label=text!(integrators.description) hint=text!(integrators.description_hint) value=form.description optional=true />
        </div>
        {fields}
        <CredentialRows rows=form.credentials stored=stored.credentials />
        {template.info_enabled.then(|| view! { <InfoField value=form.info names=names.clone() /> })}
        {template.iframe_enabled.then(|| view! { <IframeField value=form.iframe names=names.clone() /> })}
        <CheckboxField name="form[enabled]" pointer=at("/enabled") label=text!(integrators.enabled) hint=text!(integrators.enabled_hint) checked=form.enabled />
    }
    .into_any()
}

fn field(index: usize, parameter: &Parameter, value: String, set_at: Option<Timestamp>) -> AnyView {
    let name = format!("form[fields][{index}][value]");
    let pointer = Some(format!("/fields/{}", pointer_token(&parameter.name)));
    let optional = !parameter.required || parameter.default.is_some();
    let Parameter { name: label, description: hint, secret, default, .. } = parameter.clone();
    let input = if secret {
        let keep =
            set_at.map(|_| view! { <input type="hidden" name=format!("form[fields][{index}][keep]") value="true" /> });
        view! {
            {keep}
            <SecretField name label hint set_at optional pointer />
        }
        .into_any()
    } else {
        view! { <TextField name label hint value placeholder=default.unwrap_or_default() kind=TextKind::Code optional pointer /> }.into_any()
    };
    view! {
        <input type="hidden" name=format!("form[fields][{index}][name]") value=parameter.name.clone() />
        {input}
    }
    .into_any()
}
