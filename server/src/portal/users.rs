//! People who sign in. Only the portal's own roles see them: a user reaches whatever the role reaches.

use super::trail::{self, Deed};
use super::{ServerPortal, refusal, rights};
use crate::clock;
use async_trait::async_trait;
use chrono::TimeDelta;
use patchbay_app::portal::{Actor, Change, PortalResult, Users};
use patchbay_model::access::{Owner, Permission};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::UserId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::time::Timestamp;
use patchbay_model::user::{Invitation, User, UserDraft, UserState};
use patchbay_model::valid::Valid;
use patchbay_store::invitations::{self, Purpose};
use patchbay_store::{Reach, Unit, users};
use patchbay_vault::{Token, TokenKind};
use serde_json::Value;

const NOUN: Sentence = sentence!("user");

/// How long a one-time link is good for.
const LINK_LIFE: TimeDelta = TimeDelta::days(7);

#[async_trait]
impl Users for ServerPortal {
    async fn list_users(&self, actor: &Actor, search: Option<String>, page: PageRequest) -> PortalResult<Page<User>> {
        rights::require(actor, Permission::ReadUsers, Owner::Portal, NOUN)?;
        let search = search.as_deref().filter(|search| !search.is_empty());
        users::list(&self.store, &Reach::from(actor), search, &page).await.map_err(refusal::of_store(NOUN))
    }

    async fn user(&self, actor: &Actor, id: UserId) -> PortalResult<User> {
        rights::require(actor, Permission::ReadUsers, Owner::Portal, NOUN)?;
        users::get(&self.store, &Reach::from(actor), id).await.map_err(refusal::of_store(NOUN))
    }

    async fn invite_user(&self, actor: &Actor, draft: UserDraft) -> PortalResult<Invitation> {
        rights::require(actor, Permission::WriteUsers, Owner::Portal, NOUN)?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let mut unit = self.begin().await?;
        let user =
            users::insert(&mut unit, UserId(clock::new_id()), &draft, at).await.map_err(refusal::of_store(NOUN))?;
        let invitation = make_link(&mut unit, user, at).await?;
        let after = trail::document(&invitation.user)?;
        let deed = deed(AuditAction::Invited, &invitation.user, Value::Null, after);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(invitation)
    }

    async fn renew_invitation(&self, actor: &Actor, id: UserId) -> PortalResult<Invitation> {
        rights::require(actor, Permission::WriteUsers, Owner::Portal, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let user = users::get(&mut unit, &Reach::All, id).await.map_err(refusal::of_store(NOUN))?;
        if user.state == UserState::Disabled {
            return Err(refusal::conflict(
                "",
                sentence!("this user is disabled: enable it first, the link would not let it in"),
            ));
        }
        let invitation = make_link(&mut unit, user, at).await?;
        let deed = deed(AuditAction::Invited, &invitation.user, Value::Null, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(invitation)
    }

    async fn update_user(&self, actor: &Actor, change: Change<UserId>, draft: UserDraft) -> PortalResult<User> {
        rights::require(actor, Permission::WriteUsers, Owner::Portal, NOUN)?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        let mut unit = self.begin().await?;
        let before = users::get(&mut unit, &Reach::All, change.id).await.map_err(refusal::of_store(NOUN))?;
        let after = users::update(&mut unit, &Reach::All, change.id, &draft, change.version, at)
            .await
            .map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Updated, &after, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await?;
        Ok(after)
    }

    async fn delete_user(&self, actor: &Actor, change: Change<UserId>) -> PortalResult<()> {
        rights::require(actor, Permission::WriteUsers, Owner::Portal, NOUN)?;
        let at = clock::now();
        let mut unit = self.begin().await?;
        let before = users::get(&mut unit, &Reach::All, change.id).await.map_err(refusal::of_store(NOUN))?;
        users::delete(&mut unit, &Reach::All, change.id, change.version).await.map_err(refusal::of_store(NOUN))?;
        let deed = deed(AuditAction::Deleted, &before, trail::document(&before)?, Value::Null);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit(unit).await
    }
}

/// Makes the one-time link; links made before for the same user stop working.
async fn make_link(unit: &mut Unit, user: User, at: Timestamp) -> PortalResult<Invitation> {
    let token = Token::generate(TokenKind::Link).map_err(refusal::of_vault)?;
    let expires_at = Timestamp(at.0 + LINK_LIFE);
    invitations::insert(unit, token.hash().as_bytes(), Purpose::Password(user.id), at, expires_at)
        .await
        .map_err(refusal::of_store(NOUN))?;
    Ok(Invitation { user, path: format!("/invitation/{}", token.expose()), expires_at })
}

pub(super) fn deed(action: AuditAction, user: &User, before: Value, after: Value) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::User,
        id: user.id.to_string(),
        name: &user.email,
        call_center: user.call_center_id.as_ref(),
        before,
        after,
    }
}
