//! Signing in and out, one's own password, one-time links. The functions that a stranger may call are here only.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::access::{Permission, Role};
use patchbay_model::id::CallCenterId;
use patchbay_model::user::User;
use serde::{Deserialize, Serialize};

/// Who is signed in, for menus and buttons. The server judges again whatever is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// E-mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// The call center of a tenant's role.
    pub call_center_id: Option<CallCenterId>,
}

impl Me {
    /// Whether the role holds `permission` somewhere: shows or hides a button.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.role.holds(permission)
    }
}

/// Who is signed in; none for a stranger.
#[server(prefix = "/api/ui", endpoint = "account/me", protocol = Ask)]
pub async fn get_me() -> Result<Option<Me>, PageError> {
    let Ok(crate::scope::Scope { actor, .. }) = crate::scope::Scope::current() else {
        return Ok(None);
    };
    let patchbay_model::access::Identity::User { role, .. } = actor.identity else {
        return Ok(None);
    };
    Ok(Some(Me { email: actor.name, role, call_center_id: actor.call_center }))
}

/// Signs in and goes to `next`, a path of this portal.
#[server(prefix = "/api/ui", endpoint = "account/sign-in")]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), PageError> {
    let visitor = crate::scope::Visitor::current()?;
    let user = visitor.portal.sign_in(&email, &password, &visitor.door.address()).await?;
    visitor.door.enter(&user).await?;
    leptos_axum::redirect(own_path(&next));
    Ok(())
}

/// Signs out.
#[server(prefix = "/api/ui", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.sign_out(&actor).await?;
    crate::scope::Visitor::current()?.door.leave().await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Changes the own password; every other session ends.
#[server(prefix = "/api/ui", endpoint = "account/change-password")]
pub async fn change_password(current: String, new: String) -> Result<(), PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    portal.change_password(&actor, &current, &new).await?;
    super::back(crate::components::Done::PasswordChanged);
    Ok(())
}

/// Whom a one-time link is for; none for the set-up link.
#[server(prefix = "/api/ui", endpoint = "account/invitation", protocol = Ask)]
pub async fn get_invitation(token: String) -> Result<Option<User>, PageError> {
    Ok(crate::scope::Visitor::current()?.portal.invitation(&token).await?)
}

/// Sets the first password by a one-time link and signs in.
#[server(prefix = "/api/ui", endpoint = "account/accept-invitation")]
pub async fn accept_invitation(
    token: String,
    #[server(default)] email: String,
    password: String,
) -> Result<(), PageError> {
    let visitor = crate::scope::Visitor::current()?;
    let user = visitor.portal.accept_invitation(&token, &email, &password).await?;
    visitor.door.enter(&user).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// A path of this portal: a `next` that leads elsewhere is dropped (open redirect).
#[cfg(feature = "ssr")]
fn own_path(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if own { next } else { "/" }
}
