//! The pages of channels, adapters and chats, rendered with a made-up portal: with rows, empty, failing; for those who may
//! change something and those who may not; and every form as a browser without WASM uses it.

use crate::html::{expect, refuse};
use crate::made_up::{
    BOT, Browser, CHAT, GATEWAY, SMS, SUITE, Stock, TICKET, TOKEN, WEBCHAT, administrator, tenant, viewer,
};
use crate::runtime;
use axum::http::StatusCode;
use patchbay_model::access::Role;

fn without(stock: Stock) -> Browser {
    Browser::new(Role::TenantAdministrator, stock)
}

#[test]
fn the_menu_leads_to_channels_and_adapters() {
    runtime::block_on(async {
        let html = administrator().get("/keys?callCenter=cc-1").await.html;
        expect(&html, &[r#"href="/channels?callCenter=cc-1""#, r#"href="/adapters?callCenter=cc-1""#]);
    });
}

#[test]
fn without_a_call_center_each_page_asks_for_one() {
    runtime::block_on(async {
        for page in
            ["/channels", "/adapters", "/adapters/new/twoway", "/adapters/new/omnichannel", "/adapters/authentication"]
        {
            let answer = administrator().get(page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}");
            expect(&answer.html, &["Choose a call center", r#"name="callCenter""#]);
            refuse(&tenant().get(page).await.html, &["Choose a call center"]);
        }
    });
}

#[test]
fn what_is_away_or_not_there_says_so() {
    runtime::block_on(async {
        let channel = format!("/channels/{GATEWAY}");
        let adapter = format!("/adapters/{BOT}");
        for page in ["/channels", "/adapters", "/adapters/new/twoway", "/adapters/authentication", &channel, &adapter] {
            assert_eq!(without(Stock::Away).get(page).await.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
        }
        for page in ["/channels/nonsense", "/adapters/nonsense", &channel, &adapter] {
            assert_eq!(without(Stock::None).get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
    });
}

#[test]
fn channels_are_listed_and_added_by_those_who_may() {
    runtime::block_on(async {
        let html = tenant().get("/channels").await.html;
        expect(
            &html,
            &["WhatsApp", "https://gateway.test/out", "hubspot · sendText", "Web chat", "Add channel", "Delete SMS"],
        );
        refuse(&viewer().get("/channels").await.html, &["Add channel", "Delete SMS"]);
        expect(&without(Stock::None).get("/channels").await.html, &["No channels yet", "Add channel"]);
        expect(&without(Stock::None).get("/channels?kind=sms").await.html, &["No channel matches"]);
        let form = tenant().get("/channels?dialog=add-channel").await.html;
        expect(
            &form,
            &[r#"name="form[callback_url]""#, r#"name="form[allowed_origins]""#, r#"class="of-kind sms stack""#],
        );
        expect(&form, &["Nothing that this call center has plugged in sends SMS"]);
    });
}

#[test]
fn a_refused_channel_comes_back_with_what_is_wrong_at_its_fields() {
    runtime::block_on(async {
        let page = "/channels?dialog=add-channel";
        let mut fields = vec![
            ("call_center", "cc-1"),
            ("form[name]", "Whats/App"),
            ("form[kind]", "gateway"),
            ("form[callback_url]", "ftp://gateway.test"),
        ];
        let html = tenant().submit(page, "channels/create", &fields).await.html;
        expect(&html, &["use 1 to 64 characters without |, /", r#"value="Whats/App""#]);
        fields[1].1 = "WhatsApp";
        let html = tenant().submit(page, "channels/create", &fields).await.html;
        expect(&html, &[r#"aria-invalid="true""#, r#"value="ftp://gateway.test""#]);
        fields[3].1 = "https://gateway.test/out";
        let html = tenant().submit(page, "channels/create", &fields).await.html;
        expect(&html, &["Created<", "<h1>WhatsApp", "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "Copy secret"]);
        // What its kind has no use for is not looked at.
        let fields = [
            ("call_center", "cc-1"),
            ("form[name]", "Chat"),
            ("form[kind]", "webchat"),
            ("form[callback_url]", "nonsense"),
            ("form[allowed_origins]", "https://shop.example.com\r\n\r\n"),
        ];
        expect(&tenant().submit(page, "channels/create", &fields).await.html, &["Created<"]);
    });
}

#[test]
fn a_gateway_shows_how_it_is_connected_and_what_it_signs_with() {
    runtime::block_on(async {
        let page = format!("/channels/{GATEWAY}");
        let html = tenant().get(&page).await.html;
        expect(
            &html,
            &["/api/v1/call-centers/cc-1/channels/WhatsApp/messages", "Copy URL", "Answered by", ">bot<", ">suite<"],
        );
        expect(
            &html,
            &["signs too, until it retires", "Two secrets are in force", "Make a new secret", "openssl dgst -sha256"],
        );
        refuse(&html, &[r#"name="form[kind]" required"#, "of-kind sms"]);
        let viewed = viewer().get(&page).await.html;
        expect(&viewed, &["your role reads only"]);
        refuse(&viewed, &["Make a new secret", "dialog=delete-channel"]);
        let webchat = tenant().get(&format!("/channels/{WEBCHAT}")).await.html;
        expect(&webchat, &["https://shop.example.com", "No adapter lists this channel"]);
        refuse(&webchat, &["Signing secret"]);
        expect(&tenant().get(&format!("/channels/{SMS}")).await.html, &["not there any more"]);
    });
}

#[test]
fn an_sms_channel_shows_its_webhook_and_its_token_once() {
    runtime::block_on(async {
        let (browser, page) = (tenant(), format!("/channels/{SMS}"));
        let html = browser.get(&page).await.html;
        expect(&html, &["/api/v1/call-centers/cc-1/channels/SMS/inbound", "Inbound token", "dialog=rotate-token"]);
        expect(&html, &[r#"name="form[inbound_from]""#, r#"value="data.msisdn""#, r#"{"msisdn":"628128778222"}"#]);
        refuse(&html, &["pbg_shown-once"]);
        refuse(&viewer().get(&page).await.html, &["dialog=rotate-token"]);
        let of = [("call_center", "cc-1"), ("id", SMS)];
        let html = browser.submit(&format!("{page}?dialog=rotate-token"), "channels/rotate-token", &of).await.html;
        expect(
            &html,
            &["pbg_shown-once", "Copy token", "/channels/SMS/inbound/pbg_shown-once", "Bearer pbg_shown-once"],
        );
        let html = browser.get(&format!("{page}?dialog=created-token")).await.html;
        expect(&html, &["The token was shown already"]);
        refuse(&html, &["pbg_shown-once"]);
        let mut fields = vec![
            ("call_center", "cc-1"),
            ("form[name]", "SMS"),
            ("form[kind]", "sms"),
            ("form[sends_by]", "hubspot\tsendText"),
            ("form[inbound_id]", " MessageSid "),
        ];
        let add = "/channels?dialog=add-channel";
        expect(&browser.submit(add, "channels/create", &fields).await.html, &["Created<", "pbg_shown-once"]);
        let long = "x".repeat(201);
        fields[4].1 = &long;
        let html = browser.submit(add, "channels/create", &fields).await.html;
        expect(&html, &["use 1 to 200 characters: the name of a member"]);
    });
}

#[test]
fn a_new_signing_secret_is_shown_once_with_lines_that_use_it() {
    runtime::block_on(async {
        for (page, action, id) in [
            (format!("/channels/{GATEWAY}"), "channels/rotate-secret", GATEWAY),
            (format!("/adapters/{BOT}?tab=signing"), "adapters/rotate-secret", BOT),
        ] {
            let browser = tenant();
            expect(&browser.get(&page).await.html, &["Signing secret", "Verify my signature"]);
            let fields = [("call_center", "cc-1"), ("id", id)];
            let html = browser.submit(&page, action, &fields).await.html;
            expect(&html, &["whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "Copy secret", "curl -i"]);
            let again = format!("{page}{}dialog=created-secret", if page.contains('?') { '&' } else { '?' });
            let html = browser.get(&again).await.html;
            expect(&html, &["was shown already"]);
            refuse(&html, &["whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ="]);
        }
    });
}

#[test]
fn deleting_a_channel_names_who_can_no_longer_answer() {
    runtime::block_on(async {
        let page = format!("/channels?dialog=delete-channel&id={GATEWAY}");
        let html = tenant().get(&page).await.html;
        expect(&html, &["is refused: bot, suite.", "What was said over it stays."]);
        expect(&html, &["more than 1,000 chats are open over it"]);
        let fields = [("call_center", "cc-1"), ("id", GATEWAY), ("version", "3")];
        expect(&tenant().submit(&page, "channels/delete", &fields).await.html, &["Deleted<", "<h1>Channels"]);
    });
}

#[test]
fn adapters_are_listed_and_created_by_those_who_may() {
    runtime::block_on(async {
        let html = tenant().get("/adapters").await.html;
        expect(
            &html,
            &[
                "https://bot.test/in",
                "https://suite.test/in",
                "Third-party omnichannel",
                "Create TwoWay",
                "Create omnichannel",
            ],
        );
        refuse(&viewer().get("/adapters").await.html, &["Create TwoWay", "Delete bot"]);
        expect(&without(Stock::None).get("/adapters").await.html, &["No adapters yet", "Create TwoWay"]);
        expect(&without(Stock::None).get("/adapters?channel=Line").await.html, &["No adapter matches"]);
        expect(&viewer().get("/adapters/new/twoway").await.html, &["Your role reads only"]);
    });
}

const TWOWAY: [(&str, &str); 6] = [
    ("call_center", "cc-1"),
    ("kind", "twoway"),
    ("form[name]", "bot"),
    ("form[channels][2]", "WhatsApp"),
    ("form[message_url]", "https://bot.test/in"),
    ("form[handover_url]", "https://bot.test/handover"),
];

#[test]
fn the_form_of_a_twoway_adapter_previews_the_handover_body() {
    runtime::block_on(async {
        let html = tenant().get("/adapters/new/twoway").await.html;
        expect(&html, &["Apple Business Chat", "Microsoft Teams", "A channel of this call center.", "203.0.113.7"]);
        expect(&html, &["\"chatId\": $chatId", "As it is sent, for a made-up chat", "\"accountId\": \"cc-1\""]);
    });
}

#[test]
fn a_refused_twoway_adapter_comes_back_with_what_is_wrong_and_without_secrets() {
    runtime::block_on(async {
        let page = "/adapters/new/twoway";
        let mut fields = TWOWAY.to_vec();
        fields.push(("form[handover_body]", "{\r\n  \"a\": $chatID\r\n}"));
        fields.push(("form[message_headers][0][name]", "X-Api-Key"));
        fields.push(("form[message_headers][0][value]", "a-secret-value"));
        fields.push(("form[message_headers][1][name]", "Host"));
        fields.push(("form[message_headers][1][value]", "other"));
        let html = tenant().submit(page, "adapters/create", &fields).await.html;
        expect(&html, &["Line 2, column 8", "did you mean $chatId?", "this header is written by Patchbay"]);
        expect(&html, &[r#"value="https://bot.test/in""#, r#"value="X-Api-Key""#]);
        refuse(&html, &["a-secret-value"]);
        fields.truncate(6);
        fields.push(("form[handover_body]", "{}"));
        let html = tenant().submit(page, "adapters/create", &fields).await.html;
        expect(&html, &["Created<", "<h1>bot", "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "Copy secret"]);
    });
}

#[test]
fn a_twoway_adapter_shows_its_outbound_url_and_never_a_secret() {
    runtime::block_on(async {
        let page = format!("/adapters/{BOT}");
        let html = tenant().get(&page).await.html;
        expect(
            &html,
            &[&format!("/conversational/twoway/v2/accounts/cc-1/adapters/{BOT}"), "Copy URL", "x-cm-producttoken"],
        );
        expect(
            &html,
            &[r#"value="X-Api-Key""#, r#"placeholder="Set; empty keeps it""#, r#"value="X-Env""#, r#"value="test""#],
        );
        expect(&html, &["tab=tokens", "tab=signing", "tab=test", "template=Adapter%20bot"]);
        let mut fields = TWOWAY.to_vec();
        fields.extend([("id", BOT), ("version", "2"), ("form[handover_body]", "{\r\n}")]);
        let html = tenant().submit(&page, "adapters/update", &fields).await.html;
        expect(&html, &["What you typed is still here"]);
        fields[7].1 = "3";
        expect(&tenant().submit(&page, "adapters/update", &fields).await.html, &["Saved<"]);
        refuse(&viewer().get(&page).await.html, &["dialog=delete-adapter", ">Save<"]);
    });
}

#[test]
fn an_omnichannel_adapter_has_its_properties_under_their_names() {
    runtime::block_on(async {
        let page = format!("/adapters/{SUITE}");
        let html = tenant().get(&page).await.html;
        expect(
            &html,
            &[
                "app.ext.integration.api.base.url",
                "app.ext.integration.api.incomingMessage",
                "app.ext.integration.api.sendMessage",
            ],
        );
        expect(
            &html,
            &["/ext/cc-1/sendMessage", "/ext/cc-1/command", r#"<svg viewBox="0 0 920 96" role="img""#, "Save as file"],
        );
        // A channel that the call center does not have yet is not lost by saving.
        expect(&html, &[r#"name="form[more_channels]""#, r#"value="line""#, "Set on 3 May 2026"]);
        refuse(&html, &["tab=tokens"]);
        let document = r#"{"app.ext.integration.api.base.url": "https://suite.test", "nonsense": 1}"#;
        let mut fields = vec![
            ("call_center", "cc-1"),
            ("id", SUITE),
            ("version", "3"),
            ("kind", "omnichannel"),
            ("form[name]", "suite"),
            ("form[keep_secret]", "true"),
            ("form[document]", document),
        ];
        let html = tenant().submit(&page, "adapters/update", &fields).await.html;
        expect(&html, &["nonsense", r#"aria-invalid="true""#]);
        fields[6] = ("form[base_url]", "");
        expect(&tenant().submit(&page, "adapters/update", &fields).await.html, &["Saved<"]);
        fields[5] = ("form[secret]", "short");
        let html = tenant().submit(&page, "adapters/update", &fields).await.html;
        expect(&html, &["use 16 to 200 letters"]);
        refuse(&html, &[r#"value="short""#]);
    });
}

#[test]
fn tokens_are_shown_once_and_two_of_them_count() {
    runtime::block_on(async {
        let (browser, page) = (tenant(), format!("/adapters/{BOT}?tab=tokens"));
        let html = browser.get(&page).await.html;
        expect(&html, &["main", "next", "revoked", "message:send", "Two tokens are active", "Revoke next"]);
        refuse(&html, &["dialog=add-token", "Revoke old"]);
        let fields =
            [("call_center", "cc-1"), ("id", BOT), ("form[name]", "main"), ("form[rights][0]", "message:send")];
        let html = browser.submit(&page, "adapters/create-token", &fields).await.html;
        expect(&html, &["pbt_1234-shown-once", "Copy token"]);
        let html = browser.get(&format!("{page}&dialog=created")).await.html;
        expect(&html, &["The token was shown already"]);
        refuse(&html, &["pbt_1234-shown-once"]);
        let nothing = [("call_center", "cc-1"), ("id", BOT), ("form[name]", "main")];
        let html = browser.submit(&format!("{page}&dialog=add-token"), "adapters/create-token", &nothing).await.html;
        expect(&html, &["choose at least one right"]);
        let revoke = [("call_center", "cc-1"), ("id", BOT), ("token", TOKEN)];
        expect(&browser.submit(&page, "adapters/revoke-token", &revoke).await.html, &["Revoked<"]);
    });
}

#[test]
fn the_page_about_authentication_names_account_and_tokens() {
    runtime::block_on(async {
        let html = tenant().get("/adapters/authentication").await.html;
        expect(&html, &["X-Cm-Producttoken", "X-Product-Token", "<code>cc-1</code>", "main", "history:read"]);
        // Revoked ones count no more, and an omnichannel adapter has none.
        refuse(&html, &[">revoked<", ">old<", ">suite<"]);
        expect(&without(Stock::None).get("/adapters/authentication").await.html, &["No tokens yet"]);
    });
}

#[test]
fn without_wasm_a_webhook_is_tested_and_its_answer_shown() {
    runtime::block_on(async {
        let (browser, page) = (tenant(), format!("/adapters/{BOT}?tab=test"));
        let html = browser.get(&page).await.html;
        expect(&html, &["Test the message endpoint", "Test the handover endpoint"]);
        refuse(&html, &["Test the events endpoint"]);
        let fields = [("call_center", "cc-1"), ("id", BOT), ("role", "handover")];
        let html = browser.submit(&page, "adapters/test", &fields).await.html;
        expect(&html, &["200 in 184 ms", "Handover endpoint</h3>"]);
        let viewed = viewer().get(&page).await.html;
        expect(&viewed, &["Your role reads only"]);
        refuse(&viewed, &["Test the message endpoint"]);
    });
}

#[test]
fn deleting_an_adapter_says_what_breaks_and_what_holds_it() {
    runtime::block_on(async {
        let page = format!("/adapters?dialog=delete-adapter&id={BOT}");
        expect(&tenant().get(&page).await.html, &["New chats over WhatsApp", "Its tokens end", "It hosts 2 chats now"]);
        let mut fields = [("call_center", "cc-1"), ("id", BOT), ("version", "3")];
        expect(&tenant().submit(&page, "adapters/delete", &fields).await.html, &["it hosts chats"]);
        fields[1].1 = SUITE;
        expect(&tenant().submit(&page, "adapters/delete", &fields).await.html, &["Deleted<", "<h1>Adapters"]);
    });
}

fn conversation() -> String {
    format!("/conversations/{TICKET}")
}

#[test]
fn a_chat_shows_who_said_what_and_what_happened_between() {
    runtime::block_on(async {
        let html = tenant().get(&conversation()).await.html;
        expect(
            &html,
            &[
                "Transcript",
                "Farhan Akbar",
                "&lt;b&gt;Halo&lt;/b&gt;",
                "ann@example.com",
                ", operator",
                "I look into it.",
            ],
        );
        expect(&html, &["bill.pdf", "My bill", "Jakarta", "mlat=-6.2", "An order", "https://shop.test/a"]);
        expect(&html, &["Session started", "Handover from bot to suite requested", "hosted by", "greeting"]);
        let places: Vec<_> = ["Session started", "Halo", "What is it about?", "Handover from bot", "I look into it."]
            .iter()
            .map(|text| html.find(text).unwrap())
            .collect();
        assert!(places.is_sorted(), "{places:?}");
        let older = tenant().get(&format!("{}?before=older", conversation())).await.html;
        expect(&html, &["before=older"]);
        expect(&older, &["Session started", "Newest"]);
        // What is shown: the page's data for the browser has more.
        let shown = older.split_once("role=\"log\"").unwrap().1.split("</ol>").next().unwrap();
        refuse(shown, &["I look into it."]);
        // A call is none.
        refuse(&tenant().get("/conversations/c%2F1%20%3F").await.html, &["Transcript"]);
    });
}

#[test]
fn an_operator_replies_hands_over_and_closes() {
    runtime::block_on(async {
        let (browser, page) = (tenant(), conversation());
        expect(&browser.get(&page).await.html, &["dialog=hand-over", "dialog=close-chat", r#"name="text""#]);
        let viewed = viewer().get(&page).await.html;
        expect(&viewed, &["Transcript"]);
        refuse(&viewed, &["dialog=hand-over", "dialog=close-chat", r#"name="text""#]);
        let of = [("call_center", "cc-1"), ("id", CHAT)];
        let with = |more: &[(&'static str, &'static str)]| [&of[..], more].concat();
        let html = browser.submit(&page, "chats/reply", &with(&[("text", "One\r\nmoment")])).await.html;
        expect(&html, &["Sent<"]);
        let html = browser.submit(&page, "chats/reply", &with(&[("text", "  ")])).await.html;
        refuse(&html, &["Sent<"]);
        let dialog = format!("{page}?dialog=hand-over");
        let asked = browser.get(&dialog).await.html;
        expect(&asked, &["Its handover endpoint is called", &format!(r#"<option value="{SUITE}""#)]);
        refuse(&asked, &[&format!(r#"<option value="{BOT}""#)]);
        let unreadable = with(&[("target", SUITE), ("context", "{")]);
        let html = browser.submit(&dialog, "chats/hand-over", &unreadable).await.html;
        refuse(&html, &["Handed over<"]);
        expect(&html, &[">{</textarea>"]);
        let to = with(&[("target", SUITE), ("context", r#"{"reason": "asks"}"#)]);
        expect(&browser.submit(&dialog, "chats/hand-over", &to).await.html, &["Handed over<"]);
        expect(&browser.submit(&page, "chats/close", &with(&[])).await.html, &["Closed<"]);
    });
}
