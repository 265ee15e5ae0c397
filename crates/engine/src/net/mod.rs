//! The one outbound client (spec/execution.md: Guard, Send, Limits). Tests, auth calls, webhooks and adapters all send
//! through it, so that no call site can forget a limit.
//!
//! # Layout
//! [`client`] ties the parts together for one [`request`] and its [`response`], `conversation` holds its exchanges. [`guard`] decides where a call may go,
//! [`resolver`] looks names up and lets the guard see every address before one is dialled, `connector` opens connections,
//! `transport` speaks HTTP over them, //! `exchange` notes what happens meanwhile. [`digest`] and [`authentication`] are HTTP authentication, [`limiter`] and
//! [`breaker`] protect the other side and us. [`error`] says what went wrong and whether the request may have got out.
//!
//! # Invariants
//! Knows no tenant, no plan, no secret by name. Follows no redirect and reads no proxy from the environment. No address
//! is dialled that the guard has not seen. An error holds neither the URL's path or query nor a header.

pub mod authentication;
mod body;
pub mod breaker;
pub mod client;
mod connector;
mod conversation;
pub mod digest;
pub mod error;
mod exchange;
pub mod guard;
mod keyed;
pub mod limiter;
pub mod request;
pub mod resolver;
pub mod response;
mod transport;

pub use authentication::HttpAuthentication;
pub use breaker::{CircuitPolicy, CircuitSnapshot, CircuitState};
pub use client::{OutboundClient, OutboundSettings};
pub use connector::install_tls_provider;
pub use error::{NetError, RequestFault, Sent, SetupError, Stage};
pub use guard::{AllowList, Forbidden, Ground, GuardDecision, Refusal, Scheme};
pub use limiter::LaneLimits;
pub use request::{HeaderText, OutboundRequest, OverRate, Repeat, Target};
pub use resolver::{FixedNames, LookUpFailure, Names, SystemNames};
pub use response::{Connection, OutboundResponse, Timings};
