//! Messaging adapters, their tokens and signing secrets.

use super::executions::exists;
use super::trail::{self, Deed};
use super::webhooks::{MadeParts, check_plain};
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use patchbay_app::portal::{Actor, Adapters, Change, PortalError, PortalResult};
use patchbay_model::access::Permission;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::execution::TestRun;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::integrator::ValueInput;
use patchbay_model::messaging::adapter::{
    Adapter, AdapterDraft, AdapterKind, AdapterQuery, AdapterToken, AdapterTokenDraft, CreatedAdapter,
    CreatedAdapterToken,
};
use patchbay_model::messaging::signing::CreatedSigningSecret;
use patchbay_model::messaging::{AdapterId, AdapterTokenId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::valid::Valid;
use patchbay_model::view::MOST_COUNTED;
use patchbay_model::webhook::{Parts, StoredAdapter, WebhookRole, host_of};
use patchbay_store::adapters::{self as stored, AdapterWrite};
use patchbay_store::changes::Change as Stored;
use patchbay_store::{HiddenParts, Unit, adapter_tokens, chats, constraint};
use patchbay_vault::{Token, TokenHash, TokenKind};
use serde_json::{Value, json};

const NOUN: Sentence = sentence!("adapter");

/// The hash of what the third party of an omnichannel adapter shows. With the call center in it, so that two call centers
/// may have the same secret and one look at the table tells nothing about the other.
pub fn secret_hash(call_center: &CallCenterId, secret: &str) -> [u8; 32] {
    *TokenHash::of(&format!("{call_center}\0{secret}")).as_bytes()
}

#[async_trait]
impl Adapters for ServerPortal {
    async fn list_adapters(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: AdapterQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Adapter>> {
        rights::require_in(actor, Permission::ReadAdapters, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let query = AdapterQuery { search: query.search.filter(|search| !search.is_empty()), ..query };
        stored::list(&self.store, call_center, &query, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn adapter(&self, actor: &Actor, call_center: &CallCenterId, id: AdapterId) -> PortalResult<Adapter> {
        rights::require_in(actor, Permission::ReadAdapters, call_center, NOUN)?;
        stored::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))
    }

    async fn create_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: AdapterDraft,
    ) -> PortalResult<CreatedAdapter> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        check_plain(self.client.allow_list(), draft.plain_hosts())?;
        let hidden = HiddenParts { template: TemplateId(clock::new_id()), integrator: IntegratorId(clock::new_id()) };
        let parts = Parts::of_adapter(&draft, call_center);
        let mut unit = self.begin().await?;
        let MadeParts { write: parts, signing_secret } =
            self.parts_write(&mut unit, call_center, hidden, parts, None, (actor, at)).await?;
        let secret_hash = new_secret(call_center, &draft);
        if draft.kind == AdapterKind::Omnichannel && secret_hash.is_none() {
            return Err(PortalError::invalid("/secret", sentence!("no secret is stored here: enter it")));
        }
        let write = AdapterWrite { draft, parts, secret_hash };
        let id = AdapterId(clock::new_id());
        let made = stored::insert(&mut unit, id, call_center, hidden, &write, at).await;
        let made = made.map_err(refusal::of_store(NOUN))?;
        trail::note(&mut unit, actor, at, deed(AuditAction::Created, &made, Value::Null, trail::document(&made)?))
            .await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await?;
        Ok(CreatedAdapter { adapter: made, signing_secret: signing_secret.unwrap_or_default() })
    }

    async fn adapter_chats(&self, actor: &Actor, call_center: &CallCenterId, id: AdapterId) -> PortalResult<u64> {
        self.adapter(actor, call_center, id).await?;
        chats::count_live_of_host(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))
    }

    async fn update_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<AdapterId>,
        draft: AdapterDraft,
    ) -> PortalResult<Adapter> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, NOUN)?;
        let mut unit = self.begin().await?;
        let (before, hidden) = whole(&mut unit, call_center, change.id).await?;
        if change.version.is_some_and(|version| version != before.version) {
            return Err(PortalError::Stale);
        }
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if draft.kind != before.kind {
            return Err(PortalError::invalid(
                "/kind",
                sentence!("an adapter keeps its kind: create another one instead"),
            ));
        }
        check_plain(self.client.allow_list(), draft.plain_hosts())?;
        let kept = draft.secret.as_ref().is_some_and(|secret| matches!(secret, ValueInput::Keep(_)));
        if kept && before.delivery_secret.is_some() && draft.delivery_secret.is_none() {
            let message = sentence!("enter this secret again: it is to be shown to the third party from now on");
            return Err(PortalError::invalid("/secret", message));
        }
        let (old, new) = (StoredAdapter::of(&AdapterDraft::from(&before)), StoredAdapter::of(&draft));
        let host = |stored: &StoredAdapter, role| stored.url(role).map(|url| host_of(&url));
        let moved: Vec<WebhookRole> =
            WebhookRole::ALL.iter().copied().filter(|role| host(&old, *role) != host(&new, *role)).collect();
        let parts = Parts::of_adapter(&draft, call_center);
        let made = self.parts_write(&mut unit, call_center, hidden, parts, Some(&moved), (actor, at)).await?;
        let secret_hash = new_secret(call_center, &draft);
        let write = AdapterWrite { draft, parts: made.write, secret_hash };
        let after = stored::update(&mut unit, call_center, change.id, &write, change.version, at).await;
        let after = after.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await?;
        Ok(after)
    }

    async fn delete_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<AdapterId>,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let (before, hidden) = whole(&mut unit, call_center, change.id).await?;
        let deleted = stored::delete(&mut unit, call_center, change.id, change.version).await;
        if deleted.as_ref().is_err_and(|error| error.is_about(constraint::ADAPTER_IN_USE)) {
            let count = chats::count_live_of_host(&mut unit, call_center, change.id).await;
            return Err(hosts(count.map_err(refusal::of_store(NOUN))?));
        }
        deleted.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await
    }

    async fn rotate_adapter_secret(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
    ) -> PortalResult<CreatedSigningSecret> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let (before, hidden) = whole(&mut unit, call_center, id).await?;
        let made = self.rotate_signing(&mut unit, call_center, hidden, (actor, at)).await?;
        let after = stored::get(&mut unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(hidden.template)).await?;
        Ok(CreatedSigningSecret { secrets: after.signing_secrets, ..made })
    }

    async fn test_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        role: WebhookRole,
    ) -> PortalResult<TestRun> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, NOUN)?;
        self.test_webhook(actor, call_center, id, role).await
    }

    async fn list_adapter_tokens(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
    ) -> PortalResult<Vec<AdapterToken>> {
        rights::require_in(actor, Permission::ReadAdapters, call_center, NOUN)?;
        stored::get(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))?;
        adapter_tokens::all(&self.store, call_center, id).await.map_err(refusal::of_store(NOUN))
    }

    async fn create_adapter_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        draft: AdapterTokenDraft,
    ) -> PortalResult<CreatedAdapterToken> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, NOUN)?;
        let mut unit = self.begin().await?;
        let (adapter, _) = whole(&mut unit, call_center, id).await?;
        if adapter.kind != AdapterKind::Twoway {
            return Err(refusal::conflict(
                "",
                sentence!("an omnichannel adapter has no tokens: its third party shows the secret"),
            ));
        }
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let token = Token::generate(TokenKind::Adapter).map_err(refusal::of_vault)?;
        let (hash, prefix) = (token.hash(), token.shown_prefix());
        let token_id = AdapterTokenId(clock::new_id());
        let shown = (hash.as_bytes(), prefix.as_str());
        let record = adapter_tokens::insert(&mut unit, token_id, call_center, id, &draft, shown, at).await;
        let record = record.map_err(refusal::of_store(NOUN))?;
        trail::note(&mut unit, actor, at, token_deed(AuditAction::Created, &record, Value::Null)).await?;
        self.commit(unit).await?;
        Ok(CreatedAdapterToken { record, token: token.expose().to_owned() })
    }

    async fn revoke_adapter_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        token: AdapterTokenId,
    ) -> PortalResult<()> {
        rights::require_in(actor, Permission::WriteAdapters, call_center, sentence!("token"))?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let record = adapter_tokens::revoke(&mut unit, call_center, id, token, at).await;
        let record = record.map_err(refusal::of_store(sentence!("token")))?;
        trail::note(&mut unit, actor, at, token_deed(AuditAction::Revoked, &record, json!({"revokedAt": null})))
            .await?;
        self.commit(unit).await
    }
}

