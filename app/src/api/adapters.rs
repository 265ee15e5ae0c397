//! The adapters' pages.

use super::PageError;
use super::adapter_form::AdapterForm;
#[cfg(feature = "ssr")]
use crate::paths;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::execution::TestRun;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::messaging::adapter::{
    Adapter, AdapterKind, AdapterQuery, AdapterToken, CreatedAdapterToken, TokenRight,
};
use patchbay_model::messaging::{AdapterId, AdapterTokenId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::webhook::WebhookRole;
use serde::{Deserialize, Serialize};

/// A call center's, by name.
#[server(prefix = "/api/ui", endpoint = "adapters/list", protocol = Ask)]
pub async fn list_adapters(
    call_center: CallCenterId,
    query: AdapterQuery,
    page: PageRequest,
) -> Result<Page<Adapter>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_adapters(&actor, &call_center, query, page).await?)
}

/// One. Its secrets are told as set or not set.
#[server(prefix = "/api/ui", endpoint = "adapters/get", protocol = Ask)]
pub async fn get_adapter(call_center: CallCenterId, id: AdapterId) -> Result<Adapter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.adapter(&actor, &call_center, id).await?)
}

/// Creates one and leads to its page, which shows its signing secret, once.
#[server(prefix = "/api/ui", endpoint = "adapters/create")]
pub async fn create_adapter(
    call_center: CallCenterId,
    kind: AdapterKind,
    form: AdapterForm,
) -> Result<Adapter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async { Ok(portal.create_adapter(&actor, &call_center, form.draft(kind)?).await?) };
    let outcome = outcome.await.map_err(|error| typed.place(error));
    let patchbay_model::messaging::adapter::CreatedAdapter { adapter, signing_secret } =
        super::forms::keep_if_refused(&typed.without_secrets(), outcome).await?;
    let created = patchbay_model::messaging::signing::CreatedSigningSecret {
        secret: signing_secret,
        secrets: adapter.signing_secrets.clone(),
    };
    let page = paths::adapter(&call_center, adapter.id);
    super::show_made_once(&created, &format!("{page}&dialog={}", paths::CREATED_SECRET)).await?;
    Ok(adapter)
}

/// Saves one.
#[server(prefix = "/api/ui", endpoint = "adapters/update")]
pub async fn update_adapter(
    call_center: CallCenterId,
    id: AdapterId,
    version: Version,
    kind: AdapterKind,
    form: AdapterForm,
) -> Result<Adapter, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let outcome = async {
        let change = crate::portal::Change { id, version: Some(version) };
        Ok(portal.update_adapter(&actor, &call_center, change, form.draft(kind)?).await?)
    };
    let outcome = outcome.await.map_err(|error| typed.place(error));
    let saved = super::forms::keep_if_refused(&typed.without_secrets(), outcome).await?;
    super::back(crate::components::Done::Saved);
    Ok(saved)
}

/// Deletes one and leads to the list: the page that it was deleted on may be its own.
#[server(prefix = "/api/ui", endpoint = "adapters/delete")]
pub async fn delete_adapter(call_center: CallCenterId, id: AdapterId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let change = crate::portal::Change { id, version: Some(version) };
    portal.delete_adapter(&actor, &call_center, change).await?;
    super::lead_to(&paths::of_call_center(paths::ADAPTERS, &call_center), crate::components::Done::Deleted);
    Ok(())
}

/// How many open chats it hosts.
#[server(prefix = "/api/ui", endpoint = "adapters/chats", protocol = Ask)]
pub async fn adapter_chats(call_center: CallCenterId, id: AdapterId) -> Result<u64, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.adapter_chats(&actor, &call_center, id).await?)
}

/// Makes a new signing secret and leads to the page that shows it, once.
#[server(prefix = "/api/ui", endpoint = "adapters/rotate-secret")]
pub async fn rotate_adapter_secret(call_center: CallCenterId, id: AdapterId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let created = portal.rotate_adapter_secret(&actor, &call_center, id).await?;
    let page = paths::adapter(&call_center, id);
    super::show_once(&created, &format!("{page}&tab=signing&dialog={}", paths::CREATED_SECRET)).await
}

/// A test of a webhook, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookTest {
    /// Which.
    pub role: WebhookRole,
    /// The run.
    pub run: TestRun,
}

/// Sends a sample to one of its webhooks and tells each step. A browser without WASM is led back to the page, which
/// finds the run by [`take_webhook_test`].
#[server(prefix = "/api/ui", endpoint = "adapters/test")]
pub async fn test_adapter(
    call_center: CallCenterId,
    id: AdapterId,
    role: WebhookRole,
) -> Result<WebhookTest, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let tested = WebhookTest { role, run: portal.test_adapter(&actor, &call_center, id, role).await? };
    if crate::response::answers_plain_form() {
        super::keep_for_next_page(&tested).await?;
        super::back_to_result();
    }
    Ok(tested)
}

/// The test that a browser without WASM has just run; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "adapters/tested", protocol = Ask)]
pub async fn take_webhook_test() -> Result<Option<WebhookTest>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}

/// Its tokens, newest first.
#[server(prefix = "/api/ui", endpoint = "adapters/tokens", protocol = Ask)]
pub async fn list_adapter_tokens(call_center: CallCenterId, id: AdapterId) -> Result<Vec<AdapterToken>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_adapter_tokens(&actor, &call_center, id).await?)
}

/// What the form of a new token sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<TokenRight>,
}

/// Creates a token and leads to the page that shows it, once.
#[server(prefix = "/api/ui", endpoint = "adapters/create-token")]
pub async fn create_adapter_token(call_center: CallCenterId, id: AdapterId, form: TokenForm) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let created = portal.create_adapter_token(&actor, &call_center, id, form.draft()).await?;
    super::show_once(&created, &format!("{}&tab=tokens&dialog=created", paths::adapter(&call_center, id))).await
}

/// The token just created; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "adapters/created-token", protocol = Ask)]
pub async fn take_created_token() -> Result<Option<CreatedAdapterToken>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}

/// Ends a token, at once.
#[server(prefix = "/api/ui", endpoint = "adapters/revoke-token")]
pub async fn revoke_adapter_token(
    call_center: CallCenterId,
    id: AdapterId,
    token: AdapterTokenId,
) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.revoke_adapter_token(&actor, &call_center, id, token).await?;
    super::back(crate::components::Done::Revoked);
    Ok(())
}

#[cfg(feature = "ssr")]
impl TokenForm {
    fn draft(self) -> patchbay_model::messaging::adapter::AdapterTokenDraft {
        patchbay_model::messaging::adapter::AdapterTokenDraft { name: self.name.trim().to_owned(), rights: self.rights }
    }
}
