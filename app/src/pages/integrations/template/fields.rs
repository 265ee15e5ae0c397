//! The fields of a template's form.

use super::super::type_words;
use crate::api::template_form::{ParameterRow, TemplateForm};
use crate::components::{CheckboxField, RowColumn, RowsEditor, SelectField, TextField, TextareaField};
use crate::pages::call_center_field::CallCenterField;
use crate::pages::frame::use_me;
use crate::text;
use leptos::{ev, prelude::*};
use patchbay_model::template::{Location, TemplateType, Visibility};
use wasm_bindgen::JsCast;

const NAME: &str = "form[name]";

/// All of them. A tenant's administrator makes private templates only, so there is nothing to choose.
#[component]
pub(super) fn TemplateFields(form: TemplateForm) -> impl IntoView {
    let types = TemplateType::ALL.iter().map(|one| (one.to_string(), type_words(*one).to_owned()));
    let previous = StoredValue::new(form.name.clone());
    let rows = form.parameters.iter().map(values).collect();
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <div class="form" on:input=move |event| follow_name(&event, previous)>
            <div class="pair">
                <TextField name=NAME pointer=at("/name") label=text!(common.name) hint=text!(integrations.name_hint) value=form.name autofocus=true />
                <TextField name="form[label]" pointer=at("/label") label=text!(integrations.label) hint=text!(integrations.label_hint) value=form.label optional=true />
            </div>
            <SelectField name="form[template_type]" pointer=at("/type") label=text!(integrations.kind) options=types.collect() value=form.template_type.to_string() />
            <TextareaField name="form[description]" pointer=at("/description") label=text!(integrations.description) value=form.description optional=true rows=2 />
            <VisibilityFields visibility=form.visibility call_center=form.call_center_id />
            <CheckboxField name="form[info_enabled]" pointer=at("/infoEnabled") label=text!(integrations.info) hint=text!(integrations.info_hint) checked=form.info_enabled />
            <CheckboxField name="form[iframe_enabled]" pointer=at("/iframeEnabled") label=text!(integrations.iframe) hint=text!(integrations.iframe_hint) checked=form.iframe_enabled />
            <RowsEditor
                name="form[parameters]"
                pointer="/parameters"
                label=text!(integrations.parameters)
                hint=text!(integrations.parameters_hint)
                columns=columns()
                rows
                add=text!(integrations.add_parameter)
                ordered=true
            />
        </div>
    }
    .into_any()
}

#[component]
fn VisibilityFields(visibility: Visibility, call_center: String) -> impl IntoView {
    if use_me().call_center_id.is_some() {
        return view! {
            <input type="hidden" name="form[visibility]" value=Visibility::Private.as_str() />
            <CallCenterField name="form[call_center_id]" value=call_center />
        }
        .into_any();
    }
    let options = vec![
        (Visibility::Published.to_string(), text!(integrations.published_to_all).to_owned()),
        (Visibility::Private.to_string(), text!(integrations.private_of_call_center).to_owned()),
    ];
    view! {
        <div class="pair private-choice">
            <SelectField name="form[visibility]" pointer=Some("/visibility".to_owned()) label=text!(integrations.visibility) options value=visibility.to_string() />
            <CallCenterField name="form[call_center_id]" value=call_center optional=true />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<RowColumn> {
    vec![
        RowColumn::new("name", text!(common.name)).placeholder("X-Api-Key"),
        RowColumn::new("location", text!(integrations.location)).select(locations()),
        RowColumn::new("description", text!(integrations.description)).placeholder(text!(integrations.where_to_find)),
        RowColumn::new("default", text!(integrations.default_value)),
        RowColumn::new("required", text!(integrations.required)).check(),
        RowColumn::new("secret", text!(integrations.secret)).check(),
    ]
}

/// The locations with their words; MD5 is told for what it is.
pub(in crate::pages::integrations) fn locations() -> Vec<(String, String)> {
    let words = |location: Location| match location {
        Location::Md5 => text!(integrations.md5).to_owned(),
        other => other.to_string(),
    };
    Location::ALL.iter().map(|location| (location.to_string(), words(*location))).collect()
}

fn values(row: &ParameterRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.location.to_string(),
        row.description.clone(),
        row.default.clone(),
        row.required.to_string(),
        row.secret.to_string(),
    ]
}

/// The label is the name until somebody writes another one.
fn follow_name(event: &ev::Event, previous: StoredValue<String>) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(name) = target.filter(|input| input.name() == NAME) else { return };
    let label = name.form().and_then(|form| form.elements().named_item("form[label]"));
    if let Some(label) = label.and_then(|label| label.dyn_into::<web_sys::HtmlInputElement>().ok())
        && label.value() == previous.get_value()
    {
        label.set_value(&name.value());
    }
    previous.set_value(name.value());
}
