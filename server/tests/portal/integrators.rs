//! Integrators: what they need, and what becomes of their secrets.

use super::desk::{Desk, conflict, integrator, operator, person, refused};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::Role;
use patchbay_model::id::{CallCenterId, IntegratorId};
use patchbay_model::integrator::{FieldValue, Integrator, IntegratorQuery};
use patchbay_model::page::PageRequest;
use patchbay_model::view::Circuit;
use serde_json::{Value, json};

fn change(integrator: &Integrator) -> Change<IntegratorId> {
    Change { id: integrator.id, version: Some(integrator.version) }
}

async fn with_secrets(desk: &Desk) -> (CallCenterId, Integrator) {
    let one = desk.call_center("cc-1").await;
    let parameters = json!([
        {"name": "X-Key", "location": "header", "required": true, "secret": true},
        {"name": "page", "location": "query", "required": true, "default": "10"},
        {"name": "note", "location": "query"}
    ]);
    desk.template(json!({"parameters": parameters, "iframeEnabled": true})).await;
    let credential = json!({"id": "basic:bob", "secret": "swordfish"});
    let members = json!({"fields": {"X-Key": "hunter2", "note": "plain"}, "credentials": [credential]});
    let plugged = desk.integrator(&one, members).await;
    (one, plugged)
}

fn keeping(host: &str) -> Value {
    let kept = json!({"set": true});
    json!({"host": host, "fields": {"X-Key": kept, "note": "plain"}, "credentials": [{"id": "basic:bob", "secret": kept}]})
}

#[tokio::test]
async fn a_secret_goes_in_and_is_told_nowhere() {
    let desk = Desk::open().await;
    let (_, plugged) = with_secrets(&desk).await;
    assert!(matches!(&plugged.fields["X-Key"], FieldValue::Secret(state) if state.set && state.updated_at.is_some()));
    assert_eq!(plugged.fields["page"], FieldValue::Missing(()));
    assert_eq!(plugged.fields["note"], FieldValue::Plain("plain".into()));
    assert!(plugged.credentials[0].secret.set);
    let mut again = keeping("api.acme.test");
    again["fields"]["X-Key"] = json!("hunter3");
    desk.portal.update_integrator(&operator(), change(&plugged), integrator(again)).await.unwrap();
    let told = &desk.trail().await[0];
    assert!(told.changes.iter().all(|change| change.pointer == "/fields/X-Key/updatedAt"), "{told:?}");
    let stored = desk.everything_stored().await;
    for secret in ["hunter2", "hunter3", "swordfish"] {
        assert!(!stored.contains(secret), "{secret} is stored in plain text");
    }
    assert!(stored.contains("plain"));
}

#[tokio::test]
async fn a_kept_secret_stays_while_the_host_does() {
    let desk = Desk::open().await;
    let (_, plugged) = with_secrets(&desk).await;
    let kept = desk.portal.update_integrator(&operator(), change(&plugged), integrator(keeping("api.acme.test"))).await;
    let kept = kept.unwrap();
    assert_eq!((&kept.fields, &kept.credentials), (&plugged.fields, &plugged.credentials));
    let moved = desk.portal.update_integrator(&operator(), change(&kept), integrator(keeping("evil.test"))).await;
    assert_eq!(refused(moved), ["/fields/X-Key", "/credentials/0/secret"]);
    let entered = json!({"host": "new.test", "fields": {"X-Key": "again"}});
    let moved = desk.portal.update_integrator(&operator(), change(&kept), integrator(entered)).await.unwrap();
    assert_eq!((moved.host.as_str(), moved.credentials.len()), ("new.test", 0));
    assert_eq!(moved.fields["note"], FieldValue::Missing(()));
}

#[tokio::test]
async fn a_draft_is_refused_at_each_member_that_is_wrong() {
    let desk = Desk::open().await;
    let two = desk.call_center("cc-2").await;
    with_secrets(&desk).await;
    let table = [
        ("/host", json!({"host": "https://api.acme.test", "fields": {"X-Key": "k"}})),
        ("/fields/X-Key", json!({"fields": {"X-Key": ""}})),
        ("/fields/X-Key", json!({"fields": {"X-Key": {"set": true}}})),
        ("/fields/other", json!({"fields": {"X-Key": "k", "other": "x"}})),
        ("/info", json!({"fields": {"X-Key": "k"}, "info": {}})),
        ("/iframe/titel", json!({"fields": {"X-Key": "k"}, "iframe": {"titel": "x"}})),
        ("/iframe/title", json!({"fields": {"X-Key": "k"}, "iframe": {"title": "{integrator.nmae}"}})),
        ("/template", json!({"template": "nobody", "fields": {}})),
        ("/credentials/0/secret", json!({"fields": {"X-Key": "k"}, "credentials": [{"id": "a", "secret": null}]})),
    ];
    for (pointer, members) in table {
        let outcome = desk.portal.create_integrator(&operator(), &two, integrator(members)).await;
        assert_eq!(refused(outcome), [pointer]);
    }
    let nowhere = "cc-9".parse().unwrap();
    let outcome = desk.portal.create_integrator(&operator(), &nowhere, integrator(json!({}))).await;
    assert_eq!(refused(outcome), ["/callCenterId"]);
}

