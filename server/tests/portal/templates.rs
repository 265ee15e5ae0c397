//! Templates: names, breakage, visibility, what a change does to endpoints and integrators.

use super::desk::{Desk, conflict, integrator, operator, person, refused, template};
use patchbay_app::portal::{Change, PortalError};
use patchbay_model::access::{Actor, Role};
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::integrator::FieldValue;
use patchbay_model::page::PageRequest;
use patchbay_model::template::{Template, TemplateQuery};
use serde_json::json;

fn change(template: &Template) -> Change<TemplateId> {
    Change { id: template.id, version: Some(template.version) }
}

#[tokio::test]
async fn a_name_means_one_thing_to_every_call_center() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let private = |name: &str, of: &_| template(json!({"name": name, "visibility": "private", "callCenterId": of}));
    let published = desk.template(json!({})).await;
    let taken = desk.portal.create_template(&operator(), private("acme", &one)).await;
    assert_eq!(conflict(taken).0, "/name");

    let of_one = desk.portal.create_template(&operator(), private("own", &one)).await.unwrap();
    let of_two = desk.portal.create_template(&operator(), private("own", &two)).await.unwrap();
    let taken = desk.portal.create_template(&operator(), template(json!({"name": "own"}))).await;
    assert_eq!(conflict(taken).0, "/name");

    let look = async |key: &str, of: Option<&_>| desk.portal.template(&operator(), key, of).await.map(|found| found.id);
    assert_eq!(look("acme", None).await.unwrap(), published.id);
    assert_eq!(look("acme", Some(&one)).await.unwrap(), published.id);
    assert_eq!(look("own", Some(&one)).await.unwrap(), of_one.id);
    assert_eq!(look("own", Some(&two)).await.unwrap(), of_two.id);
    assert_eq!(look(&of_one.id.to_string(), None).await.unwrap(), of_one.id);
    assert!(matches!(look("own", None).await, Err(PortalError::NotFound(_))));
}

#[tokio::test]
async fn a_tenant_sees_published_templates_and_its_own() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    desk.template(json!({"name": "everybody"})).await;
    desk.template(json!({"name": "own", "visibility": "private", "callCenterId": one})).await;
    let foreign = desk.template(json!({"name": "foreign", "visibility": "private", "callCenterId": two})).await;
    let tenant = person(Role::TenantAdministrator, Some(&one));
    let seen = desk.portal.list_templates(&tenant, TemplateQuery::default(), PageRequest::default()).await.unwrap();
    let names: Vec<_> = seen.items.into_iter().map(|summary| summary.template.name).collect();
    assert_eq!(names, ["everybody", "own"]);
    let hidden = desk.portal.template(&tenant, &foreign.id.to_string(), None).await;
    assert!(matches!(hidden, Err(PortalError::NotFound(what)) if what.to_string() == "template"));
}

#[tokio::test]
async fn what_a_change_breaks_is_told_before_it_is_saved_and_within_reach_only() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let parameters = json!([{"name": "old", "location": "query"}]);
    let acme = desk.template(json!({"infoEnabled": true, "iframeEnabled": true, "parameters": parameters})).await;
    desk.integrator(&one, json!({"host": "one.test", "fields": {"old": "x"}, "info": {}})).await;
    desk.integrator(&two, json!({"host": "two.test", "iframe": {"title": "t"}})).await;

    let draft = template(json!({"parameters": [{"name": "new", "location": "query", "required": true}]}));
    let told = async |actor: &Actor| {
        let found = desk.portal.template_breakage(actor, acme.id, draft.clone()).await.unwrap();
        found.into_iter().map(|broken| format!("{} {}", broken.host, broken.reason)).collect::<Vec<_>>()
    };
    let all = [
        "one.test lacks the required field new",
        "one.test loses the value of old",
        "two.test lacks the required field new",
        "one.test carries Info JSON, which is switched off",
        "two.test carries Iframe JSON, which is switched off",
    ];
    assert_eq!(told(&operator()).await, all);
    assert_eq!(told(&person(Role::TenantViewer, Some(&one))).await, [all[0], all[1], all[3]]);
    let unchanged = desk.portal.template_breakage(&operator(), acme.id, (&acme).into()).await.unwrap();
    assert_eq!(unchanged, []);
}

