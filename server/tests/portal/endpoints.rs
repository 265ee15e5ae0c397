//! Endpoints: compiled when they are saved, and never left without what they sign in by.

use super::desk::{Desk, auth, conflict, endpoint, operator, refused, signed_in};
use patchbay_app::portal::{Change, EndpointCall, PortalError};
use patchbay_model::endpoint::Endpoint;
use patchbay_model::execution::ErrorCode;
use patchbay_model::id::EndpointId;
use serde_json::json;

fn change(endpoint: &Endpoint) -> Change<EndpointId> {
    Change { id: endpoint.id, version: Some(endpoint.version) }
}

#[tokio::test]
async fn an_unknown_placeholder_is_refused_with_its_place() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let draft = endpoint(json!({"method": "POST", "request": {"body": {"a": [1, "{clint.phone}"]}}}));
    let outcome = desk.portal.create_endpoint(&operator(), acme.id, draft.clone()).await;
    let Err(PortalError::Invalid(found)) = outcome else { panic!("not refused: {outcome:?}") };
    assert_eq!(
        (found[0].pointer.as_str(), found[0].line, found[0].column),
        ("/request/body/a/1", Some(5), Some(9)),
        "in the tidy text"
    );
    let checked = desk.portal.check_endpoint(&operator(), acme.id, draft).await.unwrap();
    assert_eq!(checked.violations, found, "checking tells what saving would");
    let nothing = desk.portal.endpoint(&operator(), acme.id, "find").await;
    assert!(matches!(nothing, Err(PortalError::NotFound(what)) if what.to_string() == "endpoint"));
}

#[tokio::test]
async fn a_check_names_whose_secrets_a_new_host_would_not_get() {
    let desk = Desk::open().await;
    let parameters = json!([{"name": "X-Key", "location": "header", "required": true, "secret": true}]);
    let acme = desk.template(json!({"parameters": parameters})).await;
    let mut login = auth("login");
    login["parameters"] = json!([{"name": "X-Key", "source": "field"}]);
    desk.endpoint(&acme, login).await;
    let (one, two) = (desk.call_center("cc-1").await, desk.call_center("cc-2").await);
    let basic = json!([{"id": "basic:bob", "secret": "pa55word"}]);
    desk.integrator(&one, json!({"fields": {"X-Key": "k"}, "credentials": basic})).await;
    let other = json!({"host": "Other.test", "fields": {"X-Key": "k"}});
    desk.integrator(&two, other).await;

    let key = json!([{"name": "X-Key", "source": "field"}]);
    let signed = json!({"authentication": {"type": "basic"}});
    let to = |host: &str, members: serde_json::Value| {
        let mut draft = members;
        draft["url"] = json!(format!("https://{host}/x"));
        endpoint(draft)
    };
    let told = async |draft| {
        let found = desk.portal.check_endpoint(&operator(), acme.id, draft).await.unwrap();
        assert_eq!(found.violations, []);
        found.warnings.into_iter().map(|warning| (warning.pointer, warning.message.to_string())).collect::<Vec<_>>()
    };
    let expected = |host: &str, who: &str| {
        let sentence =
            format!("secrets that were not entered for {host} are not sent there. To be entered again: {who}");
        vec![("/url".to_owned(), sentence)]
    };
    let both = "cc-1 (api.acme.test): X-Key; cc-2 (Other.test): X-Key";
    assert_eq!(told(to("New.test", json!({"parameters": key}))).await, expected("new.test", both));
    assert_eq!(told(to("new.test", signed_in("find", json!("login")))).await, expected("new.test", both));
    let bob = "cc-1 (api.acme.test): basic:bob";
    assert_eq!(told(to("new.test", json!({"request": signed}))).await, expected("new.test", bob));
    let but_other = "cc-1 (api.acme.test): X-Key";
    assert_eq!(told(to("other.test", json!({"parameters": key}))).await, expected("other.test", but_other));
    assert_eq!(told(to("new.test", json!({}))).await, [], "it sends no secret");
    assert_eq!(told(endpoint(json!({"parameters": key}))).await, [], "it goes to each integrator's own host");
    desk.endpoint(&acme, json!({"name": "named", "url": "https://new.test/y"})).await;
    let three = desk.call_center("cc-3").await;
    desk.integrator(&three, json!({"fields": {"X-Key": "k"}})).await;
    assert_eq!(told(to("new.test", json!({"parameters": key}))).await, expected("new.test", both), "cc-3 was told");
}

#[tokio::test]
async fn a_name_is_unique_in_its_template() {
    let desk = Desk::open().await;
    let (acme, other) = (desk.template(json!({})).await, desk.template(json!({"name": "other"})).await);
    let find = desk.endpoint(&acme, json!({})).await;
    desk.endpoint(&other, json!({})).await;
    let taken = desk.portal.create_endpoint(&operator(), acme.id, endpoint(json!({}))).await;
    assert_eq!(conflict(taken).0, "/name");
    let copy = desk.portal.copy_endpoint(&operator(), find.id, "find2".into()).await.unwrap();
    assert_eq!((copy.draft.url, copy.template_id), (find.draft.url, acme.id));
    assert_eq!(conflict(desk.portal.copy_endpoint(&operator(), find.id, "find2".into()).await).0, "/name");
    assert_eq!(refused(desk.portal.copy_endpoint(&operator(), find.id, String::new()).await), ["/name"]);
}

