//! The fields of a template's form.

use super::super::type_words;
use crate::api::template_form::{ParameterRow, TemplateForm};
use crate::components::{CheckboxField, RowColumn, RowsEditor, SelectField, TextField, TextareaField};
use crate::pages::call_center_field::CallCenterField;
use crate::pages::frame::use_me;
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
                <TextField name=NAME pointer=at("/name") label="Name" hint="Programs call it by this name; it is the title in the iframe." value=form.name autofocus=true />
                <TextField name="form[label]" pointer=at("/label") label="Label" hint="Shown in lists. Empty: the name." value=form.label optional=true />
            </div>
            <SelectField name="form[template_type]" pointer=at("/type") label="Type" options=types.collect() value=form.template_type.to_string() />
            <TextareaField name="form[description]" pointer=at("/description") label="Description" value=form.description optional=true rows=2 />
            <VisibilityFields visibility=form.visibility call_center=form.call_center_id />
            <CheckboxField name="form[info_enabled]" pointer=at("/infoEnabled") label="Info" hint="Integrators may carry Info JSON: click-to-call buttons, options, calls of the callbox." checked=form.info_enabled />
            <CheckboxField name="form[iframe_enabled]" pointer=at("/iframeEnabled") label="Iframe" hint="Integrators may carry Iframe JSON: what the callbox shows." checked=form.iframe_enabled />
            <RowsEditor
                name="form[parameters]"
                pointer="/parameters"
                label="Parameters"
                hint="What each call center enters: a key, an account. Their order is the order of its form."
                columns=columns()
                rows
                add="Add parameter"
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
        (Visibility::Published.to_string(), "Published: every call center".to_owned()),
        (Visibility::Private.to_string(), "Private: one call center".to_owned()),
    ];
    view! {
        <div class="pair private-choice">
            <SelectField name="form[visibility]" pointer=Some("/visibility".to_owned()) label="Visibility" options value=visibility.to_string() />
            <CallCenterField name="form[call_center_id]" value=call_center optional=true />
        </div>
    }
    .into_any()
}

fn columns() -> Vec<RowColumn> {
    vec![
        RowColumn::new("name", "Name").placeholder("X-Api-Key"),
        RowColumn::new("location", "Location").select(locations()),
        RowColumn::new("description", "Description").placeholder("Where to find it"),
        RowColumn::new("default", "Default"),
        RowColumn::new("required", "Required").check(),
        RowColumn::new("secret", "Secret").check(),
    ]
}

/// The locations with their words; MD5 is told for what it is.
pub(in crate::pages::integrations) fn locations() -> Vec<(String, String)> {
    let words = |location: Location| match location {
        Location::Md5 => "md5 header (compatibility, not security)".to_owned(),
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
