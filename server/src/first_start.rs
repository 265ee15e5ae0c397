//! The first administrator: from the settings, or by a one-time link. No default password exists.

use crate::clock;
use crate::deployment::Deployment;
use crate::error::ServerError;
use patchbay_app::portal::PortalError;
use patchbay_model::access::Role;
use patchbay_model::time::Timestamp;
use patchbay_model::user::{UserDraft, check_password};
use patchbay_model::valid::Violations;
use patchbay_store::invitations::{self, Purpose};
use patchbay_store::users;
use patchbay_vault::{Token, TokenKind};

/// A link that nobody opened within a day is printed anew at the next start.
const LINK_LIFE: chrono::TimeDelta = chrono::TimeDelta::days(1);

/// Sees to it that somebody can sign in. Gives the path of a set-up link when a person has to open one.
///
/// # Errors
/// When the administrator of the settings is refused, such as for a short password.
pub async fn prepare(deployment: &Deployment) -> Result<Option<String>, ServerError> {
    if users::any(&deployment.store).await? {
        return Ok(None);
    }
    let settings = &deployment.settings;
    if let (Some(email), Some(password)) = (&settings.admin_email, &settings.admin_password) {
        // Before anything is written: an invited user without a password would lock everybody out at the next start.
        let mut found = Violations::none();
        check_password(&mut found, "/password", password.expose());
        if !found.is_empty() {
            return Err(PortalError::from(found).into());
        }
        let draft =
            UserDraft { email: email.clone(), role: Role::PortalAdministrator, call_center_id: None, disabled: false };
        let invitation = deployment.portal.invite_user(&crate::cli::operator(), draft).await?;
        deployment.accept(&invitation, password.expose()).await?;
        tracing::info!(%email, "made the first administrator");
        return Ok(None);
    }
    set_up_link(deployment).await.map(Some)
}

/// Each start makes a new link, and the one before stops working: whoever reads an old log can't use it.
async fn set_up_link(deployment: &Deployment) -> Result<String, ServerError> {
    let token = Token::generate(TokenKind::Link)?;
    let now = clock::now();
    let mut unit = deployment.store.begin().await?;
    invitations::insert(&mut unit, token.hash().as_bytes(), Purpose::SetUp, now, Timestamp(now.0 + LINK_LIFE)).await?;
    unit.commit().await?;
    Ok(format!("/invitation/{}", token.expose()))
}
