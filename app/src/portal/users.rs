use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::UserId;
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::user::{Invitation, User, UserDraft};

/// People who sign in.
#[async_trait]
pub trait Users {
    /// All, by e-mail address unless the page says otherwise.
    async fn list_users(&self, actor: &Actor, search: Option<String>, page: PageRequest) -> PortalResult<Page<User>>;

    /// One.
    async fn user(&self, actor: &Actor, id: UserId) -> PortalResult<User>;

    /// Creates one with a one-time link, good for seven days.
    async fn invite_user(&self, actor: &Actor, draft: UserDraft) -> PortalResult<Invitation>;

    /// A new one-time link for a user; the one before stops working.
    async fn renew_invitation(&self, actor: &Actor, id: UserId) -> PortalResult<Invitation>;

    /// Changes role, call center or state; disabling ends the sessions. The last administrator can't lose the role.
    async fn update_user(&self, actor: &Actor, change: Change<UserId>, draft: UserDraft) -> PortalResult<User>;

    /// Deletes one; its audit entries stay.
    async fn delete_user(&self, actor: &Actor, change: Change<UserId>) -> PortalResult<()>;
}
