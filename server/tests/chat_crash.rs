//! Servers are killed while customers and a bot talk: no message is lost, and none is said twice. A gateway may be posted
//! the same message again, under the same id, when its answer was lost with the server that waited for it.

use crate::chats::CC;
use crate::httpbin::process::http_client;
use crate::loops::Places;
use crate::site::{PATIENCE, Server, Site, drained, start_postgres};
use futures::future::join_all;
use patchbay_server::simulate::Received;
use patchbay_testkit::Client;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CHATS: usize = 20;
const MESSAGES: usize = 6;
/// The whole test, disasters and recovery included.
const LIMIT: Duration = Duration::from_secs(240);

fn text(chat: usize, number: usize) -> String {
    format!("{chat}/{number}")
}

/// Posts one message, to whichever server answers, until it is acknowledged.
async fn say_until_acknowledged(clients: &[reqwest::RequestBuilder], chat: usize, number: usize) {
    let body = json!({"id": format!("p-{chat}-{number}"), "from": {"id": format!("client-{chat}"), "name": "Ann"}, "to": "x",
        "message": {"$type": "text", "text": text(chat, number)}});
    let (started, mut tries) = (Instant::now(), 0);
    loop {
        let request = clients[(chat + number + tries) % clients.len()].try_clone().unwrap();
        tries += 1;
        if let Ok(answer) = request.timeout(Duration::from_secs(5)).json(&body).send().await {
            let status = answer.status().as_u16();
            assert!(status == 202 || status == 429 || status >= 500, "{status}: {}", answer.text().await.unwrap());
            if status == 202 {
                return;
            }
        }
        assert!(started.elapsed() < PATIENCE, "{} is acknowledged by nobody", text(chat, number));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Kills both servers, one after the other, when a third and two thirds of the messages are acknowledged.
async fn disasters(said: &AtomicUsize, servers: [&mut Server; 2], site: &Site) {
    for (part, server) in (1..).zip(servers) {
        while said.load(Ordering::Relaxed) < CHATS * MESSAGES * part / 3 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.crash(site).await;
    }
}

/// Per text the ids that it came under, and per customer the texts in the order of their first arrival.
fn arrived(received: &[Received]) -> (BTreeMap<String, BTreeSet<String>>, BTreeMap<String, Vec<String>>) {
    let (mut ids, mut order): (BTreeMap<String, BTreeSet<String>>, BTreeMap<String, Vec<String>>) = Default::default();
    for one in received {
        let said = one.body["message"]["text"].as_str().unwrap().to_owned();
        let id = one.webhook_id.clone().unwrap();
        assert_eq!(one.body["id"], id.as_str(), "a gateway knows a message by the id of its post");
        if ids.entry(said.clone()).or_default().insert(id) {
            order.entry(one.body["to"].as_str().unwrap().to_owned()).or_default().push(said);
        }
    }
    (ids, order)
}

async fn survive() {
    let folder = std::env::temp_dir().join(format!("patchbay-chat-crash-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let postgres = start_postgres(&folder).await;
    let places = Places::find().await;
    let database = postgres.url().expose().to_owned();
    let site = Site { folder: folder.clone(), database, allowed: places.allowed() };
    let (mut first, mut second) = (site.server().await, site.server().await);
    let key = site.key("portal:admin,integrations:read,integrations:write,messages:write,executions:read");
    let portal = Client::with_key(&first.base, &key);
    // The bot posts to the server that is killed first.
    let (_bot, _suite, gateway) = places.serve(&portal, &first.base).await;
    let http = http_client();
    let to = |base: &str| http.post(format!("{base}{CC}/channels/WhatsApp/messages")).bearer_auth(&key);
    let clients = [to(&first.base), to(&second.base)];
    let said = AtomicUsize::new(0);
    let customers = join_all((0..CHATS).map(async |chat| {
        for number in 0..MESSAGES {
            say_until_acknowledged(&clients, chat, number).await;
            said.fetch_add(1, Ordering::Relaxed);
        }
    }));
    tokio::join!(customers, disasters(&said, [&mut first, &mut second], &site));
    drained(&portal).await;

    let received = gateway.side().received();
    let (ids, order) = arrived(&received);
    let all = (0..CHATS).flat_map(|chat| (0..MESSAGES).map(move |number| text(chat, number)));
    let lost: Vec<String> = all.filter(|text| !ids.contains_key(text)).collect();
    let doubled: Vec<_> = ids.iter().filter(|(_, ids)| ids.len() > 1).collect();
    println!("{} messages, 2 servers killed: {} lost, {} doubled", CHATS * MESSAGES, lost.len(), doubled.len());
    println!("{} of the posts to the gateway were repetitions under the same id", received.len() - ids.len());
    drop((first, second));
    postgres.stop().await.unwrap();
    let _ = std::fs::remove_dir_all(&folder);
    assert!(lost.is_empty(), "acknowledged and never answered: {lost:?}");
    assert!(doubled.is_empty(), "said twice: {doubled:?}");
    for (chat, texts) in order {
        let number = |text: &String| text.rsplit('/').next().unwrap().parse::<usize>().unwrap();
        assert!(texts.iter().map(number).eq(0..MESSAGES), "{chat}: {texts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_is_lost_or_said_twice_when_servers_are_killed() {
    tokio::time::timeout(LIMIT, survive()).await.expect("it ends");
}
