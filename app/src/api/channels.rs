//! The channels' pages.

use super::PageError;
#[cfg(feature = "ssr")]
use crate::paths;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{Channel, ChannelQuery, CreatedInboundToken};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::{Page, PageRequest};
use serde::{Deserialize, Serialize};

/// What the form of a channel sends. What its kind has no use for is not looked at: the form may hold it, out of sight.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelForm {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Gateway: callback URL.
    pub callback_url: String,
    /// SMS: names of template and endpoint, as [`sender_value`] writes them.
    pub sends_by: String,
    /// SMS: what is sent from; empty for none.
    pub sender: String,
    /// SMS: which member of an inbound post is the list of messages; empty, as those below, for the names of common
    /// gateways.
    pub inbound_items: String,
    /// SMS: which member is the gateway's id.
    pub inbound_id: String,
    /// SMS: which member is the customer's number.
    pub inbound_from: String,
    /// SMS: which member is the number that was written to.
    pub inbound_to: String,
    /// SMS: which member is the text.
    pub inbound_text: String,
    /// Web chat: sites, one a line.
    pub allowed_origins: String,
}

/// What stands between the names of template and endpoint: neither can hold it.
const BETWEEN: char = '\t';

/// An endpoint of a template as one choice of a form.
#[must_use]
pub fn sender_value(template: &str, endpoint: &str) -> String {
    format!("{template}{BETWEEN}{endpoint}")
}

/// A call center's, by name.
#[server(prefix = "/api/ui", endpoint = "channels/list", protocol = Ask)]
pub async fn list_channels(
    call_center: CallCenterId,
    query: ChannelQuery,
    page: PageRequest,
) -> Result<Page<Channel>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_channels(&actor, &call_center, query, page).await?)
}

/// One, by its id or name. Of its token only when it was made is told.
#[server(prefix = "/api/ui", endpoint = "channels/get", protocol = Ask)]
pub async fn get_channel(call_center: CallCenterId, key: String) -> Result<Channel, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.channel(&actor, &call_center, &key).await?)
}

/// How many open chats are over it.
#[server(prefix = "/api/ui", endpoint = "channels/chats", protocol = Ask)]
pub async fn channel_chats(call_center: CallCenterId, key: String) -> Result<u64, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.channel_chats(&actor, &call_center, &key).await?)
}

/// What deliveries of a gateway are signed with.
#[server(prefix = "/api/ui", endpoint = "channels/secrets", protocol = Ask)]
pub async fn list_channel_secrets(call_center: CallCenterId, key: String) -> Result<Vec<SigningSecret>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.channel_secrets(&actor, &call_center, &key).await?)
}

/// Creates one and leads to its page, which shows its secret, once.
#[server(prefix = "/api/ui", endpoint = "channels/create")]
pub async fn create_channel(call_center: CallCenterId, form: ChannelForm) -> Result<Channel, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_channel(&actor, &call_center, form.draft()?).await?) };
    let patchbay_model::messaging::channel::CreatedChannel { channel, signing_secret, token } =
        super::forms::keep_if_refused(&typed, outcome.await).await?;
    let page = paths::channel(&call_center, channel.id);
    match (signing_secret, token.zip(channel.inbound_token)) {
        (Some(secret), _) => {
            let created = CreatedSigningSecret { secret, secrets: Vec::new() };
            super::show_made_once(&created, &format!("{page}&dialog={}", paths::CREATED_SECRET)).await?;
        }
        (None, Some((token, record))) => {
            let created = CreatedInboundToken { token, record };
            super::show_made_once(&created, &format!("{page}&dialog={}", paths::CREATED_TOKEN)).await?;
        }
        (None, None) => super::lead_to(&page, crate::components::Done::Created),
    }
    Ok(channel)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "channels/update")]
pub async fn update_channel(
    call_center: CallCenterId,
    id: ChannelId,
    version: Version,
    form: ChannelForm,
) -> Result<Channel, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_channel(&actor, &call_center, change, form.draft()?).await?)
    };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Deletes one and leads to the list: the page that it was deleted on may be its own.
#[server(prefix = "/api/ui", endpoint = "channels/delete")]
pub async fn delete_channel(call_center: CallCenterId, id: ChannelId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let change = crate::portal::Change { id, version: Some(version) };
    portal.delete_channel(&actor, &call_center, change).await?;
    super::lead_to(&paths::of_call_center(paths::CHANNELS, &call_center), crate::components::Done::Deleted);
    Ok(())
}

