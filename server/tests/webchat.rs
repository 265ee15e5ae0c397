//! The web chat: what visitors say and see, over HTTP alone.

use crate::chats::{CC, bodies, token, url};
use crate::world::World;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use std::time::Duration;

const VISIT: &str = "/api/v1/call-centers/cc-1/channels/Web/visit";
const SHOP: &str = "https://shop.example.com";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// The web chat `Web` with a bot that takes its messages.
struct Site {
    world: World,
    portal: Client,
    bot: String,
    token: String,
}

impl Site {
    async fn open() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let world = World::with(settings).await;
        let portal = world.portal().await;
        let of = json!({"id": "cc-1", "name": "Bar", "timeZone": "UTC", "language": "en"});
        portal.post("/api/v1/call-centers", &of).await.expect(201);
        for name in ["Web", "Other"] {
            let channel = json!({"name": name, "kind": "webchat", "allowedOrigins": [SHOP]});
            portal.post(&format!("{CC}/channels"), &channel).await.expect(201);
        }
        let adapter = json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["Web", "Other"],
            "messageEndpoint": {"url": url(&world, "/bot")}});
        let bot = portal.post(&format!("{CC}/adapters"), &adapter).await.expect(201).json();
        let bot = bot["id"].as_str().unwrap().to_owned();
        let token = token(&portal, &bot, &["message:send", "session:update"]).await;
        Self { world, portal, bot, token }
    }

    /// A new visitor.
    async fn visitor(&self) -> Visitor {
        let base = self.world.process.base.clone();
        let begun = self.world.stranger().post(VISIT, &json!({"name": "Ann Lee"})).await.expect(201).json();
        let visitor = Visitor::with(&base, begun["token"].as_str().unwrap());
        assert_eq!((&begun["entries"], &begun["last"]), (&json!([]), &json!(0)));
        visitor
    }

    /// A post of the bot, to the chat that its webhook was told of last.
    async fn bot_posts(&self, members: Value) -> Reply {
        let chat = bodies(&self.world, "/bot").last().unwrap()["chat"].clone();
        let mut body = json!({"chat": {"accountId": "cc-1", "channel": chat["channel"],
            "conversationClientId": chat["conversationClientId"], "conversationHostId": chat["conversationHostId"]}});
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{}", self.bot);
        let request = self.world.stranger().request(Method::POST, &path).header("X-Cm-Producttoken", &self.token);
        Reply::of(request.json(&body)).await
    }

    async fn bot_says(&self, text: &str) -> Reply {
        self.bot_posts(json!({"conversationMessages": [{"$type": "text", "text": text}]})).await
    }
}

/// One who holds a token.
struct Visitor {
    client: Client,
    base: String,
    token: String,
}

impl Visitor {
    fn with(base: &str, token: &str) -> Self {
        Self { client: Client::with_key(base, token), base: base.to_owned(), token: token.to_owned() }
    }

    /// The same visitor at another process.
    fn at(&self, base: &str) -> Self {
        Self::with(base, &self.token)
    }

    async fn says(&self, id: &str, text: &str) -> Reply {
        self.client.post(&format!("{VISIT}/messages"), &message(id, text)).await
    }

    async fn sends(&self, query: &str, bytes: impl Into<reqwest::Body>) -> Reply {
        Reply::of(self.client.request(Method::POST, &format!("{VISIT}/files?{query}")).body(bytes)).await
    }

    async fn history(&self) -> Vec<Value> {
        let page = self.client.get(&format!("{VISIT}/messages")).await.expect(200).json();
        page["items"].as_array().unwrap().clone()
    }

    /// Listens after an entry.
    async fn listens(&self, after: i64) -> Stream {
        let request = self.client.request(Method::GET, &format!("{VISIT}/stream"));
        let response = request.header("last-event-id", after).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{}", self.base);
        Stream { response, rest: String::new() }
    }
}

