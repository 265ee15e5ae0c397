//! The web chat: who may not, and what is wrong.

use crate::chats::{CC, url};
use crate::visitors::{SHOP, Site, VISIT, Visitor, message};
use futures::future::join_all;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn every_refusal_is_a_problem_and_takes_nothing() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let gateway = json!({"name": "Gateway", "kind": "gateway", "callbackUrl": url(&site.world, "/x")});
    site.portal.post(&format!("{CC}/channels"), &gateway).await.expect(201);
    let alone = json!({"name": "Alone", "kind": "webchat"});
    site.portal.post(&format!("{CC}/channels"), &alone).await.expect(201);
    let stranger = site.world.stranger();
    for path in [
        "/api/v1/call-centers/cc-1/channels/Nowhere/visit",
        "/api/v1/call-centers/cc-1/channels/Gateway/visit",
        "/api/v1/call-centers/nobody/channels/CXWebConversations/visit",
    ] {
        stranger.post(path, &json!({})).await.problem(404, "not_found");
    }
    let messages = format!("{VISIT}/messages");
    let guessed = Client::with_key(&site.world.process.base, "pbv_guessed");
    for client in [&stranger, &guessed, &site.portal] {
        client.post(&messages, &message("m", "x")).await.problem(401, "unauthenticated");
        client.get(&messages).await.problem(401, "unauthenticated");
        client.get(&format!("{VISIT}/stream")).await.problem(401, "unauthenticated");
        client.post_text(&format!("{VISIT}/files?id=a"), "image/png", "x").await.problem(401, "unauthenticated");
    }
    guessed.post(VISIT, &json!({})).await.problem(401, "unauthenticated");
    for (body, pointer) in [
        (json!({"id": "", "message": {"$type": "text", "text": "x"}}), "/id"),
        (json!({"id": "a b", "message": {"$type": "text", "text": "x"}}), "/id"),
        (json!({"message": {"$type": "text", "text": "x"}}), ""),
        (json!({"id": "a", "message": {"$type": "Text", "text": "x"}}), "/message/$type"),
        (
            json!({"id": "a", "message": {"$type": "media", "url": "https://x.test", "mimeType": "image/png"}}),
            "/message/$type",
        ),
        (json!({"id": "a", "message": {"$type": "text", "text": ""}}), "/message/text"),
        (message("a", &"x".repeat(4097)), "/message/text"),
        (json!({"id": "a", "message": {"$type": "text", "text": "x"}, "from": "me"}), "/from"),
    ] {
        let problem = visitor.client.post(&messages, &body).await.problem(422, "invalid");
        assert_eq!(problem["pointer"], pointer, "{problem}");
    }
    let client = &visitor.client;
    client.post_text(&messages, "application/json", "{").await.problem(400, "malformed_json");
    client.post_text(&messages, "text/plain", "{}").await.problem(415, "unsupported_media_type");
    client.post_text(&messages, "application/json", "x".repeat(300_000)).await.problem(413, "body_too_large");
    client.delete(&messages, None).await.problem(405, "method_not_allowed");
    client.get(&format!("{messages}?limit=0")).await.problem(422, "invalid");
    client.get(&format!("{messages}?cursor=x")).await.problem(422, "invalid");
    client.get(&format!("{messages}?offset=1")).await.problem(400, "invalid_request");
    let wrong = client.request(Method::GET, &format!("{VISIT}/stream")).header("last-event-id", "x");
    Reply::of(wrong).await.problem(400, "invalid_request");
    let long = json!({"name": "x".repeat(101)});
    assert_eq!(stranger.post(VISIT, &long).await.problem(422, "invalid")["pointer"], "/name");
    stranger.post(VISIT, &json!({"colour": "red"})).await.problem(422, "invalid");
    let alone = "/api/v1/call-centers/cc-1/channels/Alone/visit";
    let begun = stranger.post(alone, &json!({})).await.expect(201).json();
    let lonely = Client::with_key(&site.world.process.base, begun["token"].as_str().unwrap());
    lonely.post(&format!("{alone}/messages"), &message("m", "x")).await.problem(422, "invalid");
    assert_eq!(visitor.history().await, Vec::<Value>::new());
    assert_eq!(site.world.tick().await, 0);
}

