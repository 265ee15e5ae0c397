//! The pages of executions, conversations, queue health and the simulator, rendered with a made-up portal.

use crate::html::expect;
use crate::made_up::{
    Browser, DELAYED, EXECUTION, REPLAYED, REQUEST_ID, Stock, TRIED_NOW, UNKNOWN_EXECUTION, tenant, viewer,
};
use crate::runtime;
use axum::http::StatusCode;
use patchbay_model::access::Role;
use serde_json::json;

#[test]
fn conversations_lead_to_their_page_whatever_their_id_holds() {
    runtime::block_on(async {
        let html = tenant().get("/conversations").await.html;
        expect(
            &html,
            &["c/1 ?", "Inbound call", "ended", "+84901234567", "/conversations/c%2F1%20%3F?callCenter=cc-1"],
        );
        let empty = Browser::new(Role::TenantAdministrator, Stock::None);
        expect(&empty.get("/conversations").await.html, &["No conversations yet", "Open the simulator"]);
        expect(&empty.get("/conversations?state=ended").await.html, &["No conversation matches"]);
        let read_only = Browser::new(Role::TenantViewer, Stock::None).get("/conversations").await.html;
        assert!(!read_only.contains("Open the simulator"), "who may not post events is not sent there");
    });
}

#[test]
fn executions_are_filtered_by_what_the_address_says() {
    runtime::block_on(async {
        let all = tenant().get("/executions").await.html;
        expect(
            &all,
            &["name=\"template\"", "name=\"endpoint\"", "name=\"since\"", "type=\"datetime-local\"", EXECUTION],
        );
        let query = "status=failed&template=Lifecycle&endpoint=event&since=2026-05-03T16:42";
        let some = tenant().get(&format!("/executions?{query}")).await.html;
        expect(&some, &["value=\"Lifecycle\"", "value=\"event\"", "value=\"2026-05-03T16:42\"", EXECUTION]);
        for nothing in ["template=other", "endpoint=other", "since=2026-05-03T16:43"] {
            let page = tenant().get(&format!("/executions?{nothing}")).await.html;
            expect(&page, &["No execution matches"]);
            assert!(!page.contains(EXECUTION), "{nothing}");
        }
    });
}

#[test]
fn what_a_page_refuses_names_the_request() {
    runtime::block_on(async {
        let (_, unreadable) = tenant().ask("executions/list", &json!({"query": 7})).await;
        assert_eq!(unreadable["requestId"], REQUEST_ID, "{unreadable}");
        let (_, refused) = tenant().fill("executions/replay-many", "form[call_center_id]=").await;
        assert_eq!(refused["requestId"], REQUEST_ID, "{refused}");
        let page = Browser::new(Role::PortalViewer, Stock::Some).get("/executions/nonsense").await.html;
        expect(&page, &[REQUEST_ID]);
    });
}

#[test]
fn a_conversation_shows_events_executions_effects_and_data() {
    runtime::block_on(async {
        let page = "/conversations/c%2F1%20%3F?callCenter=cc-1";
        let answer = Browser::new(Role::PortalViewer, Stock::Some).get(page).await;
        assert_eq!(answer.status, StatusCode::OK);
        expect(
            &answer.html,
            &["sales", "support", "a1, 1001 for 30 s", "a7", "Ann Lee", "customer_name", "integration"],
        );
        expect(
            &answer.html,
            &["set.queue", "there is no queue nowhere", "Rejected: ", "Applied: ", "save.customer_name"],
        );
        expect(
            &answer.html,
            &["evt-1", "evt-2", "late", "no answer", &format!("/executions/{EXECUTION}"), "Lifecycle"],
        );
        assert_eq!(tenant().get("/conversations/nobody").await.status, StatusCode::NOT_FOUND);
        let nowhere = Browser::new(Role::PortalViewer, Stock::Some).get("/conversations/c%2F1%20%3F").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "a portal role says whose");
    });
}

#[test]
fn only_what_failed_can_be_replayed_and_only_by_who_may() {
    runtime::block_on(async {
        let unknown = format!("/executions/{UNKNOWN_EXECUTION}");
        let html = tenant().get(&unknown).await.html;
        expect(&html, &["dialog=replay", "/conversations/c%2F1%20%3F?callCenter=cc-1"]);
        assert!(!viewer().get(&unknown).await.html.contains("dialog=replay"));
        assert!(!tenant().get(&format!("/executions/{EXECUTION}")).await.html.contains("dialog=replay"));
        let asked = tenant().get(&format!("{unknown}?dialog=replay")).await.html;
        expect(&asked, &["the other side may have done it already"]);
        let done = tenant().submit(&unknown, "executions/replay", &[("id", UNKNOWN_EXECUTION)]).await.html;
        expect(&done, &["Queued again<", "It waits to be tried again, by itself"]);
        let refused = tenant().submit(&unknown, "executions/replay", &[("id", EXECUTION)]).await.html;
        assert!(!refused.contains("Queued again<"));
    });
}

