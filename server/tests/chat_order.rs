//! Order of each chat, whatever goes wrong on the way: a hundred at the same time.

use crate::loops::{Loop, work};
use futures::future;
use patchbay_server::simulate::{Faults, OtherSide};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const CHATS: usize = 100;
const MESSAGES: usize = 4;
/// Whose text a body holds, and which; none: it holds none.
type Said = fn(&Value) -> Option<(String, String)>;
/// Ends what hangs.
const LIMIT: Duration = Duration::from_secs(600);

fn expected() -> BTreeMap<String, Vec<String>> {
    (0..CHATS)
        .map(|chat| (format!("client-{chat}"), (0..MESSAGES).map(|number| format!("{chat}/{number}")).collect()))
        .collect()
}

/// What each customer's texts were, in the order of their first arrival, and what arrived before its forerunner was taken.
fn seen(side: &OtherSide, of: Said) -> (BTreeMap<String, Vec<String>>, Vec<String>) {
    let (mut taken, mut early): (BTreeMap<String, Vec<String>>, _) = (BTreeMap::new(), Vec::new());
    for received in side.received() {
        let Some((client, text)) = of(&received.body) else { continue };
        let before = taken.entry(client).or_default();
        let number: usize = text.rsplit('/').next().unwrap().parse().unwrap();
        if number > before.len() {
            early.push(text.clone());
        }
        if received.answered.is_some_and(|status| status < 300) {
            before.push(text);
        }
    }
    (taken, early)
}

fn to_bot(body: &Value) -> Option<(String, String)> {
    let text = body["conversationMessages"][0]["text"].as_str()?;
    Some((body["chat"]["conversationClientId"].as_str()?.to_owned(), text.to_owned()))
}

fn to_customer(body: &Value) -> Option<(String, String)> {
    Some((body["to"].as_str()?.to_owned(), body["message"]["text"].as_str()?.to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_chats_keep_their_order_while_bot_and_gateway_fail_now_and_then() {
    let chats = Loop::start().await;
    let another = chats.another().await;
    chats.bot.side().switches().set(Faults { status: 503, every: 5, ..Faults::default() });
    chats.gateway.side().switches().set(Faults { hang_up: true, every: 7, ..Faults::default() });
    let is_said = AtomicBool::new(false);
    let customers = async {
        for number in 0..MESSAGES {
            let says = async |chat: usize| {
                let (client, id, text) =
                    (format!("client-{chat}"), format!("p-{chat}-{number}"), format!("{chat}/{number}"));
                // As a gateway does it: under one id, until it is acknowledged.
                while chats.customer_says(&client, &id, &text).await.status != 202 {}
            };
            future::join_all((0..CHATS).map(says)).await;
        }
        is_said.store(true, Ordering::Relaxed);
    };
    let working = async {
        let started = Instant::now();
        loop {
            let was_said = is_said.load(Ordering::Relaxed);
            work(&[&chats.world.process, &another]).await;
            chats.time_passes().await;
            let count = chats.at_customers().len();
            if was_said && count >= CHATS * MESSAGES {
                return;
            }
            assert!(started.elapsed() < LIMIT, "{count} messages came back");
        }
    };
    tokio::join!(customers, working);
    for (side, of) in [(chats.bot.side(), to_bot as Said), (chats.gateway.side(), to_customer as Said)] {
        let (taken, early) = seen(side, of);
        assert_eq!(early, Vec::<String>::new(), "none overtakes another that waits for its retry");
        assert_eq!(taken, expected(), "all of them, once and in order");
        assert!(
            side.received().iter().any(|one| one.answered != Some(200) && one.answered != Some(201)),
            "some have failed"
        );
    }
}