/// An open stream.
struct Stream {
    response: reqwest::Response,
    rest: String,
}

impl Stream {
    /// The next event: its id, its name, its data.
    async fn next(&mut self) -> (i64, String, Value) {
        let heard = async {
            loop {
                if let Some((block, rest)) = self.rest.split_once("\n\n") {
                    let (block, rest) = (block.to_owned(), rest.to_owned());
                    self.rest = rest;
                    let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                    if let Some(data) = line("data:") {
                        let id = line("id:").unwrap().parse().unwrap();
                        return (id, line("event:").unwrap().to_owned(), serde_json::from_str(data).unwrap());
                    }
                    continue;
                }
                let more = self.response.chunk().await.unwrap().expect("the stream goes on");
                self.rest.push_str(std::str::from_utf8(&more).unwrap());
            }
        };
        tokio::time::timeout(Duration::from_secs(20), heard).await.expect("an event")
    }
}

fn message(id: &str, text: &str) -> Value {
    json!({"id": id, "message": {"$type": "text", "text": text}})
}

fn texts(entries: &[Value]) -> Vec<&str> {
    entries.iter().filter_map(|entry| entry["content"]["text"].as_str()).collect()
}

#[tokio::test]
async fn a_visitor_and_a_bot_talk_and_the_visitor_sees_both() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let mut stream = visitor.listens(0).await;
    let accepted = visitor.says("m-1", "Halo").await.expect(202).json();
    let (id, event, entry) = stream.next().await;
    assert_eq!((id, event.as_str()), (1, "message"));
    assert_eq!((&entry["id"], &entry["clientId"]), (&accepted["messageId"], &json!("m-1")));
    assert_eq!(entry["direction"], "ClientOriginated");
    site.world.tick().await;
    let payload = &bodies(&site.world, "/bot")[0];
    assert_eq!(payload["chat"]["conversationClientName"], "Ann Lee");
    assert_eq!(payload["conversationMessages"][0]["text"], "Halo");
    let typing = json!({"conversationEvents": [{"$type": "TypingStarted", "direction": "ClientTerminated"}]});
    site.bot_posts(typing).await.expect(201);
    assert_eq!(stream.next().await.1, "typingStarted");
    site.bot_says("Selamat datang").await.expect(201);
    let (id, _, entry) = stream.next().await;
    assert_eq!((id, &entry["content"]["text"], &entry["clientId"]), (3, &json!("Selamat datang"), &Value::Null));
    assert!(!entry.to_string().contains("bot"), "a visitor is not told who answers: {entry}");
    // Somebody who comes back sees what was said, not who was typing.
    let visit = visitor.client.post(VISIT, &json!({})).await.expect(200).json();
    assert_eq!(texts(visit["entries"].as_array().unwrap()), ["Halo", "Selamat datang"]);
    assert_eq!((&visit["last"], &visit["token"]), (&json!(3), &Value::Null));
    let conversation = format!("{CC}/conversations/{}", accepted["conversationId"].as_str().unwrap());
    assert_eq!(site.portal.get(&conversation).await.expect(200).json()["state"], "connected");
}

#[tokio::test]
async fn the_same_message_again_is_one_message_and_two_visitors_may_choose_one_id() {
    let site = Site::open().await;
    let (ann, bob) = (site.visitor().await, site.visitor().await);
    let first = ann.says("m-1", "Halo").await.expect(202).json();
    assert_eq!(ann.says("m-1", "Halo").await.expect(202).json(), first);
    let other = bob.says("m-1", "Halo").await.expect(202).json();
    assert_ne!(other["messageId"], first["messageId"]);
    assert_ne!(other["conversationId"], first["conversationId"]);
    while site.world.tick().await > 0 {}
    assert_eq!(bodies(&site.world, "/bot").len(), 2);
    assert_eq!((ann.history().await.len(), bob.history().await.len()), (1, 1));
}