#[test]
fn what_waits_says_until_when() {
    runtime::block_on(async {
        let html = |id: &'static str| async move { viewer().get(&format!("/executions/{id}")).await.html };
        let due = r#"due at <time datetime="2026-05-03T16:42:10.000Z"><strong>3 May 2026, 16:42:10 UTC"#;
        expect(&html(REPLAYED).await, &["It waits to be tried again, by itself: the next try is", due]);
        expect(&html(DELAYED).await, &["It waits in the queue: the first try is", due]);
        let tried = html(TRIED_NOW).await;
        expect(&tried, &["It is tried again, by itself."]);
        assert!(!tried.contains("due at") && !html(EXECUTION).await.contains("due at"));
    });
}

#[test]
fn what_is_odd_about_a_good_answer_is_told_beside_it() {
    runtime::block_on(async {
        let html = viewer().get(&format!("/executions/{EXECUTION}")).await.html;
        expect(&html, &["succeeded", "notice warn", "the other side answered 200 with another body"]);
        assert!(!html.contains(">Effects<"), "it changes nothing");
    });
}

#[test]
fn failed_executions_are_replayed_in_bulk() {
    runtime::block_on(async {
        let page = "/executions?status=failed&dialog=replay-many";
        let html = tenant().get(page).await.html;
        expect(&html, &["Replay failed executions", "The last hour"]);
        assert!(!viewer().get("/executions").await.html.contains("dialog=replay-many"));
        let mut fields = vec![
            ("form[call_center_id]", "cc-1"),
            ("form[minutes]", "60"),
            ("form[status]", "failed"),
            ("form[template]", "Lifecycle"),
        ];
        let done = tenant().submit(page, "executions/replay-many", &fields).await.html;
        expect(&done, &["12 executions queued again<"]);
        fields[3].1 = "nothing";
        let html = tenant().submit(page, "executions/replay-many", &fields).await.html;
        expect(&html, &["nothing that failed since then matches", r#"value="nothing""#]);
        fields[1].1 = "soon";
        fields[2].1 = "fine";
        let html = tenant().submit(page, "executions/replay-many", &fields).await.html;
        assert!(!html.contains("ueued again<") && html.contains(r#"aria-invalid="true""#));
    });
}

#[test]
fn a_replay_in_bulk_may_begin_at_a_moment_in_utc() {
    runtime::block_on(async {
        let page = "/executions?search=c-1&dialog=replay-many";
        let html = tenant().get(page).await.html;
        expect(&html, &[r#"type="datetime-local""#, "Since exactly, in UTC", r#"value="c-1""#]);
        let mut fields = vec![
            ("form[call_center_id]", "cc-1"),
            ("form[minutes]", "60"),
            ("form[since]", "2025-10-07T09:30"),
            ("form[conversation]", "c-1"),
        ];
        let html = tenant().submit(page, "executions/replay-many", &fields).await.html;
        expect(&html, &["1 execution queued again<"]);
        fields[2].1 = "2025-10-07T23:30";
        let html = tenant().submit(page, "executions/replay-many", &fields).await.html;
        expect(&html, &["this is yet to come: in UTC it is 7 Oct 2025, 22:49:58 UTC", r#"value="2025-10-07T23:30""#]);
        fields[2].1 = "last night";
        let html = tenant().submit(page, "executions/replay-many", &fields).await.html;
        expect(&html, &["write day and time, in UTC"]);
    });
}

#[test]
fn queue_health_tells_backlog_delay_and_what_slows_claims() {
    runtime::block_on(async {
        let html = viewer().get("/queue-health").await.html;
        expect(
            &html,
            &["1,204", "Could run now", "90,000", "Oldest snapshot", "2 m", "tag dot warn", "99 of 100 within 31"],
        );
        let away = Browser::new(Role::TenantViewer, Stock::Away).get("/queue-health").await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    });
}

const PLAY: [(&str, &str); 7] = [
    ("call_center", "cc-1"),
    ("form[scenario]", "answered"),
    ("form[channel]", "phone"),
    ("form[direction]", "inbound"),
    ("form[queue]", "sales"),
    ("form[other_queue]", "support"),
    ("form[source]", "+84901234567"),
];

#[test]
fn without_wasm_a_conversation_is_played_at_once() {
    runtime::block_on(async {
        let browser = tenant();
        expect(
            &browser.get("/simulator").await.html,
            &["Forwarded, then transferred", "Play all at once", "Sales (sales)"],
        );
        let html = browser.submit("/simulator", "simulator/play", &PLAY).await.html;
        expect(
            &html,
            &["1 of 5: received", "5 of 5: ended", "2 executions", "set.priority", "there is no queue nowhere"],
        );
        expect(&html, &["/conversations/simulated-0199c0de", "/executions?callCenter=cc-1&amp;search=simulated-"]);
        assert!(!browser.get("/simulator").await.html.contains("1 of 5"), "it is shown once");
    });
}

#[test]
fn a_scenario_that_such_a_conversation_cannot_have_is_refused() {
    runtime::block_on(async {
        let mut fields = PLAY;
        fields[1].1 = "abandoned";
        fields[2].1 = "chat";
        fields[3].1 = "outbound";
        let html = tenant().submit("/simulator", "simulator/play", &fields).await.html;
        expect(&html, &["such a conversation has no event that ends this scenario"]);
        assert!(html.contains(r#"value="+84901234567""#), "what was typed is kept");
        let mut long = PLAY;
        let source = "9".repeat(300);
        long[6].1 = &source;
        let html = tenant().submit("/simulator", "simulator/play", &long).await.html;
        assert!(html.contains(r#"aria-invalid="true""#), "the source is too long");
    });
}

#[test]
fn who_may_not_post_events_has_no_simulator() {
    runtime::block_on(async {
        let html = viewer().get("/simulator").await.html;
        assert!(html.contains("Your role reads only") && !html.contains("Play all at once"));
    });
}

#[test]
fn a_conversation_is_played_step_by_step() {
    runtime::block_on(async {
        let form = json!({"scenario": "rejected", "channel": "phone", "direction": "inbound", "queue": "sales"});
        let step = |conversation: Option<&str>, step: usize| json!({"call_center": "cc-1", "form": form, "conversation": conversation, "step": step});
        let (status, first) = tenant().ask("simulator/step", &step(None, 0)).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&first["event"], &first["number"], &first["of"]), (&json!("received"), &json!(1), &json!(8)));
        assert_eq!(first["accepted"]["effects"]["applied"]["set"]["priority"], 9);
        let conversation = first["conversation"].as_str().unwrap();
        let (_, fourth) = tenant().ask("simulator/step", &step(Some(conversation), 3)).await;
        assert_eq!((&fourth["event"], &fourth["note"]), (&json!("rejected"), &json!("cause: no answer")));
        assert_eq!(fourth["accepted"]["eventId"], format!("{conversation}-3"));
        let (status, beyond) = tenant().ask("simulator/step", &step(Some(conversation), 8)).await;
        assert_eq!((status, &beyond["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("/scenario")));
    });
}

#[test]
fn call_centers_tell_what_bounds_their_calls() {
    runtime::block_on(async {
        let html = tenant().get("/call-centers").await.html;
        expect(&html, &["Public hosts over https only", "203.0.113.7", "Request body", "256 KiB", "30 d"]);
    });
}

#[test]
fn a_call_center_whose_origins_are_refused_comes_back_with_what_was_typed() {
    runtime::block_on(async {
        let portal = Browser::new(Role::PortalAdministrator, Stock::Some);
        let page = "/call-centers?dialog=edit-call-center&id=cc-1";
        expect(&portal.get(page).await.html, &["Pages that embed the callbox", ">https://crm.example.com</textarea>"]);
        let mut fields = [
            ("id", "cc-1"),
            ("version", "3"),
            ("form[name]", "Acme"),
            ("form[time_zone]", "UTC"),
            ("form[language]", "en"),
            ("form[callbox_origins]", "https://crm.example.com\r\nhttp://crm.example.com\r\n"),
        ];
        let html = portal.submit(page, "call-centers/update", &fields).await.html;
        expect(&html, &["http://crm.example.com: write an origin as browsers do", "aria-invalid=\"true\""]);
        expect(&html, &["https://crm.example.com\r\nhttp://crm.example.com"]);
        fields[5] = ("form[callbox_origins]", "\r\n https://crm.example.com \r\n\r\nhttps://desk.example.com\r\n");
        expect(&portal.submit(page, "call-centers/update", &fields).await.html, &["Saved<"]);
    });
}
