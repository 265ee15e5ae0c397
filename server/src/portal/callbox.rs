//! What an agent's front end needs beside executing.

use super::executions::exists;
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use chrono::TimeDelta;
use patchbay_app::portal::{Actor, Callbox, PortalResult};
use patchbay_model::access::{Identity, Permission};
use patchbay_model::callbox::{CallboxIntegration, CallboxTokenDraft, CreatedCallboxToken};
use patchbay_model::id::CallCenterId;
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Valid;
use patchbay_store::callbox_integrations;
use patchbay_store::callbox_tokens::{self, CallboxToken};
use patchbay_vault::{Token, TokenKind};

#[async_trait]
impl Callbox for ServerPortal {
    async fn callbox_integrations(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
    ) -> PortalResult<Vec<CallboxIntegration>> {
        rights::require_in(actor, Permission::ExecuteEndpoints, call_center, sentence!("call center"))?;
        exists(self, actor, call_center).await?;
        callbox_integrations::list(&self.store, call_center).await.map_err(refusal::of_store(sentence!("call center")))
    }

    async fn create_callbox_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: CallboxTokenDraft,
    ) -> PortalResult<CreatedCallboxToken> {
        rights::require_in(actor, Permission::IssueCallboxTokens, call_center, sentence!("call center"))?;
        let key_id = match &actor.identity {
            Identity::Key { id, .. } => Some(*id),
            Identity::User { .. }
            | Identity::Callbox { .. }
            | Identity::Adapter { .. }
            | Identity::Channel { .. }
            | Identity::Operator => None,
        };
        let (draft, at) = (Valid::check(draft)?.into_inner(), clock::now());
        exists(self, actor, call_center).await?;
        let secret = Token::generate(TokenKind::Callbox).map_err(refusal::of_vault)?;
        let token = CallboxToken {
            call_center_id: call_center.clone(),
            key_id,
            issued_by: actor.name.clone(),
            allowed_origins: draft.allowed_origins,
            expires_at: Timestamp(at.0 + TimeDelta::seconds(i64::from(draft.expires_in_seconds))),
        };
        callbox_tokens::insert(&self.store, secret.hash().as_bytes(), &token, at)
            .await
            .map_err(refusal::of_store(sentence!("call center")))?;
        let CallboxToken { allowed_origins, expires_at, .. } = token;
        Ok(CreatedCallboxToken { token: secret.expose().to_owned(), expires_at, allowed_origins })
    }
}
