//! Signing in, and what a person does about the own account.

use super::throttle::Attempt;
use super::trail::{self, Deed};
use super::{ServerPortal, first_user, refusal, users as user_portal};
use crate::{clock, session};
use async_trait::async_trait;
use patchbay_app::portal::{Account, Actor, PortalError, PortalResult, ReadingToken};
use patchbay_model::access::Identity;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::UserId;
use patchbay_model::secret::Secret;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::user::{User, UserState, check_password};
use patchbay_model::valid::Violations;
use patchbay_store::invitations::{self, Purpose};
use patchbay_store::users::SignIn;
use patchbay_store::{Reach, StoreError, sessions, users};
use patchbay_vault::{PasswordCheck, TokenHash};
use serde_json::Value;

const NOUN: Sentence = sentence!("user");
const LINK: Sentence = sentence!("link: it was used already, has expired, or was replaced by a newer one");

#[async_trait]
impl Account for ServerPortal {
    async fn sign_in(&self, email: &str, password: &str, address: &str) -> PortalResult<User> {
        let now = clock::now();
        let attempt = Attempt::begin(&self.store, email.trim(), Some(address), now).await?;
        let Some(found) = self.recognise(email.trim(), password).await? else {
            attempt.failed().await?;
            return Err(PortalError::WrongCredentials);
        };
        let mut unit = self.begin().await?;
        users::touch(&mut unit, found.user.id, now).await.map_err(refusal::of_store(NOUN))?;
        let actor = actor_of(&found.user);
        trail::note(&mut unit, &actor, now, session_deed(AuditAction::SignedIn, &found.user)).await?;
        self.commit(unit).await?;
        attempt.succeeded().await?;
        Ok(found.user)
    }

    async fn sign_in_third_party(&self, owner: &str, secret: &str, address: &str) -> PortalResult<ReadingToken> {
        self.grant_reading(owner, secret, address).await
    }

    async fn sign_out(&self, actor: &Actor) -> PortalResult<()> {
        let user = self.own_user(actor).await?;
        let mut unit = self.begin().await?;
        trail::note(&mut unit, actor, clock::now(), session_deed(AuditAction::SignedOut, &user.user)).await?;
        self.commit(unit).await
    }

    async fn change_password(&self, actor: &Actor, current: &str, new: &str) -> PortalResult<()> {
        let own = self.own_user(actor).await?;
        let (id, now) = (own.user.id, clock::now());
        let mut found = Violations::none();
        check_password(&mut found, "/new", new);
        found.require(current != new, "/new", sentence!("this is the password that you have: choose another one"));
        if !found.is_empty() {
            return Err(found.into());
        }
        let attempt = Attempt::begin(&self.store, &format!("password of {id}"), None, now).await?;
        let check = self.passwords.verify(Secret::from(current), own.password_hash).await;
        if check.map_err(refusal::of_vault)? == PasswordCheck::Wrong {
            attempt.failed().await?;
            return Err(PortalError::invalid("/current", sentence!("this is not your password")));
        }
        let hash = self.passwords.hash(Secret::from(new)).await.map_err(refusal::of_vault)?;
        let mut unit = self.begin().await?;
        users::set_password(&mut unit, id, &hash, now).await.map_err(refusal::of_store(NOUN))?;
        sessions::delete_by_user(&mut unit, id, session::current().as_ref()).await.map_err(refusal::of_store(NOUN))?;
        let deed = user_portal::deed(AuditAction::PasswordChanged, &own.user, Value::Null, Value::Null);
        trail::note(&mut unit, actor, now, deed).await?;
        self.commit(unit).await?;
        attempt.succeeded().await
    }

    async fn invitation(&self, token: &str) -> PortalResult<Option<User>> {
        let hash = TokenHash::of(token);
        let found = invitations::find(&self.store, hash.as_bytes(), clock::now()).await;
        match found.map_err(refusal::of_store(LINK))?.ok_or(PortalError::NotFound(LINK))? {
            Purpose::Password(id) => self.invited(id).await.map(Some),
            Purpose::SetUp => {
                let done = users::any(&self.store).await.map_err(refusal::of_store(LINK))?;
                if done { Err(PortalError::NotFound(LINK)) } else { Ok(None) }
            }
        }
    }

