//! `patchbay simulate`

use crate::error::ServerError;
use crate::simulate::bot::{Bot, BotSettings};
use crate::simulate::gateway::Gateway;
use crate::simulate::omnichannel::{Suite, SuiteSettings};
use crate::simulate::{run, signing_secrets};
use clap::{Args, Subcommand};
use patchbay_model::secret::Secret;
use patchbay_vault::standard_webhooks::SigningSecret;
use std::net::SocketAddr;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// A TwoWay bot: repeats what it is told, greets, hands over at "agent", ends the session at "bye".
    Bot(BotArguments),
    /// A third-party omnichannel suite: answers each message, closes the ticket at "close".
    Omnichannel(SuiteArguments),
    /// A gateway: takes what is said to customers, and shows it at GET /received.
    Gateway(GatewayArguments),
}

#[derive(Debug, Args)]
pub(super) struct BotArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4020")]
    listen: SocketAddr,
    /// The adapter's outbound URL, as its page copies it.
    #[arg(long, value_name = "URL", env = "PATCHBAY_SIMULATE_OUTBOUND_URL")]
    outbound_url: String,
    /// A token of the adapter with message:send and session:update.
    #[arg(long, env = "PATCHBAY_SIMULATE_TOKEN", hide_env_values = true)]
    token: String,
    /// The adapter that "agent" hands over to; left out: one that Patchbay names.
    #[arg(long, value_name = "ADAPTER_ID", env = "PATCHBAY_SIMULATE_HAND_OVER_TO")]
    hand_over_to: Option<String>,
    #[command(flatten)]
    signing: Signing,
}

#[derive(Debug, Args)]
pub(super) struct SuiteArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4030")]
    listen: SocketAddr,
    /// Where Patchbay is.
    #[arg(long, value_name = "URL", env = "PATCHBAY_SIMULATE_PATCHBAY", default_value = "http://127.0.0.1:3000")]
    patchbay: String,
    /// The adapter's secret.
    #[arg(long, env = "PATCHBAY_SIMULATE_SECRET", hide_env_values = true)]
    secret: String,
    /// What Patchbay shows to the suite; left out: the same secret.
    #[arg(long, value_name = "SECRET", env = "PATCHBAY_SIMULATE_DELIVERY_SECRET", hide_env_values = true)]
    delivery_secret: Option<String>,
    #[command(flatten)]
    signing: Signing,
}

#[derive(Debug, Args)]
pub(super) struct GatewayArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4040")]
    listen: SocketAddr,
    #[command(flatten)]
    signing: Signing,
}

#[derive(Debug, Args)]
struct Signing {
    /// A signing secret, whsec_…; two during a rotation. Left out: signatures are not checked.
    #[arg(
        long = "signing-secret",
        value_name = "SECRET",
        env = "PATCHBAY_SIMULATE_SIGNING_SECRETS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    secrets: Vec<String>,
}

impl Signing {
    fn read(&self) -> Result<Vec<SigningSecret>, ServerError> {
        let read = signing_secrets(self.secrets.iter().map(String::as_str));
        read.map_err(|_| ServerError::Refused("--signing-secret: write it as it was shown, whsec_…".to_owned()))
    }
}

pub(super) async fn simulate(command: Command) -> Result<(), ServerError> {
    match command {
        Command::Bot(given) => {
            let bot = Bot::new(BotSettings {
                signing_secrets: given.signing.read()?,
                outbound_url: given.outbound_url,
                token: Secret::new(given.token),
                hand_over_to: given.hand_over_to,
            })?;
            let told = |at: SocketAddr| {
                let roles = "its adapter's endpoints are /message, /handover and /events";
                format!("The bot listens on http://{at}: {roles} there{}", watched(at))
            };
            run(given.listen, bot.router(), told).await
        }
        Command::Omnichannel(given) => {
            let suite = Suite::new(SuiteSettings {
                signing_secrets: given.signing.read()?,
                patchbay: given.patchbay,
                secret: Secret::new(given.secret),
                delivery_secret: given.delivery_secret.map(Secret::new),
            })?;
            let told = |at: SocketAddr| {
                let properties = "that is its adapter's base.url, and incomingMessage is /incoming";
                format!("The suite listens on http://{at}: {properties}{}", watched(at))
            };
            run(given.listen, suite.router(), told).await
        }
        Command::Gateway(given) => {
            let gateway = Gateway::new(given.signing.read()?);
            let told =
                |at| format!("The gateway listens on http://{at}: its callback URL is /callback there{}", watched(at));
            run(given.listen, gateway.router(), told).await
        }
    }
}

fn watched(at: SocketAddr) -> String {
    format!("; PATCHBAY_ALLOW_HOSTS has to name http://{at}; see GET /received, switch POST /faults")
}
