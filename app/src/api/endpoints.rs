//! The integrations' pages: endpoints.

use super::PageError;
use super::endpoint_form::EndpointForm;
#[cfg(feature = "ssr")]
use crate::languages::all_said;
#[cfg(feature = "ssr")]
use crate::paths;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::execution::TestRun;
use patchbay_model::id::{EndpointId, IntegratorId, TemplateId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::view::{EndpointCheck, EndpointUsage};
use serde::{Deserialize, Serialize};

/// A template's endpoints.
#[server(prefix = "/api/ui", endpoint = "endpoints/list", protocol = Ask)]
pub async fn list_endpoints(
    template: TemplateId,
    search: Option<String>,
    page: PageRequest,
) -> Result<Page<Endpoint>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_endpoints(&actor, template, search, page).await?)
}

/// One by id.
#[server(prefix = "/api/ui", endpoint = "endpoints/get", protocol = Ask)]
pub async fn get_endpoint(template: TemplateId, id: EndpointId) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.endpoint(&actor, template, &id.to_string()).await?)
}

/// Checks the form as saving would, for messages while typing.
#[server(prefix = "/api/ui", endpoint = "endpoints/check", protocol = Ask)]
pub async fn check_endpoint(template: TemplateId, form: EndpointForm) -> Result<EndpointCheck, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let draft = match form.clone().draft() {
        Ok(draft) => draft,
        // A document that can't be read is what a check is there to find.
        Err(error) => {
            return Ok(EndpointCheck { violations: error.0.errors, warnings: Vec::new() });
        }
    };
    let mut check = portal.check_endpoint(&actor, template, draft).await?;
    form.place(&mut check.violations);
    form.place(&mut check.warnings);
    let (violations, warnings) = (all_said(check.violations), all_said(check.warnings));
    Ok(EndpointCheck { violations, warnings })
}

/// Creates one and leads to its page.
#[server(prefix = "/api/ui", endpoint = "endpoints/create")]
pub async fn create_endpoint(template: TemplateId, form: EndpointForm) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_endpoint(&actor, template, form.draft()?).await?) };
    let saved = typed.keep_if_refused(outcome.await).await?;
    super::lead_to(&paths::endpoint(template, saved.id), crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "endpoints/update")]
pub async fn update_endpoint(id: EndpointId, version: Version, form: EndpointForm) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_endpoint(&actor, change, form.draft()?).await?)
    };
    let saved = typed.keep_if_refused(outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Makes another of the same template.
#[server(prefix = "/api/ui", endpoint = "endpoints/copy")]
pub async fn copy_endpoint(id: EndpointId, name: String) -> Result<Endpoint, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let saved = portal.copy_endpoint(&actor, id, name).await?;
    super::back(crate::components::Done::Copied);
    Ok(saved)
}

/// What deleting it would break.
#[server(prefix = "/api/ui", endpoint = "endpoints/usage", protocol = Ask)]
pub async fn get_endpoint_usage(id: EndpointId) -> Result<EndpointUsage, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.endpoint_usage(&actor, id).await?)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "endpoints/delete")]
pub async fn delete_endpoint(id: EndpointId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_endpoint(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

/// Runs one through the production path and tells each step. `body` is a JSON text. A browser without WASM is led
/// back to the page, which finds the run by [`take_test_run`].
#[server(prefix = "/api/ui", endpoint = "endpoints/test")]
pub async fn test_endpoint(
    id: EndpointId,
    integrator: IntegratorId,
    #[server(default)] body: String,
) -> Result<TestRun, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let mut typed = TypedTest { integrator, body, run: None };
    let outcome = async {
        let body = super::document::<serde_json::Map<_, _>>(&typed.body, "/body")?;
        let body = serde_json::Value::Object(body.unwrap_or_default());
        Ok(portal.test_endpoint(&actor, id, integrator, body).await?)
    };
    let run = outcome.await;
    if crate::response::answers_plain_form() {
        typed.run = run.as_ref().ok().cloned();
        super::keep_for_next_page(&typed).await?;
        if run.is_ok() {
            super::back_to_result();
        }
    }
    run
}

/// What a test was run with, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypedTest {
    /// The integrator that was chosen.
    pub integrator: IntegratorId,
    /// The client body as typed.
    pub body: String,
    /// The run; absent when it was refused.
    pub run: Option<TestRun>,
}

/// The test that a browser without WASM has just run; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "endpoints/tested", protocol = Ask)]
pub async fn take_test_run() -> Result<Option<TypedTest>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}
