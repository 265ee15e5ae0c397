//! The figures of the start page.

use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use chrono::TimeDelta;
use patchbay_app::portal::{Actor, Overview, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_model::view::Figures;
use patchbay_store::figures;

#[async_trait]
impl Overview for ServerPortal {
    async fn overview(&self, actor: &Actor) -> PortalResult<Figures> {
        // The page tells of all three: whoever may not read one of them gets no figures at all.
        rights::reach(actor, Permission::ReadCallCenters, None)?;
        rights::reach(actor, Permission::ReadIntegrations, None)?;
        let reach = rights::reach(actor, Permission::ReadExecutions, None)?;
        let yesterday = Timestamp(clock::now().0 - TimeDelta::days(1));
        figures::find(&self.store, &reach, yesterday).await.map_err(refusal::of_store(sentence!("call center")))
    }
}