#[tokio::test]
async fn a_template_is_plugged_in_once_per_call_center() {
    let desk = Desk::open().await;
    let (one, _) = with_secrets(&desk).await;
    let again = desk.portal.create_integrator(&operator(), &one, integrator(json!({"fields": {"X-Key": "k"}}))).await;
    let (pointer, detail) = conflict(again);
    assert_eq!(pointer, "/template");
    assert!(detail.contains("already"), "{detail}");
}

#[tokio::test]
async fn another_tenants_private_template_is_unknown_here() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let private = desk.template(json!({"name": "own", "visibility": "private", "callCenterId": one})).await;
    for key in ["own".to_owned(), private.id.to_string()] {
        let draft = integrator(json!({"template": key}));
        assert_eq!(refused(desk.portal.create_integrator(&operator(), &two, draft).await), ["/template"]);
    }
    desk.integrator(&one, json!({"template": "own"})).await;
}

#[tokio::test]
async fn a_copy_brings_no_secret_and_shows_what_is_missing() {
    let desk = Desk::open().await;
    let (one, plugged) = with_secrets(&desk).await;
    let two = desk.call_center("cc-2").await;
    let copy = desk.portal.copy_integrator(&operator(), plugged.id, two.clone()).await.unwrap();
    assert_eq!((copy.call_center_id, copy.host), (two.clone(), plugged.host.clone()));
    assert_eq!(copy.fields["note"], FieldValue::Plain("plain".into()));
    assert!(matches!(&copy.fields["X-Key"], FieldValue::Secret(state) if !state.set));
    assert!(copy.credentials.is_empty());
    let unknown = desk.portal.copy_integrator(&operator(), plugged.id, "cc-9".parse().unwrap()).await;
    assert_eq!(refused(unknown), ["/callCenterId"]);
    assert_eq!(conflict(desk.portal.copy_integrator(&operator(), plugged.id, one).await).0, "/template");
    let tenant = person(Role::TenantAdministrator, Some(&two));
    let hidden = desk.portal.copy_integrator(&tenant, plugged.id, two).await;
    assert!(matches!(hidden, Err(PortalError::NotFound(what)) if what.to_string() == "integrator"));
}

#[tokio::test]
async fn an_integrator_stays_with_its_template() {
    let desk = Desk::open().await;
    let (_, plugged) = with_secrets(&desk).await;
    desk.template(json!({"name": "other"})).await;
    let draft = integrator(json!({"template": "other"}));
    assert_eq!(refused(desk.portal.update_integrator(&operator(), change(&plugged), draft).await), ["/template"]);
}

#[tokio::test]
async fn lists_show_what_is_in_reach() {
    let desk = Desk::open().await;
    let (one, plugged) = with_secrets(&desk).await;
    let two = desk.call_center("cc-2").await;
    desk.integrator(&two, json!({"host": "two.test", "fields": {"X-Key": "k"}})).await;
    let hosts = async |actor: &_, of: Option<CallCenterId>, search: &str| {
        let query = IntegratorQuery { search: Some(search.to_owned()), template_id: Some(plugged.template_id) };
        let page = desk.portal.list_integrators(actor, of, query, PageRequest::default()).await;
        page.map(|page| page.items.into_iter().map(|found| found.host).collect::<Vec<_>>())
    };
    assert_eq!(hosts(&operator(), None, "").await.unwrap(), ["api.acme.test", "two.test"]);
    assert_eq!(hosts(&operator(), None, "TWO").await.unwrap(), ["two.test"]);
    let tenant = person(Role::TenantViewer, Some(&one));
    assert_eq!(hosts(&tenant, None, "").await.unwrap(), ["api.acme.test"]);
    assert!(matches!(hosts(&tenant, Some(two), "").await, Err(PortalError::NotFound(_))));
    let nowhere = hosts(&operator(), Some("cc-9".parse().unwrap()), "").await;
    assert!(matches!(nowhere, Err(PortalError::NotFound(what)) if what.to_string() == "call center"));
    assert_eq!(desk.portal.circuit(&tenant, plugged.id).await.unwrap(), Circuit::Closed);
}
