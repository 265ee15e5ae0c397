//! Tests of an adapter's webhooks: a sample goes the way of every delivery.

use super::{ServerPortal, endpoint_runs, refusal};
use crate::clock;
use patchbay_app::portal::{Actor, PortalError, PortalResult};
use patchbay_dispatch::Call;
use patchbay_model::execution::TestRun;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::messaging::sample::{SampleValues, sample};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::webhook::{PAYLOAD, WebhookRole};
use patchbay_store::{Reach, adapters, call_centers};
use serde_json::{Value, json};

const NOUN: Sentence = sentence!("adapter");

impl ServerPortal {
    /// Sends a sample to one webhook of an adapter and tells each step. Rights are judged before.
    pub(super) async fn test_webhook(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        role: WebhookRole,
    ) -> PortalResult<TestRun> {
        let found = adapters::find_parts(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let hidden = found.ok_or(PortalError::NotFound(NOUN))?;
        let adapter = adapters::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let sample = self.sample(&adapter, role).await?;
        let call = Call {
            caller: endpoint_runs::caller(actor),
            call_center: call_center.clone(),
            template: hidden.template.to_string(),
            endpoint: role.to_string(),
            client: json!({ PAYLOAD: sample }),
            deadline: None,
            lease: None,
        };
        self.dispatcher.test(call).await.map_err(endpoint_runs::not_run)
    }

    /// What a test sends: nothing that the schema of its dialect refuses.
    async fn sample(&self, adapter: &Adapter, role: WebhookRole) -> PortalResult<Value> {
        let of = &adapter.call_center_id;
        let call_center = call_centers::get(&self.store, &Reach::One(of.clone()), of).await;
        let call_center = call_center.map_err(refusal::of_store(sentence!("call center")))?;
        let zone: chrono_tz::Tz = call_center.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let values = SampleValues {
            id: clock::new_id(),
            now: clock::now().0.with_timezone(&zone).fixed_offset(),
            language: &call_center.language,
        };
        sample(adapter, role, &values).ok_or(PortalError::NotFound(sentence!("webhook of this adapter")))
    }
}
