//! Recipes by name. A hit costs no SQL; a change anywhere drops what it concerns.

use super::{Builder, Recipe};
use crate::error::{DispatchError, Missing};
use moka::future::Cache;
use patchbay_model::id::{CallCenterId, EndpointId};
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::Trigger;
use patchbay_store::changes::Change;
use patchbay_store::{Store, recipes};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// However well changes are heard: what is this old is read again.
const LONGEST_LIFE: Duration = Duration::from_secs(600);

/// An endpoint that can run by itself.
pub(crate) struct Listening {
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) created_at: Timestamp,
    pub(crate) recipe: Arc<Recipe>,
}

fn key_by_name(call_center: &CallCenterId, template: &str, endpoint: &str) -> String {
    [call_center.as_str(), template, endpoint].join("\0")
}

/// Never the key of a name: no call center has an empty template.
fn key_by_id(call_center: &CallCenterId, endpoint: EndpointId) -> String {
    format!("{call_center}\0\0{endpoint}")
}

/// The cache and how it is filled.
pub(crate) struct RecipeCache {
    store: Store,
    builder: Builder,
    recipes: Cache<String, Arc<Recipe>>,
    /// Counts changes, so that what was read before one is not kept after it.
    changes: AtomicU64,
}

impl RecipeCache {
    pub(crate) fn new(store: Store, builder: Builder, capacity: u64) -> Self {
        let recipes =
            Cache::builder().max_capacity(capacity).time_to_live(LONGEST_LIFE).support_invalidation_closures().build();
        Self { store, builder, recipes, changes: AtomicU64::new(0) }
    }

    /// The recipe that the names lead to. What is not found is asked for again the next time: it may just be made.
    pub(crate) async fn get(
        &self,
        call_center: &CallCenterId,
        template: &str,
        endpoint: &str,
    ) -> Result<Arc<Recipe>, DispatchError> {
        let key = key_by_name(call_center, template, endpoint);
        match self.recipes.get(key.as_str()).await {
            Some(recipe) => Ok(recipe),
            // Boxed: the future of every call would be as large as this one.
            None => Box::pin(self.read(key, call_center, template, endpoint)).await,
        }
    }

    /// The recipe that the names lead to, if it is in memory.
    pub(crate) async fn peek(&self, call_center: &CallCenterId, template: &str, endpoint: &str) -> Option<Arc<Recipe>> {
        self.recipes.get(key_by_name(call_center, template, endpoint).as_str()).await
    }

    async fn read(
        &self,
        key: String,
        call_center: &CallCenterId,
        template: &str,
        endpoint: &str,
    ) -> Result<Arc<Recipe>, DispatchError> {
        let before = self.changes.load(Ordering::Acquire);
        let loading = self.load(call_center, template, endpoint);
        // Callers who come while it is being read wait for the same reading.
        let loaded = self.recipes.try_get_with(key.clone(), loading).await;
        if self.changes.load(Ordering::Acquire) != before {
            self.recipes.invalidate(&key).await;
        }
        loaded.map_err(|error| DispatchError::clone(&error))
    }

    /// The recipe as it stands in the database now.
    pub(crate) async fn reload(
        &self,
        call_center: &CallCenterId,
        template: &str,
        endpoint: &str,
    ) -> Result<Arc<Recipe>, DispatchError> {
        self.recipes.invalidate(key_by_name(call_center, template, endpoint).as_str()).await;
        self.get(call_center, template, endpoint).await
    }

    /// The recipe of an endpoint by its id.
    pub(crate) async fn get_by_id(
        &self,
        call_center: &CallCenterId,
        endpoint: EndpointId,
    ) -> Result<Arc<Recipe>, DispatchError> {
        let key = key_by_id(call_center, endpoint);
        if let Some(recipe) = self.recipes.get(key.as_str()).await {
            return Ok(recipe);
        }
        let before = self.changes.load(Ordering::Acquire);
        let loading = async {
            let found = recipes::find_by_id(&self.store, call_center, endpoint).await?;
            Ok::<_, DispatchError>(Arc::new(self.builder.build(found.ok_or(Missing::Endpoint)?)?))
        };
        let loaded = self.recipes.try_get_with(key.clone(), loading).await;
        if self.changes.load(Ordering::Acquire) != before {
            self.recipes.invalidate(&key).await;
        }
        loaded.map_err(|error| DispatchError::clone(&error))
    }

    /// The same as it stands in the database now.
    pub(crate) async fn reload_by_id(
        &self,
        call_center: &CallCenterId,
        endpoint: EndpointId,
    ) -> Result<Arc<Recipe>, DispatchError> {
        self.recipes.invalidate(key_by_id(call_center, endpoint).as_str()).await;
        self.get_by_id(call_center, endpoint).await
    }

    /// Everything in a call center that can run by itself.
    pub(crate) async fn all_listening(&self, call_center: &CallCenterId) -> Result<Vec<Listening>, DispatchError> {
        let found = recipes::all_listening(&self.store, call_center).await?;
        let listening = found.into_iter().filter_map(|found| {
            let endpoint = found.endpoint.as_ref()?.endpoint.clone();
            Some((endpoint.draft.triggers, endpoint.created_at, self.builder.build(found).ok()?))
        });
        let keyed = listening.map(|(triggers, created_at, recipe)| Listening {
            triggers,
            created_at,
            recipe: Arc::new(recipe),
        });
        Ok(keyed.collect())
    }

    async fn load(
        &self,
        call_center: &CallCenterId,
        template: &str,
        endpoint: &str,
    ) -> Result<Arc<Recipe>, DispatchError> {
        let found = recipes::find(&self.store, call_center, template, endpoint).await?;
        Ok(Arc::new(self.builder.build(found.ok_or(Missing::Template)?)?))
    }

    /// Drops what `change` concerns.
    pub(crate) fn forget(&self, change: &Change) {
        let concerned: Box<dyn Fn(&Recipe) -> bool + Send + Sync> = match change.clone() {
            Change::Key(_)
            | Change::User(_)
            | Change::Executions(_)
            | Change::Queues(_)
            | Change::Channels(_)
            | Change::Work
            | Change::Chat(..) => return,
            Change::Everything => Box::new(|_| true),
            Change::CallCenter(id) => Box::new(move |recipe| recipe.call_center_id == id),
            Change::Template(id) => Box::new(move |recipe| recipe.template_id == id),
            Change::Integrator(id) => Box::new(move |recipe| recipe.integrator_id == id),
            // It may be the auth endpoint of others; which template it is of, an endpoint that is gone can't tell.
            Change::Endpoint(_) => Box::new(|_| true),
        };
        self.changes.fetch_add(1, Ordering::AcqRel);
        match change {
            Change::Everything | Change::Endpoint(_) => self.recipes.invalidate_all(),
            // Fails only without support for closures, which the cache was built with.
            _ => drop(self.recipes.invalidate_entries_if(move |_, recipe| concerned(recipe))),
        }
    }
}
