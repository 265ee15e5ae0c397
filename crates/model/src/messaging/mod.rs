//! Messaging: chats of customers with adapters, in one model for all dialects (spec/twoway.md, spec/omnichannel.md).
//!
//! # Layout
//! [`channel`] is where customers write, [`adapter`] who answers them. [`chat`], [`message`], [`content`] and [`event`] are
//! what is exchanged, [`visit`] what a visitor of a web chat says and sees. [`twoway`], [`omnichannel`] and [`gateway`] each
//! read and write one dialect of it, [`inbound`] reads what SMS gateways post; what they refuse is a [`refusal`].
//! [`signing`] is what the portal shows of the secrets that deliveries are signed with, [`sample`] what a test of a webhook
//! sends.
//!
//! # Invariants
//! A dialect decides nothing: it reads a text into the model or refuses it, and writes the model. No dialect knows
//! another. Ids and times are passed in. No event holds the content of a message.

pub mod adapter;
pub mod channel;
pub mod chat;
pub mod content;
pub mod event;
pub mod gateway;
mod ids;
pub mod inbound;
pub mod message;
pub mod omnichannel;
mod read;
pub mod refusal;
pub mod sample;
pub mod signing;
pub mod twoway;
mod url;
pub mod visit;

#[cfg(test)]
mod arbitrary;

pub use ids::{AdapterId, AdapterTokenId, ChannelId, ChatEventId, ChatId, ContactId, MessageId, SessionId};