#[tokio::test]
async fn a_token_opens_its_own_chat_and_no_other() {
    let site = Site::open().await;
    let (ann, bob) = (site.visitor().await, site.visitor().await);
    ann.says("m-1", "a secret of Ann").await.expect(202);
    assert_eq!(bob.history().await, Vec::<Value>::new());
    assert_eq!(bob.client.post(VISIT, &json!({})).await.expect(200).json()["last"], 0);
    let mut stream = bob.listens(0).await;
    bob.says("m-1", "Hello").await.expect(202);
    assert_eq!(stream.next().await.2["content"]["text"], "Hello");
    // Another channel of the same call center is another chat.
    let other = "/api/v1/call-centers/cc-1/channels/Push/visit";
    ann.client.post(other, &json!({})).await.problem(401, "unauthenticated");
    ann.client.get(&format!("{other}/messages")).await.problem(401, "unauthenticated");
    // Nor does it open anything else.
    ann.client.get(&format!("{CC}/conversations")).await.problem(401, "unauthenticated");
    ann.client.get("/api/v1/egress").await.problem(401, "unauthenticated");
    site.portal.delete(&format!("{CC}/channels/CXWebConversations"), None).await.expect(204);
    ann.client.get(&format!("{VISIT}/messages")).await.problem(404, "not_found");
}

#[tokio::test]
async fn pages_of_the_channels_sites_may_ask_and_others_may_not() {
    let site = Site::open().await;
    let ask = async |method: Method, origin: &str, preflight: bool| {
        let mut request = site.world.stranger().request(method, VISIT).header("origin", origin);
        if preflight {
            request = request
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,last-event-id");
        }
        Reply::of(request).await
    };
    let asked = ask(Method::OPTIONS, SHOP, true).await.expect(204);
    assert_eq!(asked.header("access-control-allow-origin"), SHOP);
    assert!(asked.header("access-control-allow-headers").contains("last-event-id"));
    let begun = ask(Method::POST, SHOP, false).await.expect(201);
    assert_eq!((begun.header("access-control-allow-origin"), begun.header("vary").contains("origin")), (SHOP, true));
    assert_eq!(begun.header("access-control-allow-credentials"), "");
    for foreign in ["https://evil.example", "https://shop.example.com.evil.example", "http://shop.example.com", "null"]
    {
        for (method, preflight) in [(Method::OPTIONS, true), (Method::POST, false)] {
            let refused = ask(method, foreign, preflight).await;
            refused.problem(403, "forbidden");
            assert_eq!(refused.header("access-control-allow-origin"), "", "{foreign}");
        }
    }
    let token = begun.json()["token"].as_str().unwrap().to_owned();
    let visitor = Visitor::with(&site.world.process.base, &token);
    let stream =
        visitor.client.request(Method::GET, &format!("{VISIT}/stream")).header("origin", "https://evil.example");
    Reply::of(stream).await.problem(403, "forbidden");
    // The server's own page asks from the server's own origin.
    let own = site.world.stranger().request(Method::POST, VISIT).header("origin", &site.world.process.base);
    Reply::of(own).await.expect(201);
}

#[tokio::test]
async fn the_page_is_framed_by_the_channels_sites_alone() {
    let site = Site::open().await;
    let page = site.world.stranger().get("/chat/cc-1/cxwebconversations").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with(&format!("frame-ancestors {SHOP}")) && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
    assert!(page.text.contains(r#"data-call-center="cc-1" data-channel="CXWebConversations""#), "{}", page.text);
    let alone = json!({"name": "A <b>\"bold\" & one", "kind": "webchat"});
    let made = site.portal.post(&format!("{CC}/channels"), &alone).await.expect(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let page = site.world.stranger().get(&format!("/chat/cc-1/{id}")).await.expect(200);
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"));
    assert!(!page.text.contains("<b>") && page.text.contains("A &lt;b&gt;"), "{}", page.text);
    assert_eq!(site.world.stranger().get("/chat/cc-1/nowhere").await.status, 404);
    assert_eq!(site.world.stranger().get("/chat/nobody/web").await.status, 404);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let site = Site::with(&[("PATCHBAY_VISITOR_REQUESTS_PER_SECOND", "1")]).await;
    let (ann, bob) = (site.visitor().await, site.visitor().await);
    // At once: one after the other on a busy machine they might come slowly enough.
    let ann = &ann;
    let replies = join_all((0..8).map(async |number| ann.says(&format!("m-{number}"), "x").await)).await;
    let refused: Vec<_> = replies.into_iter().filter(|reply| reply.status != 202).collect();
    assert!(!refused.is_empty());
    for reply in refused {
        reply.problem(429, "too_many_requests");
        assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1);
    }
    bob.says("m-1", "x").await.expect(202);
    let stranger = &site.world.stranger();
    let all = join_all((0..200).map(async |_| stranger.post(VISIT, &json!({})).await.status)).await;
    assert!(all.contains(&429), "{all:?}");
}