#[tokio::test]
async fn a_change_that_breaks_an_endpoint_is_refused_and_names_it() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({"parameters": [{"name": "X-Key", "location": "header"}]})).await;
    desk.endpoint(&acme, json!({"parameters": [{"name": "X-Key", "source": "field"}]})).await;
    let outcome = desk.portal.update_template(&operator(), change(&acme), template(json!({}))).await;
    let Err(PortalError::Invalid(found)) = outcome else { panic!("not refused: {outcome:?}") };
    assert_eq!(found[0].pointer, "/parameters");
    assert!(found[0].message.to_string().contains("the endpoint find would break"), "{}", found[0].message);
    let now = desk.portal.template(&operator(), "acme", None).await.unwrap();
    assert_eq!((now.version, now.parameters.len()), (Version(1), 1), "nothing was half saved");
    assert_eq!(desk.trail().await[0].action, AuditAction::Created);
}

#[tokio::test]
async fn a_template_that_others_use_can_not_be_taken_from_them() {
    let desk = Desk::open().await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let acme = desk.template(json!({})).await;
    desk.integrator(&two, json!({})).await;
    let private = |of: &_| template(json!({"visibility": "private", "callCenterId": of}));
    let (pointer, detail) = conflict(desk.portal.update_template(&operator(), change(&acme), private(&one)).await);
    assert_eq!(pointer, "/visibility");
    assert!(detail.contains("other call centers have integrators"), "{detail}");
    desk.portal.update_template(&operator(), change(&acme), private(&two)).await.unwrap();
}

#[tokio::test]
async fn who_saves_second_is_told_so() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let first = desk.portal.update_template(&operator(), change(&acme), template(json!({"label": "First"}))).await;
    assert_eq!(first.unwrap().version, Version(2));
    let second = desk.portal.update_template(&operator(), change(&acme), template(json!({"label": "Second"}))).await;
    assert!(matches!(second, Err(PortalError::Stale)));
    assert!(matches!(desk.portal.delete_template(&operator(), change(&acme)).await, Err(PortalError::Stale)));
    let told = &desk.trail().await[0];
    assert_eq!(told.changes.len(), 1);
    assert_eq!((told.changes[0].pointer.as_str(), &told.changes[0].after), ("/label", &json!("First")));
    assert_eq!(told.request_id.as_deref(), Some("r-1"));
}

#[tokio::test]
async fn a_parameter_that_becomes_secret_takes_its_values_out_of_sight() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let acme = desk.template(json!({"parameters": [{"name": "key", "location": "query"}]})).await;
    let plugged = desk.integrator(&one, json!({"fields": {"key": "hunter2"}})).await;
    let draft = template(json!({"parameters": [{"name": "key", "location": "query", "secret": true}]}));
    desk.portal.update_template(&operator(), change(&acme), draft).await.unwrap();
    let now = desk.portal.integrator(&operator(), plugged.id).await.unwrap();
    assert!(matches!(&now.fields["key"], FieldValue::Secret(state) if state.set));
    assert_eq!(desk.stored("SELECT value FROM integrator_fields").await, [None]);
}

#[tokio::test]
async fn a_template_goes_with_its_endpoints_and_integrators() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let acme = desk.template(json!({})).await;
    desk.endpoint(&acme, json!({})).await;
    let plugged = desk.integrator(&one, json!({})).await;
    let usage = desk.portal.template_usage(&operator(), acme.id).await.unwrap();
    assert_eq!((usage.endpoints, usage.integrators, usage.call_centers), (1, 1, 1));
    desk.portal.delete_template(&operator(), change(&acme)).await.unwrap();
    assert!(matches!(desk.portal.integrator(&operator(), plugged.id).await, Err(PortalError::NotFound(_))));
    let told: Vec<_> = desk
        .trail()
        .await
        .into_iter()
        .take(2)
        .map(|entry| (entry.action, entry.object, entry.call_center_id))
        .collect();
    let (gone, template, lost) = (AuditAction::Deleted, AuditObject::Template, AuditObject::Integrator);
    assert_eq!(told, [(gone, template, None), (gone, lost, Some(one))], "the tenant's own trail tells it too");
}

#[tokio::test]
async fn a_tenant_is_told_what_is_missing_and_not_that_its_role_is() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let tenant = person(Role::TenantAdministrator, Some(&one));
    let draft = template(json!({"visibility": "private"}));
    assert_eq!(refused(desk.portal.create_template(&tenant, draft).await), ["/callCenterId"]);
    let published = desk.portal.create_template(&tenant, template(json!({}))).await;
    assert!(matches!(published, Err(PortalError::Forbidden)));
    desk.template(json!({})).await;
    let foreign = integrator(json!({"template": "nobody's"}));
    assert_eq!(refused(desk.portal.create_integrator(&tenant, &one, foreign).await), ["/template"]);
}
