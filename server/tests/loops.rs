//! A call center with a gateway, a bot and a third-party suite, all of them `patchbay simulate`'s own.

use crate::chats::{CC, SECRET, customer_says, token};
use crate::world::{Process, World};
use axum::Router;
use patchbay_model::secret::Secret;
use patchbay_server::simulate::bot::{Bot, BotSettings};
use patchbay_server::simulate::gateway::Gateway;
use patchbay_server::simulate::omnichannel::{Suite, SuiteSettings};
use patchbay_server::simulate::{OtherSide, signing_secrets};
use patchbay_testkit::{Client, Reply};
use patchbay_vault::standard_webhooks::SigningSecret;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Customers of a gateway, a bot that has them first, and a suite that it can hand over to.
pub struct Loop {
    pub world: World,
    pub portal: Client,
    pub bot: Bot,
    pub suite: Suite,
    pub gateway: Gateway,
    allowed: String,
}

/// Places that will be served once it is known what their servers have to know.
pub struct Places {
    bot: TcpListener,
    suite: TcpListener,
    gateway: TcpListener,
}

impl Places {
    pub async fn find() -> Self {
        let place = async || TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { bot: place().await, suite: place().await, gateway: place().await }
    }

    /// The guard's list.
    pub fn allowed(&self) -> String {
        let of = |place: &TcpListener| format!("http://{}", at(place));
        [&self.bot, &self.suite, &self.gateway].map(of).join(",")
    }

    /// Describes all of it to a server at `base` and serves it.
    pub async fn serve(self, portal: &Client, base: &str) -> (Bot, Suite, Gateway) {
        let of = json!({"id": "cc-1", "name": "Bar", "timeZone": "Asia/Jakarta", "language": "id"});
        portal.post("/api/v1/call-centers", &of).await.expect(201);
        let callback = format!("http://{}/callback", at(&self.gateway));
        let channel = json!({"name": "WhatsApp", "kind": "gateway", "callbackUrl": callback});
        portal.post(&format!("{CC}/channels"), &channel).await.expect(201);
        let endpoint = |role: &str| json!({"url": format!("http://{}/{role}", at(&self.bot))});
        let bot_id = made(portal, json!({"kind": "twoway", "name": "bot", "isBot": true, "channels": ["WhatsApp"],
            "messageEndpoint": endpoint("message"), "handoverEndpoint": endpoint("handover"), "eventsEndpoint": endpoint("events")}))
        .await;
        let suite_id = made(
            portal,
            json!({"kind": "omnichannel", "name": "suite", "channels": ["whatsapp"], "secret": SECRET,
            "properties": {"app.ext.integration.api.base.url": format!("http://{}", at(&self.suite)),
                "app.ext.integration.api.incomingMessage": "/incoming"}}),
        )
        .await;
        let bot = Bot::new(BotSettings {
            outbound_url: format!("{base}/conversational/twoway/v2/accounts/cc-1/adapters/{bot_id}"),
            token: Secret::new(token(portal, &bot_id, &["message:send", "session:update"]).await),
            hand_over_to: None,
            signing_secrets: rotated(portal, &format!("adapters/{bot_id}")).await,
        });
        let suite = Suite::new(SuiteSettings {
            patchbay: base.to_owned(),
            secret: Secret::new(SECRET),
            delivery_secret: None,
            signing_secrets: rotated(portal, &format!("adapters/{suite_id}")).await,
        });
        let (bot, suite) = (bot.unwrap(), suite.unwrap());
        let gateway = Gateway::new(rotated(portal, "channels/WhatsApp").await);
        serve(self.bot, bot.router());
        serve(self.suite, suite.router());
        serve(self.gateway, gateway.router());
        (bot, suite, gateway)
    }
}

impl Loop {
    pub async fn start() -> Self {
        let places = Places::find().await;
        let allowed = places.allowed();
        let world = World::with(&[("PATCHBAY_ALLOW_HOSTS", &allowed)]).await;
        let portal = world.portal().await;
        let (bot, suite, gateway) = places.serve(&portal, &world.process.base).await;
        Self { world, portal, bot, suite, gateway, allowed }
    }

    /// Another server on the same database, which may call them too.
    pub async fn another(&self) -> Process {
        self.world.another_with(&[("PATCHBAY_ALLOW_HOSTS", &self.allowed)]).await
    }

    pub async fn customer_says(&self, client: &str, id: &str, text: &str) -> Reply {
        customer_says(&self.portal, "WhatsApp", client, id, text).await
    }

    /// Works until nothing is left to do now. What waits for its time waits on.
    pub async fn work(&self) {
        work(&[&self.world.process]).await;
    }

    /// As if the time of everything that waits to be tried again had come.
    #[expect(clippy::disallowed_methods, reason = "five seconds are not waited for")]
    pub async fn time_passes(&self) {
        sqlx::query("UPDATE queued_executions SET run_at = now() WHERE state = 'waiting'")
            .execute(&self.world.pool().await)
            .await
            .unwrap();
    }

    /// What the customers were told, in the order of arrival.
    pub fn at_customers(&self) -> Vec<Value> {
        taken(self.gateway.side())
    }

    pub async fn conversation(&self, id: &Value) -> Value {
        self.portal.get(&format!("{CC}/conversations/{}", id.as_str().unwrap())).await.expect(200).json()
    }

    /// The execution that stands last in the list, or the only one.
    pub async fn last_execution(&self, endpoint: &str) -> Value {
        let list = self.portal.get(&format!("{CC}/executions?endpoint={endpoint}")).await.expect(200).json();
        let path = format!("{CC}/executions/{}", list["items"][0]["id"].as_str().unwrap());
        self.portal.get(&path).await.expect(200).json()
    }
}

/// Rounds of all processes at the same time, until none has anything to do.
pub async fn work(processes: &[&Process]) {
    loop {
        // With a hundred customers at once a test's few connections may all be taken: another round.
        let rounds = processes.iter().map(|process| async { process.services.dispatcher.tick().await.unwrap_or(1) });
        if futures::future::join_all(rounds).await.iter().sum::<usize>() == 0 {
            return;
        }
    }
}

/// The bodies that were taken, in the order of arrival.
pub fn taken(side: &OtherSide) -> Vec<Value> {
    let good = |status: Option<u16>| status.is_some_and(|status| status < 300);
    side.received().into_iter().filter(|received| good(received.answered)).map(|received| received.body).collect()
}

async fn made(portal: &Client, adapter: Value) -> String {
    let made = portal.post(&format!("{CC}/adapters"), &adapter).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// The secret that an adapter or channel signs with from now on; the first one was never shown.
async fn rotated(portal: &Client, of: &str) -> Vec<SigningSecret> {
    let made = portal.post(&format!("{CC}/{of}/signing-secrets"), &json!({})).await.expect(201).json();
    signing_secrets([made["secret"].as_str().unwrap()]).unwrap()
}

fn at(place: &TcpListener) -> SocketAddr {
    place.local_addr().unwrap()
}

fn serve(place: TcpListener, router: Router) {
    tokio::spawn(async move { axum::serve(place, router).await });
}
