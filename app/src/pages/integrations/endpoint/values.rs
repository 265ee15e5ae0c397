//! The values that an endpoint sends, one by one.

use super::super::template::locations;
use crate::api::endpoint_form::{EndpointForm, EndpointParameterRow};
use crate::components::{RowColumn, RowsEditor};
use crate::text;
use leptos::prelude::*;
use patchbay_model::endpoint::{HardParam, Source};

#[component]
pub(super) fn ValuesSection(form: EndpointForm) -> impl IntoView {
    view! {
        <RowsEditor
            name="form[parameters]"
            pointer="/parameters"
            label=text!(endpoints.parameters)
            hint=text!(endpoints.parameters_hint)
            columns=parameter_columns()
            rows=form.parameters.iter().map(parameter).collect()
            add=text!(endpoints.add_parameter)
        />
        <RowsEditor
            name="form[hard_params]"
            pointer="/hardParams"
            label=text!(endpoints.hard_params)
            hint=text!(endpoints.hard_params_hint)
            columns=hard_columns()
            rows=form.hard_params.iter().map(hard).collect()
            add=text!(endpoints.add_hard_param)
        />
    }
    .into_any()
}

fn parameter_columns() -> Vec<RowColumn> {
    let source = |source: Source, words: &str| (source.to_string(), words.to_owned());
    let sources = vec![
        source(Source::ClientBody, text!(endpoints.source_client)),
        source(Source::Field, text!(endpoints.source_field)),
        source(Source::AccessToken, text!(endpoints.source_token)),
    ];
    let own = (String::new(), text!(endpoints.location_default).to_owned());
    let anywhere = [own].into_iter().chain(locations()).collect();
    vec![
        RowColumn::new("name", text!(common.name)).placeholder("phone"),
        RowColumn::new("source", text!(endpoints.takes)).select(sources),
        RowColumn::new("field", text!(endpoints.field)).placeholder(text!(endpoints.as_the_name)).when("of-field"),
        RowColumn::new("path", text!(endpoints.path)).placeholder(text!(endpoints.as_the_name)).when("of-client"),
        RowColumn::new("location", text!(endpoints.location)).select(anywhere),
        RowColumn::new("format", text!(endpoints.value_format)).placeholder("Bearer {token}"),
        RowColumn::new("required", text!(endpoints.required)).check().when("of-client"),
    ]
}

fn parameter(row: &EndpointParameterRow) -> Vec<String> {
    vec![
        row.name.clone(),
        row.source.to_string(),
        row.field.clone(),
        row.path.clone(),
        row.location.clone(),
        row.format.clone(),
        row.required.to_string(),
    ]
}

fn hard_columns() -> Vec<RowColumn> {
    vec![
        RowColumn::new("name", text!(common.name)).placeholder("limit"),
        RowColumn::new("location", text!(endpoints.location)).select(locations()),
        RowColumn::new("value", text!(endpoints.value)).placeholder("1"),
    ]
}

fn hard(row: &HardParam) -> Vec<String> {
    vec![row.name.clone(), row.location.to_string(), row.value.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_value_for_each_column() {
        let row = EndpointParameterRow {
            name: "phone".into(),
            location: "query".into(),
            source: Source::ClientBody,
            field: String::new(),
            path: "contact.phone".into(),
            required: true,
            format: String::new(),
        };
        assert_eq!(parameter(&row), ["phone", "clientBody", "", "contact.phone", "query", "", "true"]);
        assert_eq!(parameter(&row).len(), parameter_columns().len());
    }
}
