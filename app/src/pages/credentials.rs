//! The rows of credentials in a form: an id each, and a secret that is written and never read back.

use crate::api::integrator_form::ValueRow;
use crate::components::{RowColumn, RowsEditor};
use crate::format::day;
use crate::text;
use leptos::prelude::*;
use patchbay_model::integrator::Credential;
use patchbay_model::time::Timestamp;
use std::collections::BTreeMap;

/// Which secrets are set, and since when: all that is ever known of them here.
#[derive(Clone, Default)]
pub(crate) struct StoredCredentials(BTreeMap<String, Timestamp>);

impl StoredCredentials {
    pub(crate) fn of(credentials: &[Credential]) -> Self {
        let since = |one: &Credential| Some((one.id.clone(), one.secret.updated_at.filter(|_| one.secret.set)?));
        Self(credentials.iter().filter_map(since).collect())
    }
}

/// The editor.
#[component]
pub(crate) fn CredentialRows(
    /// What the form has.
    rows: Vec<ValueRow>,
    /// What is stored.
    stored: StoredCredentials,
    /// What the rows are.
    #[prop(default = text!(shared.credentials))]
    label: &'static str,
) -> impl IntoView {
    let rows = rows.iter().map(|row| credential(row, &stored)).collect();
    view! {
        <RowsEditor
            name="form[credentials]"
            pointer="/credentials"
            label
            hint=text!(shared.credentials_hint, basic = "basic:<user>", digest = "digest:<user>", placeholder = "{authentications.<name>}")
            columns=columns()
            rows
            add=text!(shared.add_credential)
        />
    }
    .into_any()
}

fn columns() -> Vec<RowColumn> {
    vec![
        RowColumn::new("name", text!(shared.authentication_id)).member("id").placeholder("basic:api-user"),
        RowColumn::new("value", text!(shared.secret)).member("secret").secret(),
        RowColumn::new("keep", text!(shared.keep)).hidden("false"),
    ]
}

/// What a row has at first: of the secret only that it is set.
fn credential(row: &ValueRow, stored: &StoredCredentials) -> Vec<String> {
    let since = stored.0.get(&row.name);
    let told = since.map(|since| text!(shared.set_on_empty_keeps, day = day(*since))).unwrap_or_default();
    vec![row.name.clone(), told, since.is_some().to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_secret_only_the_day_is_told() {
        let since = Timestamp(chrono::DateTime::from_timestamp(1_777_826_530, 0).unwrap());
        let stored = StoredCredentials([("basic:ann".to_owned(), since)].into());
        let row = |name: &str| ValueRow { name: name.to_owned(), value: "hunter2".to_owned(), keep: true };
        assert_eq!(credential(&row("basic:ann"), &stored), ["basic:ann", "Set on 3 May 2026; empty keeps it", "true"]);
        assert_eq!(credential(&row("basic:bob"), &stored), ["basic:bob", "", "false"]);
    }
}
