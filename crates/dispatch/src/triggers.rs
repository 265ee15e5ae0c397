//! What runs by itself, compiled per call center. Matching asks memory; a change anywhere drops what was compiled.

use crate::error::{DispatchError, Missing};
use crate::per_call_center::PerCallCenter;
use crate::recipe::{Listening, Recipe, RecipeCache};
use patchbay_engine::interpret::{KnownQueue, Queues};
use patchbay_engine::matching::{Listener, TriggerIndex};
use patchbay_model::event::QueueReference;
use patchbay_model::id::CallCenterId;
use patchbay_store::changes::Change;
use patchbay_store::{Reach, Store, call_centers, event_applicability, queues};
use std::collections::HashMap;
use std::sync::Arc;

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

/// Compiled triggers by call center. The table of what applies changes by migrations only.
pub(crate) struct TriggerCache {
    store: Store,
    compiled: PerCallCenter<Triggers>,
}

impl TriggerCache {
    pub(crate) fn new(store: Store, capacity: u64) -> Self {
        Self { store, compiled: PerCallCenter::new(capacity) }
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
        self.compiled.get(call_center, self.compile(call_center, recipes)).await
    }

    async fn compile(&self, call_center: &CallCenterId, recipes: &RecipeCache) -> Result<Triggers, DispatchError> {
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
        Ok(Triggers { index, queues: known })
    }

    /// Drops what `change` may concern. Which call centers use a template it can't tell, so it drops all: people change
    /// configurations rarely, and plans stay compiled.
    pub(crate) fn forget(&self, change: &Change) {
        match change {
            Change::Key(_)
            | Change::User(_)
            | Change::Executions(_)
            | Change::Channels(_)
            | Change::Work
            | Change::Chat(..) => {}
            Change::Everything
            | Change::CallCenter(_)
            | Change::Template(_)
            | Change::Endpoint(_)
            | Change::Integrator(_)
            | Change::Queues(_) => self.compiled.forget_all(),
        }
    }
}

fn listener(Listening { triggers, created_at, recipe }: Listening) -> Listener<Arc<Recipe>> {
    // What doesn't compile any more has no condition: it runs, fails, and so is seen.
    let condition = recipe.runnable.as_ref().ok().and_then(|runnable| runnable.plan.condition().cloned());
    Listener { key: recipe, triggers, condition, created_at }
}