#[tokio::test]
async fn whoever_resumes_misses_nothing_and_hears_nothing_twice_whichever_server_answers() {
    const EACH: usize = 20;
    let site = Site::open().await;
    let another = site.world.another().await;
    let visitor = site.visitor().await;
    visitor.says("first", "first").await.expect(202);
    site.world.tick().await;
    let (bases, mut after, mut heard) = ([&site.world.process.base, &another.base], 0, Vec::new());
    // Two servers take messages of one chat at the same time, whose clocks and locks know nothing of each other.
    let (here, there) = (visitor.at(bases[0]), visitor.at(bases[1]));
    let writing = async {
        for number in 0..EACH {
            let (left, right) = (format!("l{number}"), format!("r{number}"));
            let (a, b, c) =
                tokio::join!(here.says(&left, &left), there.says(&right, &right), site.bot_says("an answer"));
            (a.expect(202), b.expect(202), c.expect(201));
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    };
    let listening = async {
        for connection in 0.. {
            let mut stream = visitor.at(bases[connection % 2]).listens(after).await;
            for _ in 0..3 {
                let (id, _, entry) = stream.next().await;
                after = id;
                heard.push((id, entry["content"]["text"].as_str().unwrap().to_owned()));
                if heard.len() == 1 + 3 * EACH {
                    return;
                }
            }
        }
    };
    tokio::join!(writing, listening);
    let ids: Vec<i64> = heard.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, (1..=i64::try_from(heard.len()).unwrap()).collect::<Vec<_>>());
    for number in 0..EACH {
        for side in ["l", "r"] {
            let text = format!("{side}{number}");
            assert_eq!(heard.iter().filter(|(_, said)| *said == text).count(), 1, "{text}");
        }
    }
}

#[tokio::test]
async fn a_server_that_starts_again_goes_on_where_the_old_one_ended() {
    let mut site = Site::open().await;
    let visitor = site.visitor().await;
    let mut stream = visitor.listens(0).await;
    visitor.says("m-1", "before").await.expect(202);
    assert_eq!(stream.next().await.0, 1);
    let next = site.world.another().await;
    site.world.process.services.stop().await;
    site.world.process = next;
    let visitor = visitor.at(&site.world.process.base);
    visitor.says("m-2", "between").await.expect(202);
    let mut stream = visitor.listens(1).await;
    assert_eq!(stream.next().await.2["content"]["text"], "between");
    visitor.says("m-3", "after").await.expect(202);
    assert_eq!(stream.next().await.2["content"]["text"], "after");
}

#[tokio::test]
async fn a_closed_chat_says_so_and_begins_again_with_the_next_message() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let accepted = visitor.says("m-1", "Halo").await.expect(202).json();
    site.world.tick().await;
    let chat = bodies(&site.world, "/bot")[0]["chat"]["id"].as_str().unwrap().to_owned();
    let path = format!("/conversational/control/v1/accounts/cc-1/chats/{chat}/session/end");
    let end = site.world.stranger().request(Method::PUT, &path).header("X-Product-Token", &site.token);
    Reply::of(end).await.expect(200);
    let entries = visitor.history().await;
    assert_eq!((&entries[0]["kind"], &entries[0]["reason"]), (&json!("ended"), &json!("host")));
    let again = visitor.says("m-2", "Again").await.expect(202).json();
    assert_eq!(again["conversationId"], accepted["conversationId"]);
    assert_eq!(texts(&visitor.history().await), ["Again", "Halo"]);
}

