//! Running executions again, and how the durable queue does.

use super::PageError;
#[cfg(feature = "ssr")]
use crate::paths;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::id::{CallCenterId, ExecutionId};
#[cfg(feature = "ssr")]
use patchbay_model::sentence::Sentence;
use patchbay_model::work::{QueueHealth, Replayed};
use serde::{Deserialize, Serialize};

/// What the form of a replay in bulk sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplayForm {
    /// Whose executions.
    pub call_center_id: String,
    /// From so many minutes ago on.
    pub minutes: String,
    /// From this moment on, day and time in UTC; empty: `minutes` counts.
    pub since: String,
    /// Only this status; empty for all that can be replayed.
    pub status: String,
    /// Only this template; empty for all.
    pub template: String,
    /// Only this endpoint; empty for all.
    pub endpoint: String,
    /// Only this conversation; empty for all.
    pub conversation: String,
}

/// Runs one again and leads to the new execution.
#[server(prefix = "/api/ui", endpoint = "executions/replay")]
pub async fn replay_execution(id: ExecutionId) -> Result<ExecutionId, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let replayed = portal.replay_execution(&actor, id).await?;
    super::lead_to(&format!("{}/{replayed}", paths::EXECUTIONS), crate::components::Done::Replayed);
    Ok(replayed)
}

/// Runs again what failed, and leads to what waits for its turn now.
#[server(prefix = "/api/ui", endpoint = "executions/replay-many")]
pub async fn replay_executions(form: ReplayForm) -> Result<Replayed, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let call_center: CallCenterId = super::required(&form.call_center_id, "/callCenterId")?;
        let replayed = portal.replay_executions(&actor, &call_center, form.query()?).await?;
        if replayed.replayed == 0 {
            return Err(
                crate::portal::PortalError::invalid("", crate::text!(executions.nothing_to_replay).into()).into()
            );
        }
        Ok((call_center, replayed))
    };
    let (call_center, replayed) = super::forms::keep_if_refused(&typed, outcome.await).await?;
    let list = paths::of_call_center(paths::EXECUTIONS, &call_center);
    super::lead_to_counted(&list, crate::components::Done::Replayed, replayed.replayed);
    Ok(replayed)
}

/// Of one call center, or of everything within reach.
#[server(prefix = "/api/ui", endpoint = "executions/queue-health", protocol = Ask)]
pub async fn get_queue_health(call_center: Option<CallCenterId>) -> Result<QueueHealth, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.queue_health(&actor, call_center).await?)
}

#[cfg(feature = "ssr")]
impl ReplayForm {
    fn query(self) -> Result<patchbay_model::work::ReplayQuery, PageError> {
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let since = self.since()?;
        Ok(patchbay_model::work::ReplayQuery {
            since,
            status: super::optional(&self.status, "/status")?,
            template: text(self.template),
            endpoint: text(self.endpoint),
            conversation: text(self.conversation),
        })
    }

    fn since(&self) -> Result<patchbay_model::time::Timestamp, PageError> {
        let now = crate::response::request_moment()?.at;
        if self.since.trim().is_empty() {
            let minutes: u32 = super::required(&self.minutes, "/minutes")?;
            return Ok((now.0 - chrono::TimeDelta::minutes(i64::from(minutes))).into());
        }
        let refused = |detail: Sentence| PageError::from(crate::portal::PortalError::invalid("/since", detail));
        let since = patchbay_model::time::Timestamp::from_utc_day_and_time(&self.since)
            .ok_or_else(|| refused(crate::text!(executions.write_day_and_time).into()))?;
        // Most of all who wrote the time of their own zone.
        if since > now {
            return Err(refused(crate::text!(executions.yet_to_come, now = crate::format::exact_utc(now)).into()));
        }
        Ok(since)
    }
}
