//! Channels: where customers' messages enter and leave.

use super::adapters::secret_hash;
use super::executions::exists;
use super::trail::{self, Deed};
use super::webhooks::check_plain;
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, Channels, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::endpoint::EndpointType;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::integrator::ValueInput;
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{Channel, ChannelDraft, ChannelQuery, Transport};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::valid::Valid;
use patchbay_model::webhook::{Parts, WebhookRole, host_of};
use patchbay_store::changes::Change as Stored;
use patchbay_store::channels::{self as stored, ChannelWrite};
use patchbay_store::{HiddenParts, Unit, recipes};
use serde_json::Value;

const NOUN: &str = "channel";

#[async_trait]
impl Channels for ServerPortal {
    async fn list_channels(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ChannelQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Channel>> {
        rights::require_in(actor, Permission::ReadChannels, call_center, "call center")?;
        exists(self, actor, call_center).await?;
        let query = ChannelQuery { search: query.search.filter(|search| !search.is_empty()), ..query };
        stored::list(&self.store, call_center, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn channel(&self, actor: &Actor, call_center: &CallCenterId, key: &str) -> PortalResult<Channel> {
        rights::require_in(actor, Permission::ReadChannels, call_center, NOUN)?;
        stored::get(&self.store, call_center, key).await.map_err(refusal::of_store(NOUN))
    }

    async fn create_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: ChannelDraft,
    ) -> PortalResult<Channel> {
        rights::require_in(actor, Permission::WriteChannels, call_center, "call center")?;
        exists(self, actor, call_center).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let hidden = HiddenParts { template: TemplateId(clock::new_id()), integrator: IntegratorId(clock::new_id()) };
        let mut unit = self.begin().await?;
        self.check_channel(&mut unit, call_center, &draft).await?;
        let parts = match Parts::of_channel(&draft, call_center) {
            Some(parts) => Some(self.parts_write(&mut unit, call_center, hidden, parts, None, (actor, at)).await?),
            None => None,
        };
        let inbound_secret_hash = new_secret(call_center, &draft);
        let write = ChannelWrite { draft, parts, inbound_secret_hash };
        let id = ChannelId(clock::new_id());
        let made = stored::insert(&mut unit, id, call_center, hidden, &write, at).await;
        let made = made.map_err(refusal::of_store(NOUN))?;
        trail::note(&mut unit, actor, at, deed(AuditAction::Created, &made, Value::Null, trail::document(&made)?))
            .await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await?;
        Ok(made)
    }

    async fn update_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<ChannelId>,
        draft: ChannelDraft,
    ) -> PortalResult<Channel> {
        rights::require_in(actor, Permission::WriteChannels, call_center, NOUN)?;
        let mut unit = self.begin().await?;
        let (before, hidden) = whole(&mut unit, call_center, change.id).await?;
        if change.version.is_some_and(|version| version != before.version) {
            return Err(PortalError::Stale);
        }
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if draft.kind != before.kind {
            return Err(PortalError::invalid("/kind", "a channel keeps its kind: create another one instead"));
        }
        self.check_channel(&mut unit, call_center, &draft).await?;
        let parts = match (Parts::of_channel(&draft, call_center), hidden) {
            (Some(parts), Some(hidden)) => {
                let host = |url: &Option<String>| url.as_deref().map(host_of);
                let has_moved = host(&before.callback_url) != host(&draft.callback_url);
                let moved: &[WebhookRole] = if has_moved { &[WebhookRole::Callback] } else { &[] };
                Some(self.parts_write(&mut unit, call_center, hidden, parts, Some(moved), (actor, at)).await?)
            }
            _ => None,
        };
        let inbound_secret_hash = new_secret(call_center, &draft);
        let write = ChannelWrite { draft, parts, inbound_secret_hash };
        let after = stored::update(&mut unit, call_center, change.id, &write, change.version, at).await;
        let after = after.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_parts(unit, hidden).await?;
        Ok(after)
    }

    async fn delete_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<ChannelId>,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteChannels, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let (before, hidden) = whole(&mut unit, call_center, change.id).await?;
        stored::delete(&mut unit, call_center, change.id, change.version).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_parts(unit, hidden).await
    }