    async fn accept_invitation(&self, token: &str, email: &str, password: &str) -> PortalResult<User> {
        let invited = self.invitation(token).await?;
        let mut found = Violations::none();
        check_password(&mut found, "/password", password);
        let draft = match &invited {
            Some(_) => None,
            None => first_user::draft(email, &mut found),
        };
        if !found.is_empty() {
            return Err(found.into());
        }
        // Before the unit of work: hashing takes longer than everything in it.
        let password_hash = self.passwords.hash(Secret::from(password)).await.map_err(refusal::of_vault)?;
        let (now, hash) = (clock::now(), TokenHash::of(token));
        let mut unit = self.begin().await?;
        let claimed = invitations::claim(&mut unit, hash.as_bytes(), now).await.map_err(refusal::of_store(LINK))?;
        let id = match (claimed, draft) {
            (Some(Purpose::Password(id)), _) => id,
            (Some(Purpose::SetUp), Some(draft)) => first_user::insert(&mut unit, &draft, now).await?.id,
            _ => return Err(PortalError::NotFound(LINK)),
        };
        users::set_password(&mut unit, id, &password_hash, now).await.map_err(refusal::of_store(NOUN))?;
        // Whoever knew the password before is out: the link may be the way back after it was stolen.
        sessions::delete_by_user(&mut unit, id, None).await.map_err(refusal::of_store(NOUN))?;
        users::touch(&mut unit, id, now).await.map_err(refusal::of_store(NOUN))?;
        let user = users::get(&mut unit, &Reach::All, id).await.map_err(refusal::of_store(NOUN))?;
        let actor = actor_of(&user);
        let deed = user_portal::deed(AuditAction::PasswordChanged, &user, Value::Null, Value::Null);
        trail::note(&mut unit, &actor, now, deed).await?;
        trail::note(&mut unit, &actor, now, session_deed(AuditAction::SignedIn, &user)).await?;
        self.commit(unit).await?;
        Ok(user)
    }
}

impl ServerPortal {
    /// Who has this address and this password. An unknown, invited or disabled user costs the same time.
    async fn recognise(&self, email: &str, password: &str) -> PortalResult<Option<SignIn>> {
        let found = match users::find_by_email(&self.store, email).await {
            // No address holds such a character.
            Err(StoreError::Unstorable) => None,
            other => other.map_err(refusal::of_store(NOUN))?,
        };
        let active = found.filter(|found| found.user.state == UserState::Active);
        let stored = active.as_ref().and_then(|found| found.password_hash.clone());
        let check = self.passwords.verify(Secret::from(password), stored.clone()).await.map_err(refusal::of_vault)?;
        match (check, active, stored) {
            (PasswordCheck::Right, found, _) => Ok(found),
            (PasswordCheck::RightButOutdated, Some(found), Some(old)) => {
                let new = self.passwords.hash(Secret::from(password)).await.map_err(refusal::of_vault)?;
                users::refresh_password_hash(&self.store, found.user.id, &old, &new)
                    .await
                    .map_err(refusal::of_store(NOUN))?;
                Ok(Some(found))
            }
            _ => Ok(None),
        }
    }

    /// The actor's own account. Programs have none.
    async fn own_user(&self, actor: &Actor) -> PortalResult<SignIn> {
        let Identity::User { id, .. } = actor.identity else { return Err(PortalError::Forbidden) };
        let found = users::find_sign_in(&self.store, id).await.map_err(refusal::of_store(NOUN))?;
        found.ok_or(PortalError::NotFound(NOUN))
    }

    async fn invited(&self, id: UserId) -> PortalResult<User> {
        let found = users::find(&self.store, &Reach::All, id).await.map_err(refusal::of_store(LINK))?;
        found.filter(|user| user.state != UserState::Disabled).ok_or(PortalError::NotFound(LINK))
    }
}

/// The user who has just proved to be it.
fn actor_of(user: &User) -> Actor {
    Actor {
        identity: Identity::User { id: user.id, role: user.role },
        call_center: user.call_center_id.clone(),
        name: user.email.clone(),
        request_id: None,
    }
}

fn session_deed(action: AuditAction, user: &User) -> Deed<'_> {
    Deed {
        action,
        object: AuditObject::Session,
        id: user.id.to_string(),
        name: &user.email,
        call_center: user.call_center_id.as_ref(),
        before: Value::Null,
        after: Value::Null,
    }
}
