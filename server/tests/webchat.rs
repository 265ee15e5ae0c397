//! The web chat: what visitors say and see.

use crate::chats::{CC, bodies};
use crate::visitors::{Site, VISIT, texts};
use patchbay_testkit::Reply;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

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
            a.expect(202);
            b.expect(202);
            c.expect(201);
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
async fn a_visitor_ends_the_chat_and_begins_it_again() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let end = format!("{VISIT}/end");
    assert_eq!(Reply::of(visitor.client.request(Method::POST, &end)).await.status, 204, "nothing was said yet");
    visitor.says("m-1", "Halo").await.expect(202);
    while site.world.tick().await > 0 {}
    for _ in 0..2 {
        assert_eq!(Reply::of(visitor.client.request(Method::POST, &end)).await.status, 204);
    }
    let seen = visitor.history().await;
    let kinds: Vec<_> = seen.iter().rev().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["message", "ended"]);
    assert_eq!(seen[0]["reason"], "client");
    site.bot_says("Are you there?").await.expect(409);
    visitor.says("m-2", "Once more").await.expect(202);
    site.bot_says("Hello again").await.expect(201);
    let stranger = Reply::of(site.world.stranger().request(Method::POST, &end)).await;
    stranger.problem(401, "unauthenticated");
}
