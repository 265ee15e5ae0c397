//! The queues' page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::event::ChannelType;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::queue::{Queue, QueueId, QueueQuery, QueueUse};
use serde::{Deserialize, Serialize};

/// What the form of a queue sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueForm {
    /// The platform's id.
    pub id: String,
    /// Where customers reach it.
    pub address: String,
    /// Name shown to people.
    pub name: String,
    /// What can be routed to it.
    pub channel_types: Vec<ChannelType>,
}

/// A call center's, by name.
#[server(prefix = "/api/ui", endpoint = "queues/list", protocol = Ask)]
pub async fn list_queues(
    call_center: CallCenterId,
    query: QueueQuery,
    page: PageRequest,
) -> Result<Page<Queue>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_queues(&actor, &call_center, query, page).await?)
}

/// One.
#[server(prefix = "/api/ui", endpoint = "queues/get", protocol = Ask)]
pub async fn get_queue(call_center: CallCenterId, id: QueueId) -> Result<Queue, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.queue(&actor, &call_center, &id).await?)
}

/// The endpoints whose triggers name it.
#[server(prefix = "/api/ui", endpoint = "queues/usage", protocol = Ask)]
pub async fn get_queue_usage(call_center: CallCenterId, id: QueueId) -> Result<Vec<QueueUse>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.queue_usage(&actor, &call_center, &id).await?)
}

/// Creates one.
#[server(prefix = "/api/ui", endpoint = "queues/create")]
pub async fn create_queue(call_center: CallCenterId, form: QueueForm) -> Result<Queue, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_queue(&actor, &call_center, form.draft()?).await?) };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::Created);
    Ok(saved)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "queues/update")]
pub async fn update_queue(
    call_center: CallCenterId,
    id: QueueId,
    version: Version,
    form: QueueForm,
) -> Result<Queue, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let form = QueueForm { id: id.to_string(), ..form };
    let typed = form.clone();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_queue(&actor, &call_center, change, form.draft()?).await?)
    };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "queues/delete")]
pub async fn delete_queue(call_center: CallCenterId, id: QueueId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_queue(&actor, &call_center, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

#[cfg(feature = "ssr")]
impl QueueForm {
    fn draft(self) -> Result<patchbay_model::queue::QueueDraft, PageError> {
        Ok(patchbay_model::queue::QueueDraft {
            id: super::required(&self.id, "/id")?,
            address: self.address.trim().to_owned(),
            name: self.name.trim().to_owned(),
            channel_types: self.channel_types,
        })
    }
}

impl From<&Queue> for QueueForm {
    fn from(read: &Queue) -> Self {
        Self {
            id: read.id.to_string(),
            address: read.address.clone(),
            name: read.name.clone(),
            channel_types: read.channel_types.clone(),
        }
    }
}