#[tokio::test]
async fn the_first_auth_endpoint_is_the_default_until_another_is_made_it() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let first = desk.endpoint(&acme, auth("first")).await;
    let mut second = auth("second");
    second["default"] = json!(true);
    let copy = desk.portal.copy_endpoint(&operator(), first.id, "copy".into()).await.unwrap();
    let second = desk.endpoint(&acme, second).await;
    let defaults = [&first, &copy, &second].map(|endpoint| endpoint.draft.default);
    assert_eq!(defaults, [Some(true), Some(false), Some(true)]);
    let now = desk.portal.endpoint(&operator(), acme.id, "first").await.unwrap();
    assert_eq!(now.draft.default, Some(false));
}

#[tokio::test]
async fn an_auth_endpoint_that_others_use_stays_as_it_is() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let login = desk.endpoint(&acme, auth("login")).await;
    desk.endpoint(&acme, signed_in("by-name", json!("login"))).await;
    desk.endpoint(&acme, signed_in("by-default", json!(null))).await;
    let usage = desk.portal.endpoint_usage(&operator(), login.id).await.unwrap();
    assert_eq!(usage.signs_in, ["by-default", "by-name"]);

    let told = |(pointer, detail): (String, String)| {
        assert_eq!(pointer, "/authEndpoint");
        assert!(detail.contains("by-default, by-name sign in by login"), "{detail}");
    };
    told(conflict(desk.portal.delete_endpoint(&operator(), change(&login)).await));
    let renamed = endpoint(auth("renamed"));
    told(conflict(desk.portal.update_endpoint(&operator(), change(&login), renamed).await));
    let other_type = endpoint(json!({"name": "login", "type": "postData", "method": "POST"}));
    told(conflict(desk.portal.update_endpoint(&operator(), change(&login), other_type).await));

    let mut longer = auth("login");
    longer["timeoutSeconds"] = json!(20);
    desk.portal.update_endpoint(&operator(), change(&login), endpoint(longer)).await.unwrap();
}

#[tokio::test]
async fn an_unused_auth_endpoint_can_go() {
    let desk = Desk::open().await;
    let acme = desk.template(json!({})).await;
    let login = desk.endpoint(&acme, auth("login")).await;
    let spare = desk.endpoint(&acme, auth("spare")).await;
    desk.endpoint(&acme, signed_in("find", json!("login"))).await;
    desk.portal.delete_endpoint(&operator(), change(&spare)).await.unwrap();
    let stale = Change { id: login.id, version: Some(patchbay_model::id::Version(9)) };
    assert!(matches!(
        desk.portal.update_endpoint(&operator(), stale, endpoint(auth("login"))).await,
        Err(PortalError::Stale)
    ));
}

#[tokio::test]
async fn a_test_takes_an_integrator_of_the_endpoints_own_template() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let (acme, other) = (desk.template(json!({})).await, desk.template(json!({"name": "other"})).await);
    let find = desk.endpoint(&acme, json!({})).await;
    desk.endpoint(&other, json!({})).await;
    let own = desk.integrator(&one, json!({"host": "127.0.0.1:9"})).await;
    let foreign = desk.integrator(&one, json!({"template": "other"})).await;
    let outcome = desk.portal.test_endpoint(&operator(), find.id, foreign.id, json!({})).await;
    assert_eq!(refused(outcome), ["/integratorId"]);
    let run = desk.portal.test_endpoint(&operator(), find.id, own.id, json!({})).await.unwrap();
    assert_eq!(run.failure.map(|failure| failure.code), Some(ErrorCode::DestinationRefused));
    assert!(!run.steps.is_empty());
    assert_eq!(refused(desk.portal.test_endpoint(&operator(), find.id, own.id, json!([1])).await), ["/body"]);
}

#[tokio::test]
async fn a_saved_change_runs_at_the_next_call() {
    let desk = Desk::open().await;
    let one = desk.call_center("cc-1").await;
    let acme = desk.template(json!({})).await;
    let find = desk.endpoint(&acme, json!({})).await;
    desk.integrator(&one, json!({"host": "127.0.0.1:9"})).await;
    let run = async |endpoint: &str| {
        let call = EndpointCall {
            call_center: one.clone(),
            template: "acme".into(),
            endpoint: endpoint.into(),
            body: json!({}),
            deadline: None,
        };
        desk.portal.execute(&operator(), call).await
    };
    let problem = run("find").await.unwrap().unwrap_err();
    assert_eq!(problem.code(), "destination_refused");
    assert!(problem.execution_id.is_some());
    let path = json!({"name": "id", "location": "path", "source": "clientBody", "required": true});
    let draft = endpoint(json!({"url": "/contacts/{id}", "parameters": [path]}));
    let saved = desk.portal.update_endpoint(&operator(), change(&find), draft).await.unwrap();
    let problem = run("find").await.unwrap().unwrap_err();
    assert_eq!((problem.code(), problem.status), ("input_missing", 422));
    let disabled = endpoint(json!({"enabled": false}));
    desk.portal.update_endpoint(&operator(), change(&saved), disabled).await.unwrap();
    assert!(matches!(run("find").await, Err(PortalError::NotFound(_))));
    assert!(matches!(run("nobody").await, Err(PortalError::NotFound(_))));
}
