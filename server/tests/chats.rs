//! A call center with a gateway and adapters, all of whose other sides are the upstream.

use crate::world::World;
use patchbay_testkit::{Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

pub const CC: &str = "/api/v1/call-centers/cc-1";
pub const SECRET: &str = "sesame-sesame-sesame";

/// Two adapters over one gateway.
pub struct Chats {
    pub world: World,
    pub portal: Client,
    /// The ids of the adapters: a TwoWay bot, and another one to hand over to.
    pub bot: String,
    pub desk: String,
    /// A token of the bot with every right.
    pub token: String,
}

impl Chats {
    /// The gateway `WhatsApp` at `/customer`, a bot at `/bot` and a desk at `/desk`.
    pub async fn twoway() -> Self {
        let (world, portal) = gateway("WhatsApp").await;
        let bot = adapter(&world, &portal, "bot").await;
        let desk = adapter(&world, &portal, "desk").await;
        let token = token(&portal, &bot, &["message:send", "session:update", "history:read"]).await;
        Self { world, portal, bot, desk, token }
    }

    /// A message of a customer.
    pub async fn customer_says(&self, id: &str, text: &str) -> Reply {
        customer_says(&self.portal, "WhatsApp", "628128778222", id, text).await
    }

    /// A post of the bot to its outbound URL.
    pub async fn send(&self, body: &Value) -> Reply {
        self.post_to(&self.bot, &self.token, body).await
    }

    pub async fn post_to(&self, adapter: &str, token: &str, body: &Value) -> Reply {
        let path = format!("/conversational/twoway/v2/accounts/cc-1/adapters/{adapter}");
        let request = self.world.stranger().request(Method::POST, &path).header("X-Cm-Producttoken", token);
        Reply::of(request.json(body)).await
    }

    /// A request of the control API.
    pub async fn control(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let mut request = self.world.stranger().request(method, path).header("X-Product-Token", &self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        Reply::of(request).await
    }

    /// What the bot was sent, as bodies.
    pub fn at_bot(&self) -> Vec<Value> {
        bodies(&self.world, "/bot")
    }

    /// What the customer's gateway was sent.
    pub fn at_customer(&self) -> Vec<Value> {
        bodies(&self.world, "/customer")
    }
}

/// The call center `cc-1` with a gateway.
pub async fn gateway(name: &str) -> (World, Client) {
    let world = World::start().await;
    let portal = world.portal().await;
    let of = json!({"id": "cc-1", "name": "Bar", "timeZone": "Asia/Jakarta", "language": "id"});
    portal.post("/api/v1/call-centers", &of).await.expect(201);
    let channel = json!({"name": name, "kind": "gateway", "callbackUrl": url(&world, "/customer")});
    portal.post(&format!("{CC}/channels"), &channel).await.expect(201);
    (world, portal)
}

/// An omnichannel adapter over a gateway `whatsapp`.
pub async fn omnichannel() -> (World, Client) {
    let (world, portal) = gateway("whatsapp").await;
    let draft = json!({"kind": "omnichannel", "name": "suite", "channels": ["whatsapp"], "secret": SECRET, "properties": {
        "app.ext.integration.api.base.url": url(&world, ""), "app.ext.integration.api.incomingMessage": "/in"}});
    portal.post(&format!("{CC}/adapters"), &draft).await.expect(201);
    world.upstream.answers("POST", "/in", patchbay_testkit::Answer::json(200, &json!({"status": "success"})));
    (world, portal)
}

async fn adapter(world: &World, portal: &Client, name: &str) -> String {
    let draft = json!({"kind": "twoway", "name": name, "isBot": name == "bot", "channels": ["WhatsApp"],
        "messageEndpoint": {"url": url(world, &format!("/{name}")), "headers": {"X-Api-Key": "k3y", "X-Env": "a{b}"}},
        "handoverEndpoint": {"url": url(world, &format!("/{name}/handover"))},
        "eventsEndpoint": {"url": url(world, &format!("/{name}/events"))}});
    let made = portal.post(&format!("{CC}/adapters"), &draft).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

pub async fn token(portal: &Client, adapter: &str, rights: &[&str]) -> String {
    let draft = json!({"name": "main", "rights": rights});
    let made = portal.post(&format!("{CC}/adapters/{adapter}/tokens"), &draft).await.expect(201).json();
    made["token"].as_str().unwrap().to_owned()
}

pub fn url(world: &World, path: &str) -> String {
    format!("http://{}{path}", world.upstream.host())
}

pub async fn customer_says(portal: &Client, channel: &str, client: &str, id: &str, text: &str) -> Reply {
    let body = json!({"id": id, "from": {"id": client, "name": "Farhan Akbar"}, "to": "x",
        "message": {"$type": "text", "text": text}});
    portal.post(&format!("{CC}/channels/{channel}/messages"), &body).await
}

/// A message of an adapter to the one customer.
pub fn says(text: &str) -> Value {
    json!({"chat": chat(), "conversationMessages": [{"$type": "text", "id": format!("id of {text}"), "text": text}]})
}

pub fn chat() -> Value {
    json!({"id": "whatever", "accountId": "cc-1", "channel": "WhatsApp", "conversationClientId": "628128778222",
        "conversationHostId": "x"})
}

pub fn bodies(world: &World, path: &str) -> Vec<Value> {
    world.upstream.received_at(path).iter().map(|received| serde_json::from_str(&received.body).unwrap()).collect()
}

pub fn texts(payloads: &[Value]) -> Vec<String> {
    let text = |payload: &Value| payload["message"]["text"].as_str().unwrap().to_owned();
    payloads.iter().map(text).collect()
}