/// Why it stays.
fn hosts(count: u64) -> PortalError {
    let told = match count {
        1 => sentence!("it hosts a chat: close it, or hand it over"),
        MOST_COUNTED.. if count > MOST_COUNTED => {
            sentence!("it hosts more than %{count} chats: close them, or hand them over", count = MOST_COUNTED)
        }
        _ => sentence!("it hosts %{count} chats: close them, or hand them over", count = count),
    };
    refusal::conflict("", told)
}

fn new_secret(call_center: &CallCenterId, draft: &AdapterDraft) -> Option<[u8; 32]> {
    match &draft.secret {
        Some(ValueInput::New(secret)) => Some(secret_hash(call_center, secret)),
        _ => None,
    }
}

/// One, with what stands behind it.
async fn whole(unit: &mut Unit, call_center: &CallCenterId, id: AdapterId) -> PortalResult<(Adapter, HiddenParts)> {
    let found = stored::get(&mut *unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
    let hidden = stored::find_parts(unit, call_center, id).await.map_err(refusal::of_store(NOUN))?;
    Ok((found, hidden.ok_or(PortalError::NotFound(NOUN))?))
}

fn deed(action: AuditAction, adapter: &Adapter, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Adapter,
        id: adapter.id.to_string(),
        name: &adapter.name,
        call_center: Some(&adapter.call_center_id),
        before,
        after,
    }
}

fn token_deed(action: AuditAction, token: &AdapterToken, before: Value) -> Deed<'_> {
    let after = json!({"rights": token.rights, "revokedAt": token.revoked_at});
    Deed {
        action,
        object: AuditObject::AdapterToken,
        id: token.id.to_string(),
        name: &token.name,
        call_center: Some(&token.call_center_id),
        before,
        after,
    }
}