/// Makes a new signing secret for a gateway and leads to its page, which shows it, once.
#[server(prefix = "/api/ui", endpoint = "channels/rotate-secret")]
pub async fn rotate_channel_secret(call_center: CallCenterId, id: ChannelId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let created = portal.rotate_channel_secret(&actor, &call_center, &id.to_string()).await?;
    let page = paths::channel(&call_center, id);
    super::show_once(&created, &format!("{page}&dialog={}", paths::CREATED_SECRET)).await
}

/// Makes a new token for the inbound webhook of an SMS channel and leads to its page, which shows it, once.
#[server(prefix = "/api/ui", endpoint = "channels/rotate-token")]
pub async fn rotate_inbound_token(call_center: CallCenterId, id: ChannelId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let created = portal.rotate_inbound_token(&actor, &call_center, &id.to_string()).await?;
    let page = paths::channel(&call_center, id);
    super::show_once(&created, &format!("{page}&dialog={}", paths::CREATED_TOKEN)).await
}

/// The token that was just made for an inbound webhook; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "channels/created-token", protocol = Ask)]
pub async fn take_inbound_token() -> Result<Option<CreatedInboundToken>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}

/// The signing secret that was just made, of a channel or an adapter; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "channels/created-secret", protocol = Ask)]
pub async fn take_created_secret() -> Result<Option<CreatedSigningSecret>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}

#[cfg(feature = "ssr")]
impl ChannelForm {
    fn draft(self) -> Result<patchbay_model::messaging::channel::ChannelDraft, PageError> {
        use patchbay_model::messaging::channel::{ChannelDraft, ChannelKind};
        let kind = super::required(&self.kind, "/kind")?;
        let blank = ChannelDraft {
            name: super::required(&self.name, "/name")?,
            kind,
            callback_url: None,
            template: None,
            endpoint: None,
            sender: None,
            inbound: None,
            allowed_origins: Vec::new(),
        };
        Ok(match kind {
            ChannelKind::Webchat => ChannelDraft { allowed_origins: self.origins(), ..blank },
            ChannelKind::Gateway => {
                let callback_url = Some(self.callback_url.trim().to_owned()).filter(|url| !url.is_empty());
                ChannelDraft { callback_url, ..blank }
            }
            ChannelKind::Sms => {
                let named = self.sends_by.split_once(BETWEEN);
                let name = |text: &str| Some(text.to_owned());
                let inbound = Some(self.inbound());
                ChannelDraft {
                    template: named.and_then(|(template, _)| name(template)),
                    endpoint: named.and_then(|(_, endpoint)| name(endpoint)),
                    sender: Some(self.sender.trim().to_owned()).filter(|sender| !sender.is_empty()),
                    inbound,
                    ..blank
                }
            }
        })
    }

    /// An empty field is none.
    fn inbound(&self) -> patchbay_model::messaging::inbound::InboundMembers {
        let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        patchbay_model::messaging::inbound::InboundMembers {
            items: typed(&self.inbound_items),
            id: typed(&self.inbound_id),
            from: typed(&self.inbound_from),
            to: typed(&self.inbound_to),
            text: typed(&self.inbound_text),
        }
    }

    /// An empty line is none.
    fn origins(&self) -> Vec<String> {
        let lines = self.allowed_origins.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

impl From<&Channel> for ChannelForm {
    fn from(read: &Channel) -> Self {
        let inbound = read.inbound.clone().unwrap_or_default();
        let sends_by = |(template, endpoint): (&String, &String)| sender_value(template, endpoint);
        Self {
            name: read.name.to_string(),
            kind: read.kind.to_string(),
            callback_url: read.callback_url.clone().unwrap_or_default(),
            sends_by: read.template.as_ref().zip(read.endpoint.as_ref()).map(sends_by).unwrap_or_default(),
            sender: read.sender.clone().unwrap_or_default(),
            inbound_items: inbound.items.unwrap_or_default(),
            inbound_id: inbound.id.unwrap_or_default(),
            inbound_from: inbound.from.unwrap_or_default(),
            inbound_to: inbound.to.unwrap_or_default(),
            inbound_text: inbound.text.unwrap_or_default(),
            allowed_origins: read.allowed_origins.join("\n"),
        }
    }
}