#[tokio::test]
async fn history_comes_in_pages() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    for number in 1..=5 {
        visitor.says(&format!("m-{number}"), &format!("{number}")).await.expect(202);
    }
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = visitor.client.get(&format!("{VISIT}/messages?limit=2{cursor}")).await.expect(200).json();
        seen.extend(texts(page["items"].as_array().unwrap()).into_iter().map(str::to_owned));
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["5", "4", "3", "2", "1"]);
}

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
        "/api/v1/call-centers/nobody/channels/Web/visit",
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
        (json!({"id": "a", "message": {"$type": "media", "url": "https://x.test", "mimeType": "image/png"}}), "/message/$type"),
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
    let other = "/api/v1/call-centers/cc-1/channels/Other/visit";
    ann.client.post(other, &json!({})).await.problem(401, "unauthenticated");
    ann.client.get(&format!("{other}/messages")).await.problem(401, "unauthenticated");
    // Nor does it open anything else.
    ann.client.get(&format!("{CC}/conversations")).await.problem(401, "unauthenticated");
    ann.client.get("/api/v1/egress").await.problem(401, "unauthenticated");
    site.portal.delete(&format!("{CC}/channels/Web"), None).await.expect(204);
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
    for foreign in ["https://evil.example", "https://shop.example.com.evil.example", "http://shop.example.com", "null"] {
        for (method, preflight) in [(Method::OPTIONS, true), (Method::POST, false)] {
            let refused = ask(method, foreign, preflight).await;
            refused.problem(403, "forbidden");
            assert_eq!(refused.header("access-control-allow-origin"), "", "{foreign}");
        }
    }
    let token = begun.json()["token"].as_str().unwrap().to_owned();
    let visitor = Visitor::with(&site.world.process.base, &token);
    let stream = visitor.client.request(Method::GET, &format!("{VISIT}/stream")).header("origin", "https://evil.example");
    Reply::of(stream).await.problem(403, "forbidden");
    // The server's own page asks from the server's own origin.
    let own = site.world.stranger().request(Method::POST, VISIT).header("origin", &site.world.process.base);
    Reply::of(own).await.expect(201);
}

#[tokio::test]
async fn the_page_is_framed_by_the_channels_sites_alone() {
    let site = Site::open().await;
    let page = site.world.stranger().get("/chat/cc-1/web").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with(&format!("frame-ancestors {SHOP}")) && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "");
    assert!(page.text.contains(r#"data-call-center="cc-1" data-channel="Web""#), "{}", page.text);
    let alone = json!({"name": "A <b>\"bold\"</b> & one", "kind": "webchat"});
    let made = site.portal.post(&format!("{CC}/channels"), &alone).await;
    if made.status == 201 {
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let page = site.world.stranger().get(&format!("/chat/cc-1/{id}")).await.expect(200);
        assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"));
        assert!(!page.text.contains("<b>"), "{}", page.text);
    }
    assert_eq!(site.world.stranger().get("/chat/cc-1/nowhere").await.status, 404);
    assert_eq!(site.world.stranger().get("/chat/nobody/web").await.status, 404);
}

#[tokio::test]
async fn a_file_is_taken_once_and_served_so_that_nothing_in_it_runs() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let first = visitor.sends("id=f-1&name=%E1%BA%A3nh.png", PNG).await.expect(202).json();
    assert_eq!(visitor.sends("id=f-1&name=%E1%BA%A3nh.png", PNG).await.expect(202).json(), first);
    site.world.tick().await;
    let received = bodies(&site.world, "/bot");
    assert_eq!(received.len(), 1);
    let media = &received[0]["conversationMessages"][0];
    assert_eq!((&media["$type"], &media["mimeType"], &media["fileName"]), (&json!("media"), &json!("image/png"), &json!("ảnh.png")));
    let path = media["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:3000").unwrap();
    let stranger = site.world.stranger();
    let file = stranger.request(Method::GET, path).send().await.unwrap();
    let headers: HeaderMap = file.headers().clone();
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!((file.status().as_u16(), header("content-type")), (200, "image/png"));
    assert!(header("content-disposition").starts_with("attachment; "), "{}", header("content-disposition"));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(file.bytes().await.unwrap(), PNG);
    assert_eq!(stranger.get("/chat-files/pbf_guessed").await.status, 404);
    assert_eq!(stranger.get("/chat-files/..%2Fsecret.key").await.status, 404);
    // After its time it is gone, from the disk and from what is known.
    let later = patchbay_model::time::Timestamp(patchbay_server::clock::now().0 + chrono::TimeDelta::days(1));
    let folder = site.world.process.services.settings.data_dir.clone();
    assert_eq!(patchbay_server::web_chat::remove_old(&folder, later).unwrap(), 1);
    assert_eq!(stranger.get(path).await.status, 404);
    let store = &site.world.process.services.store;
    assert_eq!(patchbay_store::visitors::delete_old_files(store, later).await.unwrap(), 1);
    assert_eq!(stranger.get(path).await.status, 404);
}

