//! The web chat, as far as it is no wire: whose chat a token opens, what its visitor sees of it and when, the files that are sent.
//!
//! # Layout
//! [`guests`] knows visitors and how often each may ask, [`transcript`] reads what one may see, [`watchers`] wakes those who
//! wait for more, [`files`] keeps what was sent, [`media`] says what it is.
//!
//! # Invariants
//! A visitor is no actor of the portal and has no rights to judge: a [`Guest`] is made of a token alone, and everything
//! here that reads or writes a chat takes one and reaches its own chat only. Who waits holds no connection and no lock.

mod files;
mod guests;
mod media;
mod transcript;
mod watchers;

pub use files::{Files, MAXIMUM_FILE_BYTES, Sent, remove_old};
pub use guests::Guest;
pub use transcript::Following;

use crate::portal::{not_said, told};
use crate::problem::{ApiError, ApiResult};
use crate::settings::Settings;
use guests::Rates;
use patchbay_dispatch::Dispatcher;
use patchbay_dispatch::messaging::MessagingError;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::EndReason;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage, Party};
use patchbay_model::messaging::visit::HOST_ID;
use patchbay_model::problem::ProblemCode;
use patchbay_store::{Store, channels};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use watchers::Watchers;

/// How often what was counted of visitors who left is forgotten.
const MINUTE: Duration = Duration::from_secs(60);

/// What the web chat's face asks.
pub struct WebChats {
    store: Store,
    dispatcher: Dispatcher,
    rates: Rates,
    watchers: Arc<Watchers>,
    files: Files,
}

impl WebChats {
    /// On an open database; `changes` wakes whoever waits.
    #[must_use]
    pub fn start(
        store: Store,
        dispatcher: Dispatcher,
        settings: &Settings,
        changes: crate::changes::Subscription,
        stopping: CancellationToken,
    ) -> Arc<Self> {
        let watchers = Arc::new(Watchers::default());
        tokio::spawn(Arc::clone(&watchers).follow(changes));
        let rates = Rates::new(settings.visitor_requests_per_second);
        let files = Files::new(store.clone(), settings);
        let chats = Arc::new(Self { store, dispatcher, rates, watchers, files });
        tokio::spawn(Arc::clone(&chats).forget_the_idle(stopping));
        chats
    }

    /// The web chat of this name, in any case, or id.
    ///
    /// # Errors
    /// There is none; a channel of another kind is none either.
    pub async fn channel(&self, call_center: &CallCenterId, name: &str) -> ApiResult<Channel> {
        let found = channels::find(&self.store, call_center, name).await.map_err(told("web chat".into()))?;
        let found = found.filter(|channel| channel.kind == ChannelKind::Webchat);
        found.ok_or_else(|| ApiError::not_found("web chat"))
    }

    /// The files.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// Takes what a visitor says; `id` is the visitor's own.
    ///
    /// # Errors
    /// No adapter takes the channel, or the database is away: nothing was taken.
    pub async fn say(&self, guest: &Guest, id: &str, content: Content) -> ApiResult<AcceptedMessage> {
        let visitor = &guest.visitor;
        let name = Some(visitor.name.clone()).filter(|name| !name.is_empty());
        let message = GatewayMessage {
            id: guest.message_key(id),
            from: Party { id: visitor.client_id.clone(), name },
            to: HOST_ID.to_owned(),
            message: content,
        };
        let call_center = visitor.call_center_id.clone();
        let taken = self.dispatcher.accept_customer_message(call_center, guest.channel.clone(), message).await;
        Ok(taken.map_err(not_said)?)
    }

    /// Ends the chat of a visitor. One that has not begun or has ended stays as it is.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end(&self, guest: &Guest) -> ApiResult<()> {
        let call_center = guest.visitor.call_center_id.clone();
        match self.dispatcher.end_session(call_center, guest.chat(), EndReason::Client).await {
            Ok(_) | Err(MessagingError::NoChat) => Ok(()),
            Err(error) => Err(not_said(error).into()),
        }
    }

    /// Takes a file that a visitor sends.
    ///
    /// # Errors
    /// It is of no type that is taken, or there is no address to give it; and those of [`say`](Self::say).
    pub async fn send_file(&self, guest: &Guest, sent: Sent) -> ApiResult<AcceptedMessage> {
        self.rates.check_file(guest)?;
        let id = sent.id.clone();
        let media = self.files.keep(guest, sent).await?;
        self.say(guest, &id, Content::Media(media)).await
    }

    async fn forget_the_idle(self: Arc<Self>, stopping: CancellationToken) {
        loop {
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(MINUTE) => self.rates.forget_the_idle(),
            }
        }
    }
}

fn too_many(seconds: u64) -> ApiError {
    ApiError::new(ProblemCode::TooManyRequests, "too many requests: wait a moment").retry_after(seconds)
}
