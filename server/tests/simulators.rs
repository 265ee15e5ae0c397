//! `patchbay simulate`: the whole loop from a customer to a bot, a third party and back, and other sides that misbehave.

use crate::chats::CC;
use crate::httpbin::process::free_port;
use crate::loops::{Loop, taken};
use crate::world::World;
use patchbay_server::simulate::{Faults, Signature};
use patchbay_testkit::Client;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

fn texts(payloads: &[Value]) -> Vec<&str> {
    payloads.iter().map(|payload| payload["message"]["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_customer_talks_to_the_bot_then_to_the_third_party_until_it_closes() {
    let chat = Loop::start().await;
    let said = chat.customer_says("62812", "p1", "hello").await.expect(202).json();
    let conversation = &said["conversationId"];
    chat.work().await;
    for (id, text) in [("p2", "Where is my order?"), ("p3", "Agent"), ("p4", "Hello?"), ("p5", "close")] {
        chat.customer_says("62812", id, text).await.expect(202);
        chat.work().await;
    }
    let told = chat.at_customers();
    assert_eq!(told[0]["message"]["options"].as_array().unwrap().len(), 3, "the bot greets with suggestions");
    assert_eq!(
        texts(&told)[1..],
        [
            "Where is my order?",
            "One moment, I am fetching somebody for you.",
            "Farah: You wrote “Hello?”. I look into it.",
            "Farah: Glad that I could help. Good-bye!"
        ]
    );
    let kept = chat.conversation(conversation).await;
    assert_eq!((&kept["state"], kept["messages"].as_array().unwrap().len()), (&json!("ended"), 10));
    let incoming = taken(chat.suite.side());
    assert_eq!(incoming[0]["ticketNumber"], *conversation);
    let events =
        taken(chat.bot.side()).into_iter().flat_map(|payload| payload["conversationEvents"].as_array().cloned());
    let kinds: Vec<String> = events.flatten().map(|event| event["$type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["RouterSessionStarted", "HandOverRequested", "HandOverCompleted"]);
    for side in [chat.bot.side(), chat.suite.side(), chat.gateway.side()] {
        let received = side.received();
        assert!(
            !received.is_empty() && received.iter().all(|one| one.signature == Signature::Verified),
            "{received:?}"
        );
    }
}

#[tokio::test]
async fn the_bot_ends_the_session_when_it_is_told_good_bye() {
    let chat = Loop::start().await;
    let said = chat.customer_says("62812", "p1", "bye").await.expect(202).json();
    chat.work().await;
    assert_eq!(texts(&chat.at_customers()), ["Good-bye!"]);
    assert_eq!(chat.conversation(&said["conversationId"]).await["state"], "ended");
}

#[tokio::test]
async fn texts_arrive_as_they_were_written() {
    let chat = Loop::start().await;
    let longest = "x".repeat(4096);
    let emoji = "👩‍👩‍👧‍👦".chars().cycle().take(4096).collect::<String>();
    let right_to_left = "مرحبا، أين طلبي رقم 42؟ \u{202b}שלום\u{202c}";
    let written = [
        longest.as_str(),
        &emoji,
        right_to_left,
        "e\u{301} \u{feff}\u{200d}  two  spaces \n\t\"\\{body}$chatId",
        "Ngọc Việt 🇻🇳",
    ];
    for (number, text) in written.iter().enumerate() {
        chat.customer_says("62812", &format!("p{number}"), text).await.expect(202);
        chat.work().await;
    }
    assert_eq!(texts(&chat.at_customers()), written);
}

#[tokio::test]
async fn whatever_a_bot_does_to_a_message_it_is_tried_again_and_answered_once() {
    let faults = [
        (Faults { status: 500, ..Faults::default() }, "upstream_status"),
        (Faults { down: true, ..Faults::default() }, "upstream_status"),
        (Faults { busy_seconds: 3600, ..Faults::default() }, "rate_limited"),
        (Faults { hang_up: true, ..Faults::default() }, "connect_failed"),
    ];
    for (fault, code) in faults {
        let chat = Loop::start().await;
        let switches = chat.bot.side().switches();
        switches.set(fault);
        chat.customer_says("62812", "p1", "one").await.expect(202);
        chat.customer_says("62812", "p2", "two").await.expect(202);
        chat.work().await;
        let waiting = chat.last_execution("message").await;
        assert_eq!(waiting["status"], "queued");
        let health = chat.portal.get(&format!("{CC}/queue-health")).await.expect(200).json();
        assert_eq!(health["blocked"], 1, "the second waits behind the first: {health}");
        let list = chat.portal.get(&format!("{CC}/executions?endpoint=message")).await.expect(200).json();
        assert_eq!(list["items"][1]["errorCode"], code);
        if fault.busy_seconds > 0 {
            let next: chrono::DateTime<chrono::Utc> = health["nextRunAt"].as_str().unwrap().parse().unwrap();
            assert!((next - chrono::Utc::now()).num_seconds() > 3500, "Retry-After counts: {next}");
        }
        switches.set(Faults { twice: true, ..Faults::default() });
        chat.time_passes().await;
        chat.work().await;
        assert_eq!(texts(&chat.at_customers()), ["one", "two"], "said once, although the bot posts it twice");
        let ids: Vec<_> = chat.bot.side().received().into_iter().filter(|one| one.path == "/message").collect();
        assert_eq!(ids[0].webhook_id, ids[1].webhook_id, "an attempt is known by its id");
    }
}

#[tokio::test]
async fn a_third_party_that_answers_something_else_has_its_message() {
    let chat = Loop::start().await;
    chat.suite.side().switches().set(Faults { other_body: true, ..Faults::default() });
    chat.customer_says("62812", "p1", "agent").await.expect(202);
    chat.work().await;
    chat.customer_says("62812", "p2", "Hi").await.expect(202);
    chat.work().await;
    let delivered = chat.last_execution("message").await;
    assert_eq!((&delivered["status"], &delivered["attemptCount"]), (&json!("succeeded"), &json!(1)));
    let warning = delivered["effects"]["warnings"][0].as_str().unwrap();
    assert!(warning.contains("another body"), "{warning}");
    assert_eq!(chat.at_customers().len(), 2);
}

#[tokio::test]
async fn what_is_signed_by_nobody_known_is_turned_away() {
    let chat = Loop::start().await;
    let router = chat.bot.router();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stranger = Client::stranger(&format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move { axum::serve(listener, router).await });
    stranger.post("/message", &json!({"conversationMessages": []})).await.expect(401);
    let received = stranger.get("/received").await.expect(200).json();
    assert_eq!(
        (&received["items"][0]["signature"], &received["items"][0]["answered"]),
        (&json!("refused"), &json!(401))
    );
}

/// The first line that a command prints, and the command.
fn started(command: &mut Command) -> (String, std::process::Child) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (line, child)
}

#[tokio::test]
async fn the_commands_say_where_they_listen_and_what_to_configure() {
    let world = World::start().await;
    let outbound = "http://127.0.0.1:3000/conversational/twoway/v2/accounts/cc-1/adapters/a-1";
    let table: [(&[&str], &[&str]); 3] = [
        (&["bot", "--outbound-url", outbound, "--token", "pba_1"], &["/message", "/handover", "/events"]),
        (&["omnichannel", "--secret", "sesame-sesame-sesame"], &["base.url", "/incoming"]),
        (&["gateway"], &["/callback"]),
    ];
    for (arguments, named) in table {
        let listen = format!("127.0.0.1:{}", free_port());
        let all = [&["simulate"], arguments, &["--listen", &listen]].concat();
        let (line, mut child) = started(&mut world.command(&all));
        assert!(line.contains(&format!("http://{listen}")) && named.iter().all(|part| line.contains(part)), "{line}");
        let client = Client::stranger(&format!("http://{listen}"));
        assert_eq!(client.get("/received").await.expect(200).json(), json!({"items": []}));
        let faults = client.post("/faults", &json!({"status": 500, "every": 3})).await.expect(200).json();
        assert_eq!((&faults["status"], &faults["every"]), (&json!(500), &json!(3)));
        client.post("/faults", &json!({"stauts": 500})).await.expect(422);
        let told = Command::new("kill").arg(child.id().to_string()).status().unwrap();
        assert!(told.success() && child.wait().unwrap().success());
    }
    let wrong = world.command(&["simulate", "bot", "--outbound-url", "http://x/", "--token", "t"]).output().unwrap();
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("copy it from the adapter's page"));
}
