//! Signing in: what a guesser meets, and what the owner does not.

use super::desk::{Desk, operator, person, refused};
use super::users::{PASSWORD, SESSION_FOR_EACH, active};
use patchbay_app::portal::{Actor, PortalError};
use patchbay_model::access::{Identity, Role};
use patchbay_model::audit::AuditAction;
use patchbay_model::time::Timestamp;
use patchbay_model::user::User;
use patchbay_store::invitations::{self, Purpose};
use patchbay_testkit::Client;
use patchbay_vault::{Token, TokenKind};

const HERE: &str = "192.0.2.1";
const THERE: &str = "198.51.100.7";

fn actor(user: &User) -> Actor {
    Actor { identity: Identity::User { id: user.id, role: user.role }, ..person(user.role, None) }
}

#[tokio::test]
async fn a_sign_in_is_noted_and_takes_any_case_of_the_address() {
    let desk = Desk::open().await;
    let ann = active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    let again = desk.portal.sign_in(" Ann@Example.com", PASSWORD, HERE).await.unwrap();
    assert_eq!(again.id, ann.id);
    desk.portal.sign_out(&actor(&ann)).await.unwrap();
    let told: Vec<_> = desk.trail().await.into_iter().take(2).map(|entry| (entry.action, entry.object_name)).collect();
    let name = "ann@example.com".to_owned();
    assert_eq!(told, [(AuditAction::SignedOut, name.clone()), (AuditAction::SignedIn, name)]);
}

#[tokio::test]
async fn guessing_gets_slower_and_does_not_lock_the_owner_out() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    let guess = async |address: &str| desk.portal.sign_in("ann@example.com", "guess", address).await;
    for _ in 0..5 {
        assert!(matches!(guess(HERE).await, Err(PortalError::WrongCredentials)));
    }
    assert!(matches!(guess(HERE).await, Err(PortalError::Throttled { seconds: 1 })));
    // Also with the right password: the answer must not tell a guesser that it was right.
    let owner_here = desk.portal.sign_in("ann@example.com", PASSWORD, HERE).await;
    assert!(matches!(owner_here, Err(PortalError::Throttled { .. })));
    desk.portal.sign_in("ann@example.com", PASSWORD, THERE).await.unwrap();
    // Throttled tries are not counted; time passes.
    desk.meddle("UPDATE sign_in_throttles SET last_failed_at = last_failed_at - interval '1 second'").await;
    assert!(matches!(guess(HERE).await, Err(PortalError::WrongCredentials)));
    assert!(matches!(guess(HERE).await, Err(PortalError::Throttled { seconds: 2 })));
}

#[tokio::test]
async fn parallel_guesses_are_no_way_around_the_throttle() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    let guesses = (0..20).map(|_| desk.portal.sign_in("ann@example.com", "guess", HERE));
    let outcomes = futures::future::join_all(guesses).await;
    let looked_at = outcomes.iter().filter(|outcome| matches!(outcome, Err(PortalError::WrongCredentials))).count();
    assert!((1..=6).contains(&looked_at), "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn one_network_can_not_try_every_account() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    desk.meddle("INSERT INTO sign_in_throttles VALUES ('address', '192.0.2.1', 50, now(), now())").await;
    let nobody = desk.portal.sign_in("nobody@example.com", "guess", HERE).await;
    assert!(matches!(nobody, Err(PortalError::Throttled { .. })));
    let nobody = desk.portal.sign_in("nobody@example.com", "guess", THERE).await;
    assert!(matches!(nobody, Err(PortalError::WrongCredentials)));
    for odd in ["nobody\0@example.com".to_owned(), "x".repeat(100_000)] {
        let nobody = desk.portal.sign_in(&odd, "guess", THERE).await;
        assert!(matches!(nobody, Err(PortalError::WrongCredentials)));
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let desk = Desk::open().await;
    let ann = active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    desk.meddle(SESSION_FOR_EACH).await;
    let change = async |current: &str, new: &str| desk.portal.change_password(&actor(&ann), current, new).await;
    assert_eq!(refused(change("wrong", "a new long password").await), ["/current"]);
    assert_eq!(refused(change(PASSWORD, "short").await), ["/new"]);
    assert_eq!(refused(change(PASSWORD, PASSWORD).await), ["/new"]);
    change(PASSWORD, "a new long password").await.unwrap();
    assert!(desk.stored("SELECT user_id::text FROM sessions").await.is_empty());
    desk.portal.sign_in("ann@example.com", "a new long password", HERE).await.unwrap();
    assert!(matches!(desk.portal.sign_in("ann@example.com", PASSWORD, HERE).await, Err(PortalError::WrongCredentials)));
    assert!(matches!(desk.portal.change_password(&operator(), PASSWORD, "x").await, Err(PortalError::Forbidden)));
}

#[tokio::test]
async fn whoever_changes_the_password_stays_signed_in() {
    let desk = Desk::open().await;
    active(&desk, "ann@example.com", Role::PortalAdministrator).await;
    let base = desk.serve().await;
    let (here, elsewhere) = (Client::stranger(&base), Client::stranger(&base));
    for client in [&here, &elsewhere] {
        let form = [("email", "ann@example.com"), ("password", PASSWORD)];
        assert_eq!(client.post_form("/api/ui/account/sign-in", &form).await.status, 200);
        assert_eq!(client.get("/api/v1/users").await.status, 200);
    }
    let form = [("current", PASSWORD), ("new", "a new long password")];
    assert_eq!(here.post_form("/api/ui/account/change-password", &form).await.status, 200);
    assert_eq!(here.get("/api/v1/users").await.status, 200);
    assert_eq!(elsewhere.get("/api/v1/users").await.status, 401);
}

#[tokio::test]
async fn the_set_up_link_makes_the_first_administrator_and_nobody_after() {
    let desk = Desk::open().await;
    let link = async || {
        let (token, now) = (Token::generate(TokenKind::Link).unwrap(), patchbay_server::clock::now());
        let mut unit = desk.store.begin().await.unwrap();
        let until = Timestamp(now.0 + chrono::TimeDelta::days(1));
        invitations::insert(&mut unit, token.hash().as_bytes(), Purpose::SetUp, now, until).await.unwrap();
        unit.commit().await.unwrap();
        token.expose().to_owned()
    };
    let token = link().await;
    assert_eq!(desk.portal.invitation(&token).await.unwrap(), None);
    assert_eq!(refused(desk.portal.accept_invitation(&token, "nobody", "short").await), ["/password", "/email"]);
    let ann = desk.portal.accept_invitation(&token, "ann@example.com", PASSWORD).await.unwrap();
    assert_eq!(ann.role, Role::PortalAdministrator);
    assert!(matches!(desk.portal.invitation(&token).await, Err(PortalError::NotFound(_))));
    let late = link().await;
    assert!(matches!(
        desk.portal.accept_invitation(&late, "eve@example.com", PASSWORD).await,
        Err(PortalError::NotFound(_))
    ));
}