#[tokio::test]
async fn a_page_that_is_sent_as_a_file_is_a_text() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    visitor.sends("id=f-1&name=x.html", "<script>alert(1)</script>").await.expect(202);
    let entry = &visitor.history().await[0];
    assert_eq!(entry["content"]["mimeType"], "text/plain; charset=utf-8");
    let path = entry["content"]["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:3000").unwrap();
    let reply = site.world.stranger().get(path).await.expect(200);
    assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn a_file_of_another_type_or_too_large_is_refused_and_kept_nowhere() {
    let site = Site::with(&[("PATCHBAY_FILE_STORAGE_BYTES", "20")]).await;
    let visitor = site.visitor().await;
    visitor.sends("id=a", &b"MZ\x90\0\x03\0"[..]).await.problem(415, "unsupported_media_type");
    visitor.sends("id=a", "").await.problem(422, "invalid");
    visitor.sends("id=a", vec![b'x'; 10 * 1024 * 1024 + 1]).await.problem(413, "body_too_large");
    assert_eq!(visitor.sends("id=a%20b", PNG).await.problem(422, "invalid")["pointer"], "/id");
    visitor.sends("name=x", PNG).await.problem(400, "invalid_request");
    visitor.sends("id=b", "fits into twenty").await.expect(202);
    visitor.sends("id=c", PNG).await.problem(503, "unavailable");
    let kept = std::fs::read_dir(site.world.process.services.settings.data_dir.join("files")).unwrap().count();
    assert_eq!((kept, visitor.history().await.len()), (1, 1));
}

#[tokio::test]
async fn without_an_address_that_adapters_can_use_files_are_refused() {
    let site = Site::with(&[("PATCHBAY_PUBLIC_URL", "http://chat.example.com")]).await;
    let visitor = site.visitor().await;
    let problem = visitor.sends("id=a", PNG).await.problem(409, "conflict");
    assert!(problem["detail"].as_str().unwrap().contains("PATCHBAY_PUBLIC_URL"), "{problem}");
    let site = Site::with(&[("PATCHBAY_PUBLIC_URL", "https://chat.example.com")]).await;
    let visitor = site.visitor().await;
    visitor.sends("id=a", PNG).await.expect(202);
    let media = &visitor.history().await[0]["content"];
    assert!(media["url"].as_str().unwrap().starts_with("https://chat.example.com/chat-files/pbf_"), "{media}");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let site = Site::with(&[("PATCHBAY_VISITOR_REQUESTS_PER_SECOND", "1")]).await;
    let (ann, bob) = (site.visitor().await, site.visitor().await);
    let mut refused = 0;
    for number in 0..8 {
        let reply = ann.says(&format!("m-{number}"), "x").await;
        if reply.status != 202 {
            reply.problem(429, "too_many_requests");
            assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1);
            refused += 1;
        }
    }
    assert!(refused > 0);
    bob.says("m-1", "x").await.expect(202);
    let mut all = Vec::new();
    for _ in 0..60 {
        all.push(site.world.stranger().post(VISIT, &json!({})).await.status);
    }
    assert!(all.contains(&429), "{all:?}");
}
