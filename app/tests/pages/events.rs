//! The pages of queues and event integrations, rendered with a made-up portal: with rows, empty, failing; for those who
//! may change something and those who may not; and every form as a browser without WASM uses it.

use crate::html::{expect, links_to, tags};
use crate::made_up::{Browser, DISABLED, LIFECYCLE, Stock, administrator, tenant, viewer};
use crate::runtime;
use axum::http::StatusCode;
use patchbay_model::access::Role;
use serde_json::json;

#[test]
fn the_menu_shows_what_the_role_may_see() {
    runtime::block_on(async {
        let all = administrator().get("/queues").await.html;
        expect(
            &all,
            &["Queues</a>", "Conversations</a>", "Queue health</a>", "Simulator</a>", "Event-Driven Integrations</a>"],
        );
        expect(&all, &["System Management"]);
        let viewer = viewer().get("/queues").await.html;
        assert!(viewer.contains(r#"href="/conversations""#) && !viewer.contains(r#"href="/simulator""#));
    });
}

#[test]
fn the_chosen_call_center_goes_along_in_the_menu() {
    runtime::block_on(async {
        let html = administrator().get("/queues?callCenter=cc-1").await.html;
        expect(&html, &["/event-integrations?callCenter=cc-1", "/simulator?callCenter=cc-1"]);
    });
}

#[test]
fn without_a_call_center_each_page_asks_for_one() {
    runtime::block_on(async {
        for page in ["/queues", "/event-integrations", "/event-integrations/new", "/conversations", "/simulator"] {
            let answer = administrator().get(page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}");
            expect(&answer.html, &["Choose a call center", r#"name="callCenter""#]);
            // Who is bound to one is never asked.
            let bound = tenant().get(page).await.html;
            assert!(!bound.contains("Choose a call center") && !bound.contains(r#"name="callCenter""#), "{page}");
        }
    });
}

#[test]
fn call_centers_are_offered_and_the_only_one_is_chosen() {
    runtime::block_on(async {
        let several = administrator().get("/event-integrations/new?example=Lifecycle").await.html;
        for id in ["cc-1", "cc-2"] {
            let href = format!("/event-integrations/new?example=Lifecycle&callCenter={id}");
            assert_eq!(links_to(&several, &href), 1, "{href}");
        }
        let only = Browser::new(Role::PortalViewer, Stock::OneCallCenter).get("/queues?search=x").await;
        assert_eq!(only.status, StatusCode::FOUND);
        assert_eq!(only.headers["location"], "/queues?search=x&callCenter=cc-1");
        let none = Browser::new(Role::PortalAdministrator, Stock::None).get("/queues").await.html;
        expect(&none, &["No call centers yet", "Open Call centers"]);
    });
}

#[test]
fn queues_are_listed_and_changed_by_those_who_may() {
    runtime::block_on(async {
        let html = administrator().get("/queues?callCenter=cc-1").await.html;
        expect(&html, &["Sales", "8d7d-1", "support", "Add queue", "Edit Sales", "Delete Sales", "Calls", "Chats"]);
        let read_only = viewer().get("/queues").await.html;
        assert!(read_only.contains("Sales") && !read_only.contains("Add queue") && !read_only.contains("Edit Sales"));
        let empty = Browser::new(Role::TenantAdministrator, Stock::None).get("/queues").await.html;
        expect(&empty, &["No queues yet", "Add queue"]);
        let searched = Browser::new(Role::TenantAdministrator, Stock::None).get("/queues?search=x").await.html;
        expect(&searched, &["No queue matches"]);
        let away = Browser::new(Role::TenantAdministrator, Stock::Away).get("/queues").await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    });
}

#[test]
fn a_refused_queue_comes_back_with_what_is_wrong_at_its_fields() {
    runtime::block_on(async {
        let fields =
            [("call_center", "cc-1"), ("form[id]", "8d7d-3"), ("form[name]", "Billing"), ("form[address]", "bil ling")];
        let html = tenant().submit("/queues?dialog=add-queue", "queues/create", &fields).await.html;
        expect(&html, &["use 1 to 200 characters without spaces", "choose phone, chat or both"]);
        expect(&html, &[r#"value="Billing""#, r#"value="bil ling""#]);
        let bad_id = [("call_center", "cc-1"), ("form[id]", "a/b"), ("form[name]", "B"), ("form[address]", "b")];
        let html = tenant().submit("/queues?dialog=add-queue", "queues/create", &bad_id).await.html;
        expect(&html, &["use 1 to 100 letters, digits"]);
        let good = [
            ("call_center", "cc-1"),
            ("form[id]", "8d7d-3"),
            ("form[name]", "Billing"),
            ("form[address]", "billing"),
            ("form[channel_types][1]", "chat"),
        ];
        expect(&tenant().submit("/queues?dialog=add-queue", "queues/create", &good).await.html, &["Created<"]);
    });
}

#[test]
fn a_queue_in_use_keeps_its_address_and_says_why() {
    runtime::block_on(async {
        let page = "/queues?dialog=edit-queue&id=8d7d-1";
        let fields = [
            ("call_center", "cc-1"),
            ("id", "8d7d-1"),
            ("version", "3"),
            ("form[name]", "Sales"),
            ("form[address]", "elsewhere"),
            ("form[channel_types][0]", "phone"),
        ];
        let html = tenant().submit(page, "queues/update", &fields).await.html;
        expect(&html, &["Lifecycle names it: take it out of its triggers first", r#"value="elsewhere""#]);
        let mut stale = fields;
        stale[2] = ("version", "2");
        expect(&tenant().submit(page, "queues/update", &stale).await.html, &["What you typed is still here"]);
        let deletion = tenant().get("/queues?dialog=delete-queue&id=8d7d-1").await.html;
        expect(
            &deletion,
            &[
                "The triggers of Lifecycle (event) name it.",
                "The published hubspot (logCall) names it",
                "take it out of them first",
            ],
        );
    });
}

#[test]
fn event_integrations_tell_their_state_and_their_overlaps() {
    runtime::block_on(async {
        let html = administrator().get("/event-integrations?callCenter=cc-1").await.html;
        expect(
            &html,
            &[
                "Lifecycle",
                "accepted, ended",
                "Outbound",
                "direct calls, sales, gone",
                "2 overlaps",
                "Disabled",
                "Survey",
            ],
        );
        expect(&html, &["Add New", "Copy Lifecycle", "Delete Lifecycle"]);
        let read_only = viewer().get("/event-integrations").await.html;
        assert!(
            read_only.contains("Open Lifecycle")
                && !read_only.contains("Add New")
                && !read_only.contains("Copy Lifecycle")
        );
        let empty = Browser::new(Role::TenantAdministrator, Stock::None).get("/event-integrations").await.html;
        expect(&empty, &["No event-driven integrations yet"]);
    });
}

#[test]
fn the_overlap_names_who_listens_in_which_order() {
    runtime::block_on(async {
        let html = tenant().get("/event-integrations?tab=overlap").await.html;
        expect(
            &html,
            &[
                "outbound calls",
                "direct",
                "hubspot · logCall",
                "ordinal 100",
                "stop",
                "does not run<",
                "does not run if that one runs",
            ],
        );
        let none = Browser::new(Role::TenantAdministrator, Stock::None).get("/event-integrations?tab=overlap").await;
        expect(&none.html, &["Nothing overlaps"]);
    });
}

#[test]
fn the_form_greys_out_what_does_not_apply_and_hides_nothing() {
    runtime::block_on(async {
        // Outbound, direct calls and queues: chats of a queue and dialled calls.
        let html = tenant().get(&format!("/event-integrations/{LIFECYCLE}")).await.html;
        let grey = html.matches("not-offered").count();
        assert_eq!(grey, 5, "received, queued, allocated, transferred and forwarded never come from outbound ones");
        expect(&html, &["Does not apply to this selection", "From outbound chats and outbound calls"]);
        for event in [
            "received",
            "queued",
            "allocated",
            "accepted",
            "rejected",
            "transferred",
            "forwarded",
            "ended",
            "abandoned",
        ] {
            assert_eq!(tags(&html, &format!(r#"value="{event}""#)).len(), 1, "{event} is there");
        }
        let checked = tags(&html, r#"name="form[events]"#).into_iter().filter(|tag| tag.contains("checked")).count();
        assert_eq!(checked, 2);
    });
}

#[test]
fn the_form_shows_everything_but_secrets() {
    runtime::block_on(async {
        let html = tenant().get(&format!("/event-integrations/{LIFECYCLE}")).await.html;
        expect(&html, &[r#"value="https://hooks.example.com/{event}""#, "Set on 3 May 2026; empty keeps it"]);
        expect(&html, &["There is no such queue", "Building the request", "/schemas/event-integration.json"]);
        expect(&html, &["{authentications.api-key}", "{contact.source}", "{response.status}"]);
        expect(&html, &["hubspot · logCall", "<strong>Lifecycle</strong>"]);
        let read_only = viewer().get(&format!("/event-integrations/{LIFECYCLE}")).await.html;
        expect(&read_only, &["<fieldset disabled", "your role reads only"]);
        assert!(!read_only.contains("dialog=delete-event-integration"));
        let new = viewer().get("/event-integrations/new").await.html;
        assert!(new.contains("your role reads only") || new.contains("Your role reads only"));
        assert_eq!(tenant().get("/event-integrations/nonsense").await.status, StatusCode::NOT_FOUND);
        expect(&tenant().get(&format!("/event-integrations/{DISABLED}")).await.html, &["Disabled"]);
    });
}

const CONFIGURATION: &str = "{\r\n  \"request\": {\r\n    \"method\": \"POST\"\r\n  }\r\n}";

fn typed() -> Vec<(&'static str, &'static str)> {
    vec![
        ("call_center", "cc-1"),
        ("form[name]", "Routing"),
        ("form[url]", "https://hooks.example.com/route"),
        ("form[direction]", "inbound"),
        ("form[events][1]", "queued"),
        ("form[direct_calls]", "true"),
        ("form[ordinal]", "10"),
        ("form[credentials][0][name]", "api-key"),
        ("form[credentials][0][value]", "hunter2"),
        ("form[configuration]", CONFIGURATION),
    ]
}

#[test]
fn an_event_integration_is_created_by_a_plain_form() {
    runtime::block_on(async {
        let answer = tenant().submit("/event-integrations/new", "event-integrations/create", &typed()).await;
        expect(&answer.html, &["Created<", "Lifecycle"]);
        let mut saved = typed();
        saved.extend([("id", LIFECYCLE), ("version", "3")]);
        let page = format!("/event-integrations/{LIFECYCLE}?callCenter=cc-1");
        expect(&tenant().submit(&page, "event-integrations/update", &saved).await.html, &["Saved<"]);
    });
}

#[test]
fn a_refused_event_integration_comes_back_as_it_was_typed() {
    runtime::block_on(async {
        let mut fields = typed();
        for (name, value) in &mut fields {
            match *name {
                "form[url]" => *value = "http://",
                "form[configuration]" => *value = "{\r\n  \"request\": {\r\n    \"metod\": \"POST\"\r\n  }\r\n}",
                _ => {}
            }
        }
        let html = tenant().submit("/event-integrations/new", "event-integrations/create", &fields).await.html;
        expect(&html, &["Line 3, column 5", r#"value="Routing""#, "\"metod\""]);
        assert!(tags(&html, r#"name="form[url]""#)[0].contains(r#"aria-invalid="true""#), "the URL is refused");
        let queued = tags(&html, r#"value="queued""#);
        assert!(queued[0].contains("checked"), "{queued:?}");
        assert!(!html.contains("hunter2"), "a secret is never written back");
        let mut number = typed();
        number[6] = ("form[ordinal]", "first");
        let html = tenant().submit("/event-integrations/new", "event-integrations/create", &number).await.html;
        expect(&html, &["write a whole number"]);
    });
}

#[test]
fn examples_say_what_they_need_and_lead_to_the_form() {
    runtime::block_on(async {
        let list = administrator().get("/event-integrations?callCenter=cc-1").await.html;
        expect(&list, &[r#"href="/event-integrations/examples?callCenter=cc-1""#]);
        let empty = Browser::new(Role::TenantAdministrator, Stock::None).get("/event-integrations").await.html;
        assert_eq!(tags(&empty, "/event-integrations/examples").len(), 2, "in the head and in the empty list");
        let html = tenant().get("/event-integrations/examples").await.html;
        expect(&html, &["Lifecycle", "Tells the CRM", "accepted, ended", "direct calls, sales, gone"]);
        expect(&html, &["your endpoint URL, 1 credential (api-key), 2 queues (sales, gone)", "Use this example"]);
        expect(&html, &["/event-integrations/new?example=Lifecycle&amp;callCenter=cc-1"]);
        // The portal's own people may choose the call center on the form.
        let html = administrator().get("/event-integrations/examples").await.html;
        expect(&html, &[r#"href="/event-integrations/new?example=Lifecycle""#]);
        let read_only = viewer().get("/event-integrations/examples").await.html;
        assert!(read_only.contains("Tells the CRM") && !read_only.contains("Use this example"));
        assert!(!viewer().get("/event-integrations").await.html.contains("/event-integrations/examples"));
        let none = Browser::new(Role::TenantAdministrator, Stock::None).get("/event-integrations/examples").await;
        expect(&none.html, &["No examples"]);
        let away = Browser::new(Role::TenantAdministrator, Stock::Away).get("/event-integrations/examples").await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    });
}

#[test]
fn the_form_is_filled_in_from_an_example_but_for_its_secrets() {
    runtime::block_on(async {
        let page = "/event-integrations/new?example=Lifecycle";
        let html = tenant().get(page).await.html;
        expect(&html, &["Filled in from the example", "1 credential (api-key)", r#"value="Lifecycle""#]);
        expect(&html, &[r#"value="https://hooks.example.com/{event}""#, r#"value="90""#]);
        let checked = tags(&html, r#"name="form[events]"#).into_iter().filter(|tag| tag.contains("checked")).count();
        assert_eq!(checked, 2);
        let credential = tags(&html, r#"name="form[credentials][0][name]""#);
        assert!(credential[0].contains(r#"value="api-key""#), "{credential:?}");
        let secret = tags(&html, r#"name="form[credentials][0][value]""#);
        assert!(secret.len() == 1 && !secret[0].contains(" value=\"a"), "{secret:?}");
        assert!(!html.contains("empty keeps it"), "nothing is stored yet");
        // What was typed outlives the example when the form is refused.
        let mut fields = typed();
        fields[2].1 = "http://";
        let refused = tenant().submit(page, "event-integrations/create", &fields).await.html;
        assert!(tags(&refused, r#"name="form[name]""#)[0].contains(r#"value="Routing""#));
        // Without a call center the choice of one keeps the example.
        let unchosen = administrator().get(page).await.html;
        expect(&unchosen, &["Choose a call center"]);
        assert!(tags(&unchosen, r#"name="example""#)[0].contains(r#"value="Lifecycle""#));
    });
}

#[test]
fn an_unknown_example_is_said_and_leaves_the_form_empty() {
    runtime::block_on(async {
        let answer = tenant().get("/event-integrations/new?example=%3Cb%3Enothing").await;
        assert_eq!(answer.status, StatusCode::OK);
        expect(&answer.html, &["There is no example", "&lt;b&gt;nothing", "See the examples", "the form is empty"]);
        assert!(!tags(&answer.html, r#"name="form[name]""#)[0].contains("nothing"));
        let plain = tenant().get("/event-integrations/new").await.html;
        assert!(!plain.contains("There is no example") && !plain.contains("Filled in from"));
    });
}

#[test]
fn a_copy_is_announced_without_its_secrets_and_leads_to_itself() {
    runtime::block_on(async {
        let page = format!("/event-integrations?dialog=copy-event-integration&id={LIFECYCLE}");
        expect(&tenant().get(&page).await.html, &["except authentication details", r#"value="Lifecycle copy""#]);
        let fields = [("call_center", "cc-1"), ("id", LIFECYCLE), ("name", "Lifecycle copy")];
        expect(&tenant().submit(&page, "event-integrations/copy", &fields).await.html, &["Copied<", "Disabled"]);
        let taken = [("call_center", "cc-1"), ("id", LIFECYCLE), ("name", "Lifecycle")];
        expect(&tenant().submit(&page, "event-integrations/copy", &taken).await.html, &["another one has this name"]);
    });
}

#[test]
fn deleting_names_the_events_that_nobody_hears_any_more() {
    runtime::block_on(async {
        let page = format!("/event-integrations?dialog=delete-event-integration&id={LIFECYCLE}");
        expect(&tenant().get(&page).await.html, &["It no longer runs on accepted, ended", "Its secrets are gone"]);
        let fields = [("call_center", "cc-1"), ("id", LIFECYCLE), ("version", "3")];
        expect(&tenant().submit(&page, "event-integrations/delete", &fields).await.html, &["Deleted<"]);
    });
}

#[test]
fn both_help_pages_offer_placeholders_and_examples() {
    runtime::block_on(async {
        let request = tenant().get("/event-integrations/help/request").await.html;
        expect(&request, &["Building the request", "{contact.source}", "condition", "A survey after chats"]);
        let response = tenant().get("/event-integrations/help/response").await.html;
        expect(
            &response,
            &["Building the response", "{response.duration}", "set.requiredAgents", "Control the routing"],
        );
    });
}

#[test]
fn what_is_typed_is_checked_with_its_place_and_whom_it_would_meet() {
    runtime::block_on(async {
        let form = |configuration: &str, ordinal: &str| {
            json!({"call_center": "cc-1", "id": LIFECYCLE, "form": {
                "name": "Routing", "url": "https://hooks.example.com/a?b=c", "direction": "inbound", "events": ["queued"],
                "direct_calls": true, "ordinal": ordinal, "configuration": configuration
            }})
        };
        let typed = form("{\n  \"request\": {\n    \"metod\": \"POST\"\n  }\n}", "1");
        let (status, check) = tenant().ask("event-integrations/check", &typed).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&check["violations"][0]["line"], &check["violations"][0]["column"]), (&json!(3), &json!(5)));
        assert_eq!(check["warnings"][0]["pointer"], "/url");
        assert_eq!(check["overlaps"][0]["listeners"][1]["template"], "hubspot");
        let (status, check) = tenant().ask("event-integrations/check", &form("{}", "one")).await;
        assert_eq!((status, &check["violations"][0]["pointer"]), (StatusCode::OK, &json!("/ordinal")));
    });
}
