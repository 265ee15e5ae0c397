//! Keys: shown once, never more than their owner may have.

use super::desk::{Desk, conflict, operator, person, refused};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::{Role, Scope};
use patchbay_model::audit::AuditAction;
use patchbay_model::id::CallCenterId;
use patchbay_model::key::KeyDraft;
use patchbay_model::page::PageRequest;

fn draft(call_center: Option<&CallCenterId>, scopes: &[Scope]) -> KeyDraft {
    KeyDraft { name: "crm".into(), call_center_id: call_center.cloned(), scopes: scopes.to_vec() }
}

#[tokio::test]
async fn a_key_is_shown_once_and_stored_as_a_hash() {
    let desk = Desk::open().await;
    let made = desk.portal.create_key(&operator(), draft(None, &[Scope::PortalAdmin])).await.unwrap();
    assert!(made.key.starts_with("pbk_") && made.key.starts_with(&made.record.prefix));
    let stored = desk.stored("SELECT k::text FROM keys k UNION ALL SELECT a::text FROM audit_entries a").await;
    assert!(stored.iter().flatten().all(|row| !row.contains(&made.key)));
    let listed = desk.portal.list_keys(&operator(), None, None, PageRequest::default()).await.unwrap();
    assert_eq!(listed.items, [made.record]);
}

#[tokio::test]
async fn a_tenant_makes_keys_for_itself_only_and_never_portal_keys() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let tenant = person(Role::TenantAdministrator, Some(&one));
    let make = async |draft| desk.portal.create_key(&tenant, draft).await.map(|made| made.record);
    make(draft(Some(&one), &[Scope::EndpointsExecute])).await.unwrap();
    assert_eq!(refused(make(draft(Some(&one), &[Scope::PortalAdmin])).await), ["/scopes/0"]);
    assert!(matches!(make(draft(None, &[Scope::EndpointsExecute])).await, Err(PortalError::Forbidden)));
    assert!(matches!(make(draft(Some(&two), &[Scope::EndpointsExecute])).await, Err(PortalError::NotFound(_))));
    let nowhere = draft(Some(&"cc-9".parse().unwrap()), &[Scope::EventsWrite]);
    assert_eq!(refused(desk.portal.create_key(&operator(), nowhere).await.map(|made| made.record)), ["/callCenterId"]);
}

#[tokio::test]
async fn a_key_changes_until_it_is_revoked() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let made = desk.portal.create_key(&operator(), draft(Some(&one), &[Scope::EndpointsExecute])).await.unwrap().record;
    let change = Change { id: made.id, version: Some(made.version) };
    let more = draft(Some(&one), &[Scope::EndpointsExecute, Scope::ExecutionsRead]);
    let saved = desk.portal.update_key(&operator(), change, more.clone()).await.unwrap();
    assert_eq!(saved.scopes.len(), 2);
    assert!(matches!(desk.portal.update_key(&operator(), change, more.clone()).await, Err(PortalError::Stale)));
    let moved = draft(None, &[Scope::EndpointsExecute]);
    let now = Change { id: made.id, version: None };
    assert_eq!(refused(desk.portal.update_key(&operator(), now, moved).await), ["/callCenterId"]);
    desk.portal.revoke_key(&operator(), now).await.unwrap();
    assert!(desk.portal.key(&operator(), made.id).await.unwrap().revoked_at.is_some());
    assert_eq!(desk.trail().await[0].action, AuditAction::Revoked);
    conflict(desk.portal.update_key(&operator(), now, more).await);
}
