//! When a session ends by itself: a while after its last request, and at a certain age however busy it is. Time passes in
//! the database.

use super::desk::Desk;
use super::users::{PASSWORD, active};
use patchbay_model::access::Role;
use patchbay_testkit::Client;

async fn signed_in(desk: &Desk) -> Client {
    active(desk, "ann@example.com", Role::PortalAdministrator).await;
    let client = Client::stranger(&desk.serve().await);
    let form = [("email", "ann@example.com"), ("password", PASSWORD)];
    assert_eq!(client.post_form("/api/ui/account/sign-in", &form).await.status, 200);
    assert_eq!(client.get("/api/v1/users").await.status, 200);
    client
}

async fn minutes_left(desk: &Desk) -> i64 {
    let left = desk.stored("SELECT (extract(epoch FROM expires_at - now()) / 60)::bigint::text FROM sessions").await;
    left[0].as_deref().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_session_ends_half_an_hour_after_its_last_request() {
    let desk = Desk::open().await;
    let ann = signed_in(&desk).await;
    // 29 minutes later, as the session's own note of its last request has it too.
    desk.meddle(
        "UPDATE sessions SET expires_at = expires_at - interval '29 minutes',
           data = convert_to((convert_from(data, 'UTF8')::jsonb || '{\"seen\": 0}')::text, 'UTF8')",
    )
    .await;
    assert_eq!(minutes_left(&desk).await, 1);
    assert_eq!(ann.get("/api/v1/users").await.status, 200);
    assert_eq!(minutes_left(&desk).await, 30, "a request begins the half hour anew");
    desk.meddle("UPDATE sessions SET expires_at = expires_at - interval '30 minutes'").await;
    assert_eq!(ann.get("/api/v1/users").await.status, 401);
    let page = ann.get("/users").await;
    assert_eq!((page.status, page.header("location")), (303, "/sign-in?next=/users"));
}

#[tokio::test]
async fn a_session_ends_at_its_age_however_busy_it_is() {
    let desk = Desk::open().await;
    let ann = signed_in(&desk).await;
    desk.meddle("UPDATE sessions SET created_at = created_at - interval '11 hours 58 minutes'").await;
    assert_eq!(ann.get("/api/v1/users").await.status, 200);
    desk.meddle("UPDATE sessions SET created_at = created_at - interval '2 minutes'").await;
    assert!(minutes_left(&desk).await >= 29, "it was used just now");
    assert_eq!(ann.get("/api/v1/users").await.status, 401);
}

#[tokio::test]
async fn what_has_ended_is_deleted() {
    let desk = Desk::open().await;
    signed_in(&desk).await;
    desk.meddle("UPDATE sessions SET expires_at = now()").await;
    let deleted = patchbay_store::sessions::delete_expired(&desk.store, patchbay_server::clock::now()).await.unwrap();
    assert_eq!((deleted, desk.stored("SELECT user_id::text FROM sessions").await.len()), (1, 0));
}
