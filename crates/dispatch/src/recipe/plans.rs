//! Compiled plans. A plan holds nothing of an integrator, so ten thousand of them share one.

use moka::sync::Cache;
use patchbay_engine::error::EngineError;
use patchbay_engine::plan::{Plan, Sibling, Surroundings, compile};
use patchbay_model::id::ConfigurationVersionId;
use patchbay_model::templating::Known;
use patchbay_store::recipes::{Recipe, VersionedEndpoint};
use std::sync::Arc;

/// Plans by what they were compiled from. Nothing has to be dropped: another configuration has another key.
pub(super) struct Plans(Cache<Key, Arc<Plan>>);

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    template: ConfigurationVersionId,
    endpoint: ConfigurationVersionId,
    auth_endpoints: Vec<ConfigurationVersionId>,
}

impl Plans {
    pub(super) fn new(capacity: u64) -> Self {
        Self(Cache::new(capacity))
    }

    /// The plan of one endpoint of the template.
    pub(super) fn get(&self, recipe: &Recipe, endpoint: &VersionedEndpoint) -> Result<Arc<Plan>, EngineError> {
        let key = Key {
            template: recipe.template_version_id,
            endpoint: endpoint.version_id,
            auth_endpoints: recipe.auth_endpoints.iter().map(|auth| auth.version_id).collect(),
        };
        self.0
            .try_get_with(key, || compiled(recipe, endpoint).map(Arc::new))
            .map_err(|error| EngineError::clone(&error))
    }
}

fn compiled(recipe: &Recipe, endpoint: &VersionedEndpoint) -> Result<Plan, EngineError> {
    let around = Surroundings {
        template_type: recipe.template_type,
        parameters: &recipe.parameters,
        siblings: recipe.auth_endpoints.iter().map(|auth| Sibling::from(&auth.endpoint)).collect(),
        credentials: Known::Any,
    };
    // It compiled when it was saved; its template may have changed since.
    compile(&around, &endpoint.endpoint.draft).map_err(|found| {
        let first = found.into_vec().into_iter().next();
        let detail = first.map_or_else(String::new, |first| format!(" {}: {}", first.pointer, first.message));
        EngineError::config(format!(
            "the endpoint {} no longer fits its template:{detail}",
            endpoint.endpoint.draft.name
        ))
    })
}