    async fn channel_secrets(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<Vec<SigningSecret>> {
        let channel = self.channel(actor, call_center, key).await?;
        stored::signing_secrets_of(&self.store, call_center, channel.id).await.map_err(refusal::of_store(NOUN))
    }

    async fn rotate_channel_secret(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<CreatedSigningSecret> {
        rights::require_in(actor, Permission::WriteChannels, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let channel = stored::get(&mut unit, call_center, key).await.map_err(refusal::of_store(NOUN))?;
        let (_, hidden) = whole(&mut unit, call_center, channel.id).await?;
        let Some(hidden) = hidden else {
            return Err(refusal::conflict("/kind", "only deliveries of a gateway are signed"));
        };
        let made = self.rotate_signing(&mut unit, call_center, hidden, (actor, at)).await?;
        let secrets = stored::signing_secrets_of(&mut unit, call_center, channel.id).await;
        let secrets = secrets.map_err(refusal::of_store(NOUN))?;
        trail::note(&mut unit, actor, at, deed(AuditAction::Updated, &channel, Value::Null, Value::Null)).await?;
        self.commit_parts(unit, Some(hidden)).await?;
        Ok(CreatedSigningSecret { secrets, ..made })
    }
}

impl ServerPortal {
    async fn commit_parts(&self, unit: Unit, hidden: Option<HiddenParts>) -> PortalResult<()> {
        match hidden {
            Some(hidden) => self.commit_change(unit, &Stored::Template(hidden.template)).await,
            None => self.commit(unit).await,
        }
    }

    /// What only this deployment and this call center know: hosts without TLS, and what sends SMS.
    async fn check_channel(
        &self,
        unit: &mut Unit,
        call_center: &CallCenterId,
        draft: &ChannelDraft,
    ) -> PortalResult<()> {
        match draft.transport() {
            Some(Transport::Gateway { .. }) => {
                check_plain(self.client.allow_list(), draft.plain_host().into_iter().collect())
            }
            Some(Transport::Sms { template, endpoint, .. }) => {
                let found = recipes::find(unit, call_center, template, endpoint).await;
                let found = found.map_err(refusal::of_store(NOUN))?;
                let Some(found) = found.filter(|found| found.integrator.is_some()) else {
                    let message = "this call center has no integrator of such a template: plug it in first";
                    return Err(PortalError::invalid("/template", message));
                };
                let sends = found.endpoint.is_some_and(|one| one.endpoint.draft.endpoint_type == EndpointType::SendSms);
                if sends {
                    return Ok(());
                }
                Err(PortalError::invalid("/endpoint", "the template has no endpoint of type sendSms with this name"))
            }
            _ => Ok(()),
        }
    }
}

fn new_secret(call_center: &CallCenterId, draft: &ChannelDraft) -> Option<[u8; 32]> {
    match &draft.inbound_secret {
        Some(ValueInput::New(secret)) => Some(secret_hash(call_center, secret)),
        _ => None,
    }
}

/// One, with what stands behind it.
async fn whole(
    unit: &mut Unit,
    call_center: &CallCenterId,
    id: ChannelId,
) -> PortalResult<(Channel, Option<HiddenParts>)> {
    let found = stored::get(&mut *unit, call_center, &id.to_string()).await.map_err(refusal::of_store(NOUN))?;
    let hidden = stored::find_parts(unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
    Ok((found, hidden))
}

fn deed(action: AuditAction, channel: &Channel, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Channel,
        id: channel.id.to_string(),
        name: channel.name.as_str(),
        call_center: Some(&channel.call_center_id),
        before,
        after,
    }
}
