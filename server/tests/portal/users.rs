//! People: invitations, and the administrator who must not be the last to go.

use super::desk::{Desk, conflict, operator, refused};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::Role;
use patchbay_model::id::UserId;
use patchbay_model::user::{User, UserDraft, UserState};

pub const PASSWORD: &str = "correct horse battery";

/// Gives everybody a session.
pub const SESSION_FOR_EACH: &str = "INSERT INTO sessions (id_hash, user_id, data, created_at, expires_at)
    SELECT sha256(id::text::bytea), id, '', now(), now() + interval '1 day' FROM users";

pub fn draft(email: &str, role: Role) -> UserDraft {
    UserDraft { email: email.into(), role, call_center_id: None, disabled: false }
}

fn change(user: &User) -> Change<UserId> {
    Change { id: user.id, version: None }
}

/// Invites somebody who comes in at once.
pub async fn active(desk: &Desk, email: &str, role: Role) -> User {
    let invitation = desk.portal.invite_user(&operator(), draft(email, role)).await.unwrap();
    let token = invitation.path.strip_prefix("/invitation/").unwrap();
    desk.portal.accept_invitation(token, "", PASSWORD).await.unwrap()
}

#[tokio::test]
async fn an_invitation_works_once_and_the_newest_one_only() {
    let desk = Desk::open().await;
    let first = desk.portal.invite_user(&operator(), draft("ann@example.com", Role::PortalViewer)).await.unwrap();
    assert_eq!(first.user.state, UserState::Invited);
    let second = desk.portal.renew_invitation(&operator(), first.user.id).await.unwrap();
    let token = |path: &str| path.strip_prefix("/invitation/").unwrap().to_owned();
    let (old, new) = (token(&first.path), token(&second.path));
    assert!(matches!(desk.portal.invitation(&old).await, Err(PortalError::NotFound(_))));
    assert_eq!(desk.portal.invitation(&new).await.unwrap().unwrap().email, "ann@example.com");
    assert_eq!(refused(desk.portal.accept_invitation(&new, "", "short").await), ["/password"]);
    let ann = desk.portal.accept_invitation(&new, "", PASSWORD).await.unwrap();
    assert_eq!(ann.state, UserState::Active);
    assert!(matches!(desk.portal.accept_invitation(&new, "", PASSWORD).await, Err(PortalError::NotFound(_))));
    let stored = desk.stored("SELECT i::text FROM invitations i").await;
    assert!(stored.iter().flatten().all(|row| !row.contains(&new)), "the link itself is not stored");
}

#[tokio::test]
async fn an_invitation_expires_after_seven_days() {
    let desk = Desk::open().await;
    let invitation = desk.portal.invite_user(&operator(), draft("ann@example.com", Role::PortalViewer)).await.unwrap();
    let life = invitation.expires_at.0 - invitation.user.created_at.0;
    assert_eq!(life.num_days(), 7);
    desk.meddle("UPDATE invitations SET expires_at = now()").await;
    let token = invitation.path.strip_prefix("/invitation/").unwrap();
    assert!(matches!(desk.portal.invitation(token).await, Err(PortalError::NotFound(_))));
    assert!(matches!(desk.portal.accept_invitation(token, "", PASSWORD).await, Err(PortalError::NotFound(_))));
}

#[tokio::test]
async fn an_address_belongs_to_one_user_in_any_case() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalViewer).await;
    let again = desk.portal.invite_user(&operator(), draft("Ann@Example.com", Role::PortalViewer)).await;
    assert_eq!(conflict(again).0, "/email");
    let tenant =
        UserDraft { call_center_id: Some("cc-9".parse().unwrap()), ..draft("bob@example.com", Role::TenantViewer) };
    assert_eq!(refused(desk.portal.invite_user(&operator(), tenant).await), ["/callCenterId"]);
}

#[tokio::test]
async fn the_last_active_administrator_can_not_be_lost() {
    let desk = Desk::open().await;
    let ann = active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    // Invited is not active: it could not let anybody in.
    desk.portal.invite_user(&operator(), draft("bob@example.com", Role::PortalAdministrator)).await.unwrap();
    let demoted = draft("ann@example.com", Role::PortalViewer);
    let disabled = UserDraft { disabled: true, ..draft("ann@example.com", Role::PortalAdministrator) };
    for losing in [demoted, disabled] {
        let (pointer, detail) = conflict(desk.portal.update_user(&operator(), change(&ann), losing).await);
        assert_eq!(pointer, "/role");
        assert!(detail.contains("last active portal administrator"), "{detail}");
    }
    conflict(desk.portal.delete_user(&operator(), change(&ann)).await);
    let eve = active(&desk, "eve@example.com", Role::PortalAdministrator).await;
    desk.portal.delete_user(&operator(), change(&ann)).await.unwrap();
    conflict(desk.portal.delete_user(&operator(), change(&eve)).await);
}

#[tokio::test]
async fn two_administrators_who_disable_each_other_leave_one() {
    let desk = Desk::open().await;
    for round in 0..5 {
        let (ann, bob) = (format!("ann{round}@example.com"), format!("bob{round}@example.com"));
        let ann = active(&desk, &ann, Role::PortalAdministrator).await;
        let bob = active(&desk, &bob, Role::PortalAdministrator).await;
        let disable = async |user: &User| {
            let draft = UserDraft { disabled: true, ..draft(&user.email, Role::PortalAdministrator) };
            desk.portal.update_user(&operator(), change(user), draft).await
        };
        let (first, second) = tokio::join!(disable(&ann), disable(&bob));
        assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|done| **done).count(), 1, "round {round}");
        let left = if first.is_ok() { bob } else { ann };
        // Makes room for the next round without leaving nobody.
        let keeper = active(&desk, &format!("keeper{round}@example.com"), Role::PortalAdministrator).await;
        desk.portal.delete_user(&operator(), change(&left)).await.unwrap();
        desk.portal
            .update_user(&operator(), change(&keeper), draft(&keeper.email, Role::PortalViewer))
            .await
            .unwrap_err();
        desk.meddle("UPDATE users SET role = 'portalViewer'").await;
    }
}

#[tokio::test]
async fn a_disabled_user_is_out_and_its_links_are_too() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    let bob = active(&desk, "bob@example.com", Role::PortalViewer).await;
    desk.meddle(SESSION_FOR_EACH).await;
    let renewed = desk.portal.renew_invitation(&operator(), bob.id).await.unwrap();
    let off = UserDraft { disabled: true, ..draft("bob@example.com", Role::PortalViewer) };
    let off = desk.portal.update_user(&operator(), change(&bob), off).await.unwrap();
    assert_eq!(off.state, UserState::Disabled);
    assert_eq!(
        desk.stored("SELECT email FROM sessions JOIN users ON users.id = user_id").await,
        [Some("ann@example.com".into())]
    );
    let signed_in = desk.portal.sign_in("bob@example.com", PASSWORD, "192.0.2.1").await;
    assert!(matches!(signed_in, Err(PortalError::WrongCredentials)));
    let token = renewed.path.strip_prefix("/invitation/").unwrap();
    assert!(matches!(desk.portal.accept_invitation(token, "", PASSWORD).await, Err(PortalError::NotFound(_))));
    conflict(desk.portal.renew_invitation(&operator(), bob.id).await);
}
