//! Private code: whose it is, how it is rolled back, what the trail says, and what a copy takes along.

use super::desk::{Desk, conflict, operator, person};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::Role;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::page::PageRequest;
use patchbay_model::private_code::{MAXIMUM_MODULE_BYTES, PrivateCodeDraft};
use serde_json::json;

fn draft(function: &str) -> PrivateCodeDraft {
    PrivateCodeDraft { function: function.to_owned(), show_info: "export function showInfo() {}".to_owned() }
}

const fn change(id: TemplateId, version: i64) -> Change<TemplateId> {
    Change { id, version: Some(Version(version)) }
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_a_new_one_and_the_trail_tells_sizes() {
    let desk = Desk::open().await;
    let center = desk.call_center("cc-1").await;
    let own = desk.template(json!({"name": "own", "visibility": "private", "callCenterId": center})).await.id;
    let tenant = person(Role::TenantAdministrator, Some(&center));
    let portal = &desk.portal;
    assert_eq!(portal.private_code(&tenant, own).await.unwrap().version, Version(0));
    portal.update_private_code(&tenant, change(own, 0), draft("let first;")).await.unwrap();
    let second = portal.update_private_code(&tenant, change(own, 1), draft("let second;\n")).await.unwrap();

    let id = second.id.unwrap();
    let kept = portal.versions(&tenant, own, id.0, PageRequest::default()).await.unwrap().items;
    let numbers: Vec<_> = kept.iter().map(|kept| kept.version.0).collect();
    assert_eq!(numbers, [2, 1]);
    portal.restore(&tenant, own, kept[1].id).await.unwrap();
    let restored = portal.private_code(&tenant, own).await.unwrap();
    assert_eq!((restored.version, restored.function.as_str(), restored.id), (Version(3), "let first;", Some(id)));

    let newest = &desk.trail().await[0];
    assert_eq!(
        (newest.action, newest.object, newest.object_id.clone()),
        (AuditAction::Restored, AuditObject::Template, own.to_string())
    );
    let told = serde_json::to_string(&newest.changes).unwrap();
    assert!(told.contains("/privateCode/function/bytes") && told.contains("configurationVersionId"), "{told}");
    assert!(!told.contains("let first"), "the text stands with the version, and there only");
}

#[tokio::test]
async fn code_is_the_tenants_own_and_at_most_64_kib() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let own = desk.template(json!({"name": "own", "visibility": "private", "callCenterId": one})).await.id;
    let shared = desk.template(json!({"name": "shared"})).await.id;
    desk.portal.update_private_code(&operator(), change(own, 0), draft("1")).await.unwrap();

    let neighbour = person(Role::TenantAdministrator, Some(&two));
    for refused in [
        desk.portal.private_code(&neighbour, own).await,
        desk.portal.update_private_code(&neighbour, change(own, 1), draft("2")).await,
    ] {
        assert!(matches!(&refused, Err(PortalError::NotFound(what)) if what.to_string() == "template"), "{refused:?}");
    }
    let viewer = person(Role::TenantViewer, Some(&one));
    assert_eq!(desk.portal.private_code(&viewer, own).await.unwrap().function, "1");
    let refused = desk.portal.update_private_code(&viewer, change(own, 1), draft("2")).await;
    assert!(matches!(refused, Err(PortalError::Forbidden)));
    let (pointer, _) = conflict(desk.portal.update_private_code(&operator(), change(shared, 0), draft("1")).await);
    assert_eq!(pointer, "/visibility");
    let long = draft(&"x".repeat(MAXIMUM_MODULE_BYTES + 1));
    let refused = desk.portal.update_private_code(&operator(), change(own, 1), long).await;
    let Err(PortalError::Invalid(found)) = refused else { panic!("{refused:?}") };
    assert_eq!(found[0].pointer, "/function");
}

#[tokio::test]
async fn a_private_copy_takes_the_code_along_and_a_published_one_does_not() {
    let desk = Desk::open().await;
    let center = desk.call_center("cc-1").await;
    let own = desk.template(json!({"name": "own", "visibility": "private", "callCenterId": center})).await.id;
    desk.portal.update_private_code(&operator(), change(own, 0), draft("mine")).await.unwrap();
    let copied = async |name: &str, of: Option<_>| {
        let copy = desk.portal.copy_template(&operator(), own, name.to_owned(), of).await.unwrap();
        desk.portal.private_code(&operator(), copy.id).await.unwrap().function
    };
    assert_eq!(copied("another", Some(center.clone())).await, "mine");
    assert_eq!(copied("for all", None).await, "");
}
