//! API keys. The key itself is in the answer of creating it, and nowhere else.

use super::trail::{self, Deed};
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Change, Keys, PortalError, PortalResult};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_model::key::{CreatedKey, Key, KeyDraft};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_store::{Db, Reach, keys};
use patchbay_vault::{Token, TokenKind};
use serde_json::Value;

const NOUN: Sentence = sentence!("key");

#[async_trait]
impl Keys for ServerPortal {
    async fn list_keys(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<Key>> {
        let reach = rights::reach(actor, Permission::ReadKeys, call_center.as_ref())?;
        let search = search.as_deref().filter(|search| !search.is_empty());
        keys::list(&self.store, &reach, search, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn key(&self, actor: &Actor, id: KeyId) -> PortalResult<Key> {
        permitted(&self.store, actor, Permission::ReadKeys, id).await
    }

    async fn create_key(&self, actor: &Actor, draft: KeyDraft) -> PortalResult<CreatedKey> {
        let owner = draft.call_center_id.as_ref().map_or(Owner::Portal, Owner::CallCenter);
        rights::require(actor, Permission::WriteKeys, owner, sentence!("call center"))?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let token = Token::generate(TokenKind::Key).map_err(refusal::of_vault)?;
        let mut unit = self.begin().await?;
        let id = KeyId(clock::new_id());
        let created = keys::insert(&mut unit, id, &draft, token.hash().as_bytes(), &token.shown_prefix(), at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Created, &created, Value::Null, trail::document(&created)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(CreatedKey { record: created, key: token.expose().to_owned() })
    }

    async fn update_key(&self, actor: &Actor, change: Change<KeyId>, draft: KeyDraft) -> PortalResult<Key> {
        let mut unit = self.begin().await?;
        let before = permitted(&mut unit, actor, Permission::WriteKeys, change.id).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if draft.call_center_id != before.call_center_id {
            let message = sentence!("a key stays with its call center: create another key instead");
            return Err(PortalError::invalid("/callCenterId", message));
        }
        if before.revoked_at.is_some() {
            return Err(refusal::conflict("", sentence!("this key was revoked and stays so: create another one")));
        }
        let after = keys::update(&mut unit, &Reach::from(actor), change.id, &draft, change.version, at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(after)
    }

    async fn revoke_key(&self, actor: &Actor, change: Change<KeyId>) -> PortalResult<()> {
        let mut unit = self.begin().await?;
        let before = permitted(&mut unit, actor, Permission::WriteKeys, change.id).await?;
        let at = clock::now();
        let after = keys::revoke(&mut unit, &Reach::from(actor), change.id, change.version, at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Revoked, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await
    }
}

/// The key, if the actor may do this to it.
async fn permitted<'c>(db: impl Db<'c>, actor: &Actor, permission: Permission, id: KeyId) -> PortalResult<Key> {
    let key = keys::get(db, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))?;
    let owner = key.call_center_id.as_ref().map_or(Owner::Portal, Owner::CallCenter);
    rights::require(actor, permission, owner, NOUN)?;
    Ok(key)
}

fn deed(action: AuditAction, key: &Key, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Key,
        id: key.id.to_string(),
        name: &key.name,
        call_center: key.call_center_id.as_ref(),
        before,
        after,
    }
}
