use crate::support::*;
use futures::future::join_all;
use patchbay_model::access::Role;
use patchbay_model::id::{UserId, Version};
use patchbay_model::user::{User, UserDraft, UserState};
use patchbay_model::valid::Valid;
use patchbay_store::sessions::Session;
use patchbay_store::{Reach, Store, StoreError, constraint, sessions, users};
use patchbay_testkit::TestDatabase;

fn draft(email: &str, role: Role, call_center: Option<&str>) -> Valid<UserDraft> {
    valid(UserDraft { email: email.into(), role, call_center_id: call_center.map(cc), disabled: false })
}

fn disabled(email: &str, role: Role) -> Valid<UserDraft> {
    valid(UserDraft { disabled: true, ..draft(email, role, None).into_inner() })
}

async fn insert(store: &Store, draft: &Valid<UserDraft>) -> Result<User, StoreError> {
    let mut unit = store.begin().await?;
    let user = users::insert(&mut unit, UserId(id()), draft, at(0)).await?;
    unit.commit().await?;
    Ok(user)
}

async fn administrator(store: &Store, email: &str) -> User {
    let user = insert(store, &draft(email, Role::PortalAdministrator, None)).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    users::set_password(&mut unit, user.id, "$argon2id$1", at(1)).await.unwrap();
    unit.commit().await.unwrap();
    users::get(store, &Reach::All, user.id).await.unwrap()
}

#[tokio::test]
async fn a_user_is_invited_then_active_then_disabled() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    administrator(&store, "root@example.com").await;
    let user = insert(&store, &draft("Ann@example.com", Role::PortalViewer, None)).await.unwrap();
    assert_eq!((user.state, user.version), (UserState::Invited, Version(1)));
    let mut unit = store.begin().await.unwrap();
    users::set_password(&mut unit, user.id, "$argon2id$1", at(1)).await.unwrap();
    unit.commit().await.unwrap();
    users::touch(&store, user.id, at(2)).await.unwrap();
    users::refresh_password_hash(&store, user.id, "$other", "$never").await.unwrap();
    users::refresh_password_hash(&store, user.id, "$argon2id$1", "$argon2id$2").await.unwrap();
    let sign_in = users::find_by_email(&store, "ann@EXAMPLE.com").await.unwrap().unwrap();
    assert_eq!(sign_in.password_hash.as_deref(), Some("$argon2id$2"));
    assert_eq!((sign_in.user.state, sign_in.user.last_signed_in_at), (UserState::Active, Some(at(2))));
    assert_eq!(users::find_sign_in(&store, user.id).await.unwrap().unwrap().user, sign_in.user);

    let session = Session { user_id: Some(user.id), data: vec![1], created_at: at(2), expires_at: at(99) };
    assert!(sessions::insert(&store, &[1; 32], &session).await.unwrap());
    let mut unit = store.begin().await.unwrap();
    let off = disabled("ann@example.com", Role::PortalViewer);
    let saved = users::update(&mut unit, &Reach::All, user.id, &off, Some(Version(2)), at(3)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!((saved.state, saved.version), (UserState::Disabled, Version(3)));
    assert_eq!(sessions::find(&store, &[1; 32], at(4)).await.unwrap(), None);
    assert!(
        !sessions::update(&store, &[1; 32], &session).await.unwrap(),
        "a save must not bring an ended session back"
    );
}

#[tokio::test]
async fn an_email_address_is_unique_in_any_case() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert(&store, &draft("ann@example.com", Role::PortalViewer, None)).await.unwrap();
    let again = insert(&store, &draft("ANN@example.com", Role::PortalViewer, None)).await;
    assert_eq!(constraint_of(again), constraint::USER_EMAIL);
    let nowhere = insert(&store, &draft("bob@example.com", Role::TenantViewer, Some("cc-9"))).await;
    assert_eq!(constraint_of(nowhere), constraint::USER_CALL_CENTER);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let ann = administrator(&store, "ann@example.com").await;
    // Invited and disabled administrators can't let anybody in.
    insert(&store, &draft("invited@example.com", Role::PortalAdministrator, None)).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    let deleted = users::delete(&mut unit, &Reach::All, ann.id, None).await;
    assert_eq!(constraint_of(deleted), constraint::USER_LAST_ADMINISTRATOR);
    unit.rollback().await.unwrap();
    let demoted = draft("ann@example.com", Role::PortalViewer, None);
    let mut unit = store.begin().await.unwrap();
    let demoted = users::update(&mut unit, &Reach::All, ann.id, &demoted, None, at(2)).await;
    assert_eq!(constraint_of(demoted), constraint::USER_LAST_ADMINISTRATOR);
}

#[tokio::test]
async fn two_administrators_who_disable_each_other_leave_one() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let both = [administrator(&store, "ann@example.com").await, administrator(&store, "bob@example.com").await];
    let disable = async |user: &User| {
        let mut unit = store.begin().await?;
        let off = disabled(&user.email, Role::PortalAdministrator);
        users::update(&mut unit, &Reach::All, user.id, &off, None, at(2)).await?;
        unit.commit().await
    };
    let outcomes = join_all(both.iter().map(disable)).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
}

#[tokio::test]
async fn users_are_listed_by_address_within_reach() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    assert!(!users::any(&store).await.unwrap());
    insert_call_center(&store, "cc-1").await;
    insert(&store, &draft("bob@example.com", Role::TenantViewer, Some("cc-1"))).await.unwrap();
    insert(&store, &draft("Ann@example.com", Role::PortalViewer, None)).await.unwrap();
    insert(&store, &draft("cleo@example.com", Role::TenantAdministrator, Some("cc-1"))).await.unwrap();
    assert!(users::any(&store).await.unwrap());
    let emails = async |reach: Reach, search: Option<&str>, limit| {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = users::list(&store, &reach, search, &page(limit, cursor)).await.unwrap();
            found.extend(page.items.into_iter().map(|user| user.email));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    assert_eq!(emails(Reach::All, None, 1).await, ["Ann@example.com", "bob@example.com", "cleo@example.com"]);
    assert_eq!(emails(one("cc-1"), None, 1).await, ["bob@example.com", "cleo@example.com"]);
    assert_eq!(emails(one("cc-1"), Some("CLEO"), 50).await, ["cleo@example.com"]);
    assert_eq!(emails(Reach::All, Some("ann"), 50).await, ["Ann@example.com"]);
}
