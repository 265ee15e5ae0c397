//! Channels: where customers' messages enter and leave.

use super::channel_checks::new_token;
use super::executions::exists;
use super::trail::{self, Deed};
use super::webhooks::MadeParts;
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, Channels, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{
    Channel, ChannelDraft, ChannelKind, ChannelQuery, CreatedChannel, CreatedInboundToken,
};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_model::webhook::{Parts, WebhookRole, host_of};
use patchbay_store::changes::Change as Stored;
use patchbay_store::channels::{self as stored, ChannelWrite};
use patchbay_store::{HiddenParts, Unit, chats};
use serde_json::Value;

const NOUN: Sentence = sentence!("channel");

#[async_trait]
impl Channels for ServerPortal {
    async fn list_channels(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ChannelQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Channel>> {
        rights::require_in(actor, Permission::ReadChannels, call_center, sentence!("call center"))?;
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
    ) -> PortalResult<CreatedChannel> {
        rights::require_in(actor, Permission::WriteChannels, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let hidden = HiddenParts { template: TemplateId(clock::new_id()), integrator: IntegratorId(clock::new_id()) };
        let mut unit = self.begin().await?;
        self.check_channel(&mut unit, call_center, &draft).await?;
        let (parts, signing_secret) = match Parts::of_channel(&draft, call_center) {
            Some(parts) => {
                let made = self.parts_write(&mut unit, call_center, hidden, parts, None, (actor, at)).await?;
                let MadeParts { write, signing_secret } = made;
                (Some(write), signing_secret)
            }
            None => (None, None),
        };
        let write = ChannelWrite { draft, parts };
        let id = ChannelId(clock::new_id());
        let made = stored::insert(&mut unit, id, call_center, hidden, &write, at).await;
        let mut made = made.map_err(refusal::of_store(NOUN))?;
        let mut token = None;
        if made.kind == ChannelKind::Sms {
            let (channel, text) = new_token(&mut unit, &made, at).await?;
            (made, token) = (channel, Some(text));
        }
        trail::note(&mut unit, actor, at, deed(AuditAction::Created, &made, Value::Null, trail::document(&made)?))
            .await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await?;
        Ok(CreatedChannel { channel: made, signing_secret, token })
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
            return Err(PortalError::invalid(
                "/kind",
                sentence!("a channel keeps its kind: create another one instead"),
            ));
        }
        self.check_channel(&mut unit, call_center, &draft).await?;
        let parts = match (Parts::of_channel(&draft, call_center), hidden) {
            (Some(parts), Some(hidden)) => {
                let host = |url: &Option<String>| url.as_deref().map(host_of);
                let has_moved = host(&before.callback_url) != host(&draft.callback_url);
                let moved: &[WebhookRole] = if has_moved { &[WebhookRole::Callback] } else { &[] };
                Some(self.parts_write(&mut unit, call_center, hidden, parts, Some(moved), (actor, at)).await?.write)
            }
            _ => None,
        };
        let write = ChannelWrite { draft, parts };
        let after = stored::update(&mut unit, call_center, change.id, &write, change.version, at).await;
        let after = after.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_parts(unit, call_center, hidden).await?;
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
        self.commit_parts(unit, call_center, hidden).await
    }

    async fn channel_chats(&self, actor: &Actor, call_center: &CallCenterId, key: &str) -> PortalResult<u64> {
        let channel = self.channel(actor, call_center, key).await?;
        chats::count_live_over(&self.store, call_center, &channel.name).await.map_err(refusal::of_store(NOUN))
    }

    async fn rotate_inbound_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<CreatedInboundToken> {
        rights::require_in(actor, Permission::WriteChannels, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = stored::get(&mut unit, call_center, key).await.map_err(refusal::of_store(NOUN))?;
        if before.kind != ChannelKind::Sms {
            return Err(refusal::conflict(
                "/kind",
                sentence!("only a channel of kind sms has an inbound webhook with a token"),
            ));
        }
        let (after, token) = new_token(&mut unit, &before, at).await?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        let record = after.inbound_token.ok_or(PortalError::NotFound(sentence!("token")))?;
        Ok(CreatedInboundToken { token, record })
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
            return Err(refusal::conflict("/kind", sentence!("only deliveries of a gateway are signed")));
        };
        let made = self.rotate_signing(&mut unit, call_center, hidden, (actor, at)).await?;
        let secrets = stored::signing_secrets_of(&mut unit, call_center, channel.id).await;
        let secrets = secrets.map_err(refusal::of_store(NOUN))?;
        trail::note(&mut unit, actor, at, deed(AuditAction::Updated, &channel, Value::Null, Value::Null)).await?;
        self.commit_parts(unit, call_center, Some(hidden)).await?;
        Ok(CreatedSigningSecret { secrets, ..made })
    }
}

impl ServerPortal {
    async fn commit_parts(
        &self,
        unit: Unit,
        call_center: &CallCenterId,
        hidden: Option<HiddenParts>,
    ) -> PortalResult<()> {
        let channels = Stored::Channels(call_center.clone());
        let change = hidden.map_or(channels, |hidden| Stored::Template(hidden.template));
        self.commit_change(unit, &change).await
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
