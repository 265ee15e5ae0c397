//! Copies, exports, imports, the gallery, earlier versions.

use super::desk::{Desk, auth, conflict, endpoint, operator, person, refused, signed_in, template};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::Role;
use patchbay_model::audit::AuditAction;
use patchbay_model::page::PageRequest;
use patchbay_model::template::Visibility;
use serde_json::{Value, json};

async fn with_endpoints(desk: &Desk) -> patchbay_model::template::Template {
    let acme = desk.template(json!({"parameters": [{"name": "X-Key", "location": "header", "secret": true}]})).await;
    // Named so that the order of names is not the order in which they can be made.
    desk.endpoint(&acme, auth("zebra")).await;
    desk.endpoint(&acme, signed_in("alpha", json!("zebra"))).await;
    acme
}

async fn endpoint_names(desk: &Desk, template: patchbay_model::id::TemplateId) -> Vec<String> {
    let page = desk.portal.list_endpoints(&operator(), template, None, PageRequest::default()).await.unwrap();
    page.items.into_iter().map(|endpoint| endpoint.draft.name).collect()
}

#[tokio::test]
async fn a_copy_brings_its_endpoints_and_keeps_their_sign_in() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let acme = with_endpoints(&desk).await;
    let tenant = person(Role::TenantAdministrator, Some(&one));
    let copy = desk.portal.copy_template(&tenant, acme.id, "acme-own".into(), Some(one.clone())).await.unwrap();
    assert_eq!((copy.visibility, copy.call_center_id.as_ref()), (Visibility::Private, Some(&one)));
    assert_eq!(endpoint_names(&desk, copy.id).await, ["alpha", "zebra"]);
    let alpha = desk.portal.endpoint(&operator(), copy.id, "alpha").await.unwrap();
    assert_eq!(alpha.draft.auth_endpoint.as_deref(), Some("zebra"));
    let taken = desk.portal.copy_template(&tenant, acme.id, "acme".into(), Some(one)).await;
    assert_eq!(conflict(taken).0, "/name");
    let published = desk.portal.copy_template(&tenant, acme.id, "other".into(), None).await;
    assert!(matches!(published, Err(PortalError::Forbidden)));
}

#[tokio::test]
async fn an_exported_document_imports_as_what_it_was() {
    let desk = Desk::open().await;
    let acme = with_endpoints(&desk).await;
    let mut document = desk.portal.export_template(&operator(), acme.id).await.unwrap();
    assert_eq!(document["$schema"], "/schemas/template.json");
    document["name"] = json!("again");
    let again = desk.portal.import_template(&operator(), document.clone(), None).await.unwrap();
    assert_eq!(desk.trail().await[0].action, AuditAction::Imported);
    let exported = desk.portal.export_template(&operator(), again.id).await.unwrap();
    assert_eq!(exported, document);
}

#[tokio::test]
async fn an_import_with_one_bad_endpoint_leaves_nothing() {
    let desk = Desk::open().await;
    let acme = with_endpoints(&desk).await;
    let document = desk.portal.export_template(&operator(), acme.id).await.unwrap();
    type Spoil = fn(&mut Value);
    let table: [(&str, Spoil); 5] = [
        ("/endpoints/0/url", |d| d["endpoints"][0]["url"] = json!("/x/{nmae.x}")),
        ("/endpoints/0/authEndpoint", |d| d["endpoints"][0]["authEndpoint"] = json!("nobody")),
        ("/endpoints/1/name", |d| d["endpoints"][1]["name"] = json!("alpha")),
        ("/endpoints/0/colour", |d| d["endpoints"][0]["colour"] = json!("red")),
        ("/$schema", |d| d["$schema"] = json!("https://example.com/other.json")),
    ];
    for (pointer, spoil) in table {
        let mut spoilt = document.clone();
        spoilt["name"] = json!("spoilt");
        spoil(&mut spoilt);
        let found = refused(desk.portal.import_template(&operator(), spoilt, None).await);
        assert!(found.iter().any(|found| found == pointer), "{pointer} is not in {found:?}");
        let left = desk.portal.template(&operator(), "spoilt", None).await;
        assert!(matches!(left, Err(PortalError::NotFound(_))), "{pointer}");
    }
}

#[tokio::test]
async fn the_gallery_is_importable_and_knows_what_is_there() {
    let desk = Desk::open().await;
    let entries = desk.portal.gallery(&operator()).await.unwrap();
    assert!(entries.len() >= 2 && entries.iter().all(|entry| !entry.installed && !entry.endpoints.is_empty()));
    for entry in entries {
        let made = desk.portal.import_template(&operator(), entry.document, None).await.unwrap();
        assert_eq!(endpoint_names(&desk, made.id).await.len(), entry.endpoints.len());
    }
    let entries = desk.portal.gallery(&operator()).await.unwrap();
    assert!(entries.iter().all(|entry| entry.installed));
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_a_new_one() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let find = desk.endpoint(&acme, json!({"url": "/first"})).await;
    let change = Change { id: find.id, version: Some(find.version) };
    desk.portal.update_endpoint(&operator(), change, endpoint(json!({"url": "/second"}))).await.unwrap();
    let change = Change { id: acme.id, version: Some(acme.version) };
    desk.portal.update_template(&operator(), change, template(json!({"label": "Second"}))).await.unwrap();

    let versions =
        async |id| desk.portal.versions(&operator(), acme.id, id, PageRequest::default()).await.unwrap().items;
    let kept = versions(find.id.0).await;
    assert_eq!(kept.iter().map(|version| version.version.0).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(kept[1].actor, "test");
    desk.portal.restore(&operator(), acme.id, kept[1].id).await.unwrap();
    let now = desk.portal.endpoint(&operator(), acme.id, "find").await.unwrap();
    assert_eq!((now.draft.url.as_str(), now.version.0), ("/first", 3));

    let kept = versions(acme.id.0).await;
    desk.portal.restore(&operator(), acme.id, kept[1].id).await.unwrap();
    let now = desk.portal.template(&operator(), "acme", None).await.unwrap();
    assert_eq!((now.label.as_str(), now.version.0), ("Acme", 3));
    assert_eq!(desk.trail().await[0].action, AuditAction::Restored);
}

#[tokio::test]
async fn an_integrators_version_is_shown_and_can_not_come_back() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let acme = desk.template(json!({})).await;
    let plugged = desk.integrator(&one, json!({})).await;
    let versions = async |actor: &_| {
        desk.portal.versions(actor, acme.id, plugged.id.0, PageRequest::default()).await.map(|page| page.items)
    };
    let kept = versions(&person(Role::TenantViewer, Some(&one))).await.unwrap();
    let back = desk.portal.restore(&operator(), acme.id, kept[0].id).await;
    assert!(conflict(back).1.contains("secrets"));
    let foreign = versions(&person(Role::TenantViewer, Some(&two))).await;
    assert!(matches!(foreign, Err(PortalError::NotFound(_))));
    let other = desk.template(json!({"name": "other"})).await;
    assert!(matches!(desk.portal.restore(&operator(), other.id, kept[0].id).await, Err(PortalError::NotFound(_))));
}
