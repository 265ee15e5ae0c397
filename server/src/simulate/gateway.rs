//! The gateway of a channel: takes what is said to customers at its callback URL, and shows it.

use super::other_side::OtherSide;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use patchbay_vault::standard_webhooks::SigningSecret;

/// A gateway that can be asked.
#[derive(Clone)]
pub struct Gateway(OtherSide);

impl Gateway {
    /// One that checks signatures with the channel's secrets; with none it takes everything.
    #[must_use]
    pub fn new(signing_secrets: Vec<SigningSecret>) -> Self {
        Self(OtherSide::new(signing_secrets))
    }

    /// What it received, and how it misbehaves.
    #[must_use]
    pub fn side(&self) -> &OtherSide {
        &self.0
    }

    /// Everything that it answers: `/callback`, `/received`, `/faults`.
    pub fn router(&self) -> Router {
        self.0.around(Router::new().route("/callback", post(async || StatusCode::OK)))
    }
}
