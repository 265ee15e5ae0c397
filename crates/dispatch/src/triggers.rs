//! What runs by itself, compiled per call center. Matching asks memory; a change anywhere drops what was compiled.

use crate::error::{DispatchError, Missing};
use crate::recipe::{Listening, Recipe, RecipeCache};
use moka::future::Cache;
use patchbay_engine::interpret::{KnownQueue, Queues};
use patchbay_engine::matching::{Listener, TriggerIndex};
use patchbay_model::event::QueueReference;
use patchbay_model::id::CallCenterId;
use patchbay_store::changes::Change;
use patchbay_store::{Reach, Store, call_centers, event_applicability, queues};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// However well changes are heard: what is this old is read again. The table of what applies changes by migrations only.
const LONGEST_LIFE: Duration = Duration::from_secs(600);

/// What a call center's events are held against.
pub(crate) struct Triggers {
    pub(crate) index: TriggerIndex<Arc<Recipe>>,
    pub(crate) queues: KnownQueues,
}

/// The queues that responses may route to.
#[derive(Default)]
pub(crate) struct KnownQueues {
    by_id: HashMap<String, KnownQueue>,
    ids: HashMap<String, String>,
}

impl Queues for KnownQueues {
    fn by_id(&self, id: &str) -> Option<KnownQueue> {
        self.by_id.get(id).cloned()
    }

    fn by_address(&self, address: &str) -> Option<KnownQueue> {
        self.ids.get(address).and_then(|id| self.by_id(id))
    }
}

/// Compiled triggers by call center.
pub(crate) struct TriggerCache {
    store: Store,
    compiled: Cache<CallCenterId, Arc<Triggers>>,
    /// Counts changes, so that what was read before one is not kept after it.
    changes: AtomicU64,
}

impl TriggerCache {
    pub(crate) fn new(store: Store, capacity: u64) -> Self {
        let compiled = Cache::builder().max_capacity(capacity).time_to_live(LONGEST_LIFE).build();
        Self { store, compiled, changes: AtomicU64::new(0) }
    }

    /// What a call center's events are held against. What is not there is not kept: it may be there the next time.
    ///
    /// # Errors
    /// Without such a call center [`Missing::CallCenter`]; while the database is away.
    pub(crate) async fn get(
        &self,
        call_center: &CallCenterId,
        recipes: &RecipeCache,
    ) -> Result<Arc<Triggers>, DispatchError> {
        if let Some(compiled) = self.compiled.get(call_center).await {
            return Ok(compiled);
        }
        let before = self.changes.load(Ordering::Acquire);
        let compiling = self.compile(call_center, recipes);
        let compiled = self.compiled.try_get_with(call_center.clone(), compiling).await;
        if self.changes.load(Ordering::Acquire) != before {
            self.compiled.invalidate(call_center).await;
        }
        compiled.map_err(|error| DispatchError::clone(&error))
    }

    async fn compile(&self, call_center: &CallCenterId, recipes: &RecipeCache) -> Result<Arc<Triggers>, DispatchError> {
        let found = call_centers::find(&self.store, &Reach::One(call_center.clone()), call_center).await?;
        found.ok_or(Missing::CallCenter)?;
        let applicability = event_applicability::load(&self.store).await?;
        let (mut known, mut references) = (KnownQueues::default(), Vec::new());
        for queue in queues::all(&self.store, call_center).await? {
            let id = queue.id.to_string();
            references.push(QueueReference { id: Some(id.clone()), address: Some(queue.address.clone()) });
            known.ids.insert(queue.address.clone(), id.clone());
            let queue = KnownQueue { id: id.clone(), address: queue.address, channel_types: queue.channel_types };
            known.by_id.insert(id, queue);
        }
        let listeners = recipes.all_listening(call_center).await?.into_iter().map(listener);
        let index = TriggerIndex::compile(listeners, references, &applicability);
        Ok(Arc::new(Triggers { index, queues: known }))
    }

    /// Drops what `change` may concern. Which call centers use a template it can't tell, so it drops all: people change
    /// configurations rarely, and plans stay compiled.
    pub(crate) fn forget(&self, change: &Change) {
        match change {
            Change::Key(_) | Change::User(_) | Change::Executions(_) | Change::Work | Change::Chat(..) => return,
            Change::Everything
            | Change::CallCenter(_)
            | Change::Template(_)
            | Change::Endpoint(_)
            | Change::Integrator(_)
            | Change::Queues(_) => {}
        }
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.compiled.invalidate_all();
    }
}

fn listener(Listening { triggers, created_at, recipe }: Listening) -> Listener<Arc<Recipe>> {
    // What doesn't compile any more has no condition: it runs, fails, and so is seen.
    let condition = recipe.runnable.as_ref().ok().and_then(|runnable| runnable.plan.condition().cloned());
    Listener { key: recipe, triggers, condition, created_at }
}
