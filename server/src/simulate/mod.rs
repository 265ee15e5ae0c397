//! `patchbay simulate`: the other sides of adapters and channels, for demos, tests and whoever builds one of their own. Real HTTP servers
//! that check what they are sent, answer, and fail when asked to.
//!
//! # Layout
//! [`bot`] is a TwoWay bot, [`omnichannel`] a third-party suite, [`gateway`] the customers' end. What all have: [`other_side`] around their webhooks,
//! [`inbox`] what they received, [`faults`] how they misbehave (the demo's CRM does too), [`caller`] their way to Patchbay.
//!
//! # Invariants
//! They know of Patchbay what its documents say, and keep everything in memory.

pub mod bot;
mod caller;
pub(crate) mod faults;
pub mod gateway;
mod inbox;
pub mod omnichannel;
mod other_side;

pub use faults::{Faults, Switches};
pub use inbox::{Received, Signature};
pub use other_side::OtherSide;

use crate::error::ServerError;
use crate::{connections, serve, shutdown};
use axum::Router;
use patchbay_vault::VaultError;
use patchbay_vault::standard_webhooks::SigningSecret;
use std::net::SocketAddr;
use tokio_util::sync::CancellationToken;

/// Serves a stand-in until a signal says to stop; `told` is the line about its address for whoever has started it.
///
/// # Errors
/// When the address is taken.
pub async fn run(
    listen: SocketAddr,
    router: Router,
    told: impl FnOnce(SocketAddr) -> String,
) -> Result<(), ServerError> {
    use std::io::Write as _;
    let signal = tokio::spawn(shutdown::requested());
    let listener = serve::bind(listen).await?;
    let line = told(listener.local_addr().unwrap_or(listen));
    let stopping = CancellationToken::new();
    let answering = tokio::spawn(connections::answer(listener, router, stopping.clone()));
    // A closed standard output is no reason not to serve.
    let _ = writeln!(std::io::stdout(), "{line}");
    let caught = signal.await.map_err(|error| ServerError::Failed(error.to_string()))?;
    caught.map_err(ServerError::file("signals"))?;
    stopping.cancel();
    answering.await.map_err(|error| ServerError::Failed(error.to_string()))
}

/// Reads the secrets that Patchbay signs with, `whsec_…`.
///
/// # Errors
/// One of them is none.
pub fn signing_secrets<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<SigningSecret>, VaultError> {
    texts.into_iter().map(SigningSecret::parse).collect()
}
