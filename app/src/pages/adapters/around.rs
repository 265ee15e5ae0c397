//! What the form of an adapter needs beside the adapter.

use crate::api::call_centers::get_limits;
use crate::api::channels::list_channels;
use crate::error::PageError;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::ChannelQuery;
use patchbay_model::page::PageRequest;
use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Around {
    /// Whose adapter it is.
    pub(super) call_center: CallCenterId,
    /// The names of its channels.
    pub(super) channels: Vec<String>,
    /// The address that calls leave from, when it is configured.
    pub(super) egress_address: Option<String>,
}

impl Around {
    pub(super) async fn of(call_center: CallCenterId) -> Result<Self, PageError> {
        let channels = list_channels(call_center.clone(), ChannelQuery::default(), PageRequest::longest()).await?;
        let channels = channels.items.into_iter().map(|channel| channel.name.to_string()).collect();
        Ok(Self { call_center, channels, egress_address: get_limits().await?.egress_address })
    }
}
