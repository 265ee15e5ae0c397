//! Plugging in what the gallery describes, with what it needs and nothing else.

use super::PageError;
use super::integrator_form::ValueRow;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::view::PluggedIn;
use serde::{Deserialize, Serialize};

/// What the form sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlugInForm {
    /// The tenant.
    pub call_center_id: String,
    /// Bare `host[:port]`.
    pub host: String,
    /// One row for each value that is needed.
    pub fields: Vec<ValueRow>,
    /// How the system is signed in to, where it is by the name of a user: `basic` or `digest`.
    pub scheme: String,
    /// That user, and the password.
    pub user: ValueRow,
}

/// What was typed, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypedPlugIn {
    /// The form without its secrets.
    pub form: PlugInForm,
    /// Absent when it was refused.
    pub outcome: Option<PluggedIn>,
}

/// Installs `name` of the gallery where it is not yet, and plugs it in: unless `unverified`, only when the other side
/// takes the values. A browser without WASM is led back to the page, which finds the outcome by [`take_plug_in`].
#[server(prefix = "/api/ui", endpoint = "integrators/plug-in")]
pub async fn plug_in_integrator(
    name: String,
    form: PlugInForm,
    #[server(default)] unverified: bool,
) -> Result<PluggedIn, PageError> {
    use patchbay_model::view::Verification;
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let call_center = super::required(&form.call_center_id, "/callCenterId")?;
        let verification = if unverified { Verification::Skipped } else { Verification::Required };
        Ok(portal.plug_in(&actor, &call_center, form.draft(&name)?, verification).await?)
    };
    let outcome = outcome.await;
    if crate::response::answers_plain_form() {
        let entry = portal.gallery(&actor).await?.into_iter().find(|entry| entry.name == name);
        let document = entry.map(|entry| entry.document).unwrap_or_default();
        let kept = TypedPlugIn { form: typed.without_secrets(&document), outcome: outcome.as_ref().ok().cloned() };
        super::keep_for_next_page(&kept).await?;
        if outcome.is_ok() {
            super::back_to_result();
        }
    }
    outcome
}

/// What a browser without WASM has just sent, and what came of it; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "integrators/plugged-in", protocol = Ask)]
pub async fn take_plug_in() -> Result<Option<TypedPlugIn>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}

#[cfg(feature = "ssr")]
impl PlugInForm {
    fn draft(self, name: &str) -> Result<patchbay_model::integrator::IntegratorDraft, PageError> {
        let mut user = self.user;
        if !self.scheme.is_empty() {
            let typed: String = super::required(&user.name, "/credentials/0/id")?;
            user.name = format!("{}:{typed}", self.scheme);
        }
        Ok(patchbay_model::integrator::IntegratorDraft {
            template: name.to_owned(),
            host: self.host.trim().to_owned(),
            description: String::new(),
            enabled: true,
            info: None,
            iframe: None,
            fields: self.fields.into_iter().map(|row| (row.name.clone(), row.input())).collect(),
            credentials: super::integrator_form::credentials(vec![user]),
        })
    }

    /// What comes back stands in a page: only what `document` says is no secret.
    fn without_secrets(mut self, document: &serde_json::Value) -> Self {
        let parameters = document["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let is_open = |name: &str| parameters.iter().any(|one| one["name"] == name && one["secret"] != true);
        for row in self.fields.iter_mut().filter(|row| !is_open(&row.name)) {
            row.value.clear();
        }
        self.user.value.clear();
        self
    }
}
