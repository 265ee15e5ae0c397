//! A web chat with a bot behind it, and visitors of it, over HTTP alone.

use crate::chats::{CC, bodies, token, url};
use crate::world::World;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub const VISIT: &str = "/api/v1/call-centers/cc-1/channels/CXWebConversations/visit";
pub const SHOP: &str = "https://shop.example.com";
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// The web chat `CXWebConversations` with a bot that takes its messages.
pub struct Site {
    pub world: World,
    pub portal: Client,
    pub bot: String,
    pub token: String,
}

impl Site {
    pub async fn open() -> Self {
        Self::with(&[]).await
    }

    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let world = World::with(settings).await;
        let portal = world.portal().await;
        let of = json!({"id": "cc-1", "name": "Bar", "timeZone": "UTC", "language": "en"});
        portal.post("/api/v1/call-centers", &of).await.expect(201);
        for name in ["CXWebConversations", "Push"] {
            let channel = json!({"name": name, "kind": "webchat", "allowedOrigins": [SHOP]});
            portal.post(&format!("{CC}/channels"), &channel).await.expect(201);
        }
        let adapter = json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["CXWebConversations", "Push"],
            "messageEndpoint": {"url": url(&world, "/bot")}});
        let bot = portal.post(&format!("{CC}/adapters"), &adapter).await.expect(201).json();
        let bot = bot["id"].as_str().unwrap().to_owned();
        let token = token(&portal, &bot, &["message:send", "session:update"]).await;
        Self { world, portal, bot, token }
    }

    /// A new visitor.
    pub async fn visitor(&self) -> Visitor {
        let base = self.world.process.base.clone();
        let begun = self.world.stranger().post(VISIT, &json!({"name": "Ann Lee"})).await.expect(201).json();
        let visitor = Visitor::with(&base, begun["token"].as_str().unwrap());
        assert_eq!((&begun["entries"], &begun["last"]), (&json!([]), &json!(0)));
        visitor
    }

    /// A post of the bot, to the chat that its webhook was told of last.
    pub async fn bot_posts(&self, members: Value) -> Reply {
        let chat = bodies(&self.world, "/bot").last().unwrap()["chat"].clone();
        let mut body = json!({"chat": {"id": chat["id"], "accountId": "cc-1", "channel": chat["channel"],
            "conversationClientId": chat["conversationClientId"], "conversationHostId": chat["conversationHostId"]}});
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{}", self.bot);
        let request = self.world.stranger().request(Method::POST, &path).header("X-Cm-Producttoken", &self.token);
        Reply::of(request.json(&body)).await
    }

    pub async fn bot_says(&self, text: &str) -> Reply {
        self.bot_posts(json!({"conversationMessages": [{"$type": "text", "text": text}]})).await
    }
}

/// One who holds a token.
pub struct Visitor {
    pub client: Client,
    base: String,
    pub token: String,
}

impl Visitor {
    pub fn with(base: &str, token: &str) -> Self {
        Self { client: Client::with_key(base, token), base: base.to_owned(), token: token.to_owned() }
    }

    /// The same visitor at another process.
    pub fn at(&self, base: &str) -> Self {
        Self::with(base, &self.token)
    }

    pub async fn says(&self, id: &str, text: &str) -> Reply {
        self.client.post(&format!("{VISIT}/messages"), &message(id, text)).await
    }

    pub async fn sends(&self, query: &str, bytes: impl Into<reqwest::Body>) -> Reply {
        Reply::of(self.client.request(Method::POST, &format!("{VISIT}/files?{query}")).body(bytes)).await
    }

    pub async fn history(&self) -> Vec<Value> {
        let page = self.client.get(&format!("{VISIT}/messages")).await.expect(200).json();
        page["items"].as_array().unwrap().clone()
    }

    /// Listens after an entry.
    pub async fn listens(&self, after: i64) -> Stream {
        let request = self.client.request(Method::GET, &format!("{VISIT}/stream"));
        let response = request.header("last-event-id", after).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{}", self.base);
        Stream { response, rest: String::new() }
    }
}

/// An open stream.
pub struct Stream {
    response: reqwest::Response,
    rest: String,
}

impl Stream {
    /// The next event: its id, its name, its data.
    pub async fn next(&mut self) -> (i64, String, Value) {
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

/// The body of a text.
pub fn message(id: &str, text: &str) -> Value {
    json!({"id": id, "message": {"$type": "text", "text": text}})
}

/// The texts among entries.
pub fn texts(entries: &[Value]) -> Vec<&str> {
    entries.iter().filter_map(|entry| entry["content"]["text"].as_str()).collect()
}
