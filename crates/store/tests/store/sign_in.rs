use crate::support::*;
use futures::future::join_all;
use patchbay_model::access::Role;
use patchbay_model::id::UserId;
use patchbay_model::user::UserDraft;
use patchbay_store::invitations::{self, Purpose};
use patchbay_store::sessions::{self, Session};
use patchbay_store::sign_in_throttles::{self, Scope};
use patchbay_store::{Store, users};
use patchbay_testkit::TestDatabase;

async fn user(store: &Store) -> UserId {
    let mut unit = store.begin().await.unwrap();
    let draft =
        UserDraft { email: "a@b.example".into(), role: Role::PortalViewer, call_center_id: None, disabled: false };
    let user = users::insert(&mut unit, UserId(id()), &valid(draft), at(0)).await.unwrap();
    unit.commit().await.unwrap();
    user.id
}

#[tokio::test]
async fn an_invitation_works_once_and_until_it_expires() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let purpose = Purpose::Password(user(&store).await);
    let mut unit = store.begin().await.unwrap();
    invitations::insert(&mut unit, &[1; 32], purpose, at(0), at(60)).await.unwrap();
    invitations::insert(&mut unit, &[2; 32], Purpose::SetUp, at(0), at(60)).await.unwrap();
    assert_eq!(invitations::find(&mut unit, &[1; 32], at(59)).await.unwrap(), Some(purpose));
    assert_eq!(invitations::find(&mut unit, &[1; 32], at(60)).await.unwrap(), None);
    assert_eq!(invitations::claim(&mut unit, &[1; 32], at(60)).await.unwrap(), None);
    assert_eq!(invitations::claim(&mut unit, &[1; 32], at(59)).await.unwrap(), Some(purpose));
    assert_eq!(invitations::claim(&mut unit, &[1; 32], at(59)).await.unwrap(), None);
    assert_eq!(invitations::claim(&mut unit, &[2; 32], at(59)).await.unwrap(), Some(Purpose::SetUp));
    assert_eq!(invitations::delete_expired(&mut unit, at(60)).await.unwrap(), 2);
}

#[tokio::test]
async fn a_new_invitation_replaces_the_one_before() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let purpose = Purpose::Password(user(&store).await);
    let mut unit = store.begin().await.unwrap();
    for (hash, purpose) in
        [([1; 32], purpose), ([2; 32], Purpose::SetUp), ([3; 32], purpose), ([4; 32], Purpose::SetUp)]
    {
        invitations::insert(&mut unit, &hash, purpose, at(0), at(60)).await.unwrap();
    }
    let mut good = Vec::new();
    for hash in [[1; 32], [2; 32], [3; 32], [4; 32]] {
        good.push(invitations::find(&mut unit, &hash, at(1)).await.unwrap().is_some());
    }
    assert_eq!(good, [false, false, true, true]);
}

#[tokio::test]
async fn sessions_are_found_until_they_expire_and_ended_by_user() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let owner = user(&store).await;
    let session = Session { user_id: None, data: vec![0, 1, 2], created_at: at(0), expires_at: at(60) };
    assert!(sessions::insert(&store, &[1; 32], &session).await.unwrap());
    assert!(!sessions::insert(&store, &[1; 32], &session).await.unwrap());
    let signed_in = Session { user_id: Some(owner), data: vec![3], expires_at: at(120), ..session.clone() };
    assert!(sessions::update(&store, &[1; 32], &signed_in).await.unwrap());
    assert_eq!(sessions::find(&store, &[1; 32], at(119)).await.unwrap(), Some(signed_in.clone()));
    assert_eq!(sessions::find(&store, &[1; 32], at(120)).await.unwrap(), None);
    assert!(sessions::insert(&store, &[2; 32], &signed_in).await.unwrap());
    assert!(sessions::insert(&store, &[3; 32], &session).await.unwrap());
    assert_eq!(sessions::delete_by_user(&store, owner, Some(&[2; 32])).await.unwrap(), 1);
    assert!(sessions::find(&store, &[2; 32], at(1)).await.unwrap().is_some());
    assert_eq!(sessions::delete_by_user(&store, owner, None).await.unwrap(), 1);
    assert_eq!(sessions::delete_expired(&store, at(60)).await.unwrap(), 1);
    assert!(sessions::insert(&store, &[4; 32], &session).await.unwrap());
    sessions::delete(&store, &[4; 32]).await.unwrap();
    assert_eq!(sessions::find(&store, &[4; 32], at(1)).await.unwrap(), None);
}

#[tokio::test]
async fn parallel_guesses_are_all_counted() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let guess = |_| sign_in_throttles::count(&store, Scope::Account, "ann@example.com", at(-900), at(0));
    join_all((0..8).map(guess)).await;
    let counted = sign_in_throttles::find(&store, Scope::Account, "ann@example.com", at(-900)).await.unwrap().unwrap();
    assert_eq!((counted.failures, counted.last_failed_at), (8, at(0)));
    assert_eq!(sign_in_throttles::find(&store, Scope::Address, "ann@example.com", at(-900)).await.unwrap(), None);
}

#[tokio::test]
async fn a_window_begins_anew_when_the_old_one_is_over() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for second in [0, 1] {
        sign_in_throttles::count(&store, Scope::Address, "192.0.2.1", at(second - 900), at(second)).await.unwrap();
    }
    let later = sign_in_throttles::count(&store, Scope::Address, "192.0.2.1", at(0), at(900)).await.unwrap();
    assert_eq!(later.failures, 1);
    assert_eq!(sign_in_throttles::find(&store, Scope::Address, "192.0.2.1", at(900)).await.unwrap(), None);
    assert_eq!(sign_in_throttles::delete_expired(&store, at(900)).await.unwrap(), 0);
    assert_eq!(sign_in_throttles::delete_expired(&store, at(901)).await.unwrap(), 1);
    sign_in_throttles::count(&store, Scope::Account, "ann", at(-900), at(0)).await.unwrap();
    sign_in_throttles::delete(&store, Scope::Account, "ann").await.unwrap();
    assert_eq!(sign_in_throttles::find(&store, Scope::Account, "ann", at(-900)).await.unwrap(), None);
}
