//! The values that an endpoint sends, one by one.

use super::super::template::locations;
use crate::api::endpoint_form::{EndpointForm, EndpointParameterRow};
use crate::components::{RowColumn, RowsEditor};
use leptos::prelude::*;
use patchbay_model::endpoint::{HardParam, Source};

#[component]
pub(super) fn ValuesSection(form: EndpointForm) -> impl IntoView {
    view! {
        <RowsEditor
            name="form[parameters]"
            pointer="/parameters"
            label="Parameters"
            hint="What each call brings along. Without a location a field goes where the integration says, and a value of the client only feeds {client.…} elsewhere. A dotted name in a body makes nested JSON."
            columns=parameter_columns()
            rows=form.parameters.iter().map(parameter).collect()
            add="Add parameter"
        />
        <RowsEditor
            name="form[hard_params]"
            pointer="/hardParams"
            label="Hard params"
            hint="The same for everybody; nothing overrides them."
            columns=hard_columns()
            rows=form.hard_params.iter().map(hard).collect()
            add="Add hard param"
        />
    }
    .into_any()
}

fn parameter_columns() -> Vec<RowColumn> {
    let source = |source: Source, words: &str| (source.to_string(), words.to_owned());
    let sources = vec![
        source(Source::ClientBody, "the client's body"),
        source(Source::Field, "the integrator's field"),
        source(Source::AccessToken, "the access token"),
    ];
    let own = (String::new(), "by default".to_owned());
    let anywhere = [own].into_iter().chain(locations()).collect();
    vec![
        RowColumn::new("name", "Name").placeholder("phone"),
        RowColumn::new("source", "Takes").select(sources),
        RowColumn::new("field", "Field").placeholder("as the name").when("of-field"),
        RowColumn::new("path", "Path").placeholder("as the name").when("of-client"),
        RowColumn::new("location", "Location").select(anywhere),
        RowColumn::new("format", "Format").placeholder("Bearer {token}"),
        RowColumn::new("required", "Required").check().when("of-client"),
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
        RowColumn::new("name", "Name").placeholder("limit"),
        RowColumn::new("location", "Location").select(locations()),
        RowColumn::new("value", "Value").placeholder("1"),
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
