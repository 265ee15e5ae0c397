//! The users' page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::access::Role;
use patchbay_model::id::{UserId, Version};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::user::{Invitation, User};
use serde::{Deserialize, Serialize};

/// What the form of a user sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserForm {
    /// What the user signs in with.
    #[serde(default)]
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// The call center of a tenant's role; empty otherwise.
    #[serde(default)]
    pub call_center_id: String,
    /// Checked: can't sign in.
    #[serde(default)]
    pub disabled: bool,
}

/// All, by e-mail address.
#[server(prefix = "/api/ui", endpoint = "users/list", protocol = Ask)]
pub async fn list_users(search: Option<String>, page: PageRequest) -> Result<Page<User>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.list_users(&actor, search, page).await?)
}

/// One.
#[server(prefix = "/api/ui", endpoint = "users/get", protocol = Ask)]
pub async fn get_user(id: UserId) -> Result<User, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.user(&actor, id).await?)
}

/// Creates one with a one-time link.
#[server(prefix = "/api/ui", endpoint = "users/invite")]
pub async fn invite_user(form: UserForm) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let invitation = portal.invite_user(&actor, form.draft()?).await?;
    super::show_once(&invitation, "/users?dialog=invited").await
}

/// The invitation just made; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "users/invited", protocol = Ask)]
pub async fn take_invitation() -> Result<Option<Invitation>, PageError> {
    super::shown_once().await
}

/// A new one-time link.
#[server(prefix = "/api/ui", endpoint = "users/renew-invitation")]
pub async fn renew_invitation(id: UserId) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let invitation = portal.renew_invitation(&actor, id).await?;
    super::show_once(&invitation, "/users?dialog=invited").await
}

/// Changes role, call center or state.
#[server(prefix = "/api/ui", endpoint = "users/update")]
pub async fn update_user(id: UserId, version: Version, form: UserForm) -> Result<User, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let typed = form.clone();
    let change = crate::portal::Change { id, version: Some(version) };
    let outcome = async { Ok(portal.update_user(&actor, change, form.draft()?).await?) };
    let saved = super::forms::keep_if_refused(&typed, outcome.await).await?;
    super::back(crate::components::Done::AccessChanged);
    Ok(saved)
}

/// Deletes one.
#[server(prefix = "/api/ui", endpoint = "users/delete")]
pub async fn delete_user(id: UserId, version: Version) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.delete_user(&actor, crate::portal::Change { id, version: Some(version) }).await?;
    super::back(crate::components::Done::Deleted);
    Ok(())
}

#[cfg(feature = "ssr")]
impl UserForm {
    fn draft(self) -> Result<patchbay_model::user::UserDraft, PageError> {
        Ok(patchbay_model::user::UserDraft {
            email: self.email.trim().to_owned(),
            role: self.role,
            call_center_id: super::optional(&self.call_center_id, "/callCenterId")?,
            disabled: self.disabled,
        })
    }
}
