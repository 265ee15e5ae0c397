//! The server process: what `main` and the tests share.
//!
//! # Layout
//! [`settings`] what the operator decides; [`database`] and [`postgres`] where the data is; [`deployment`] everything
//! opened; [`serve`] the running process, [`worker`] the one without a web side; [`cli`] the commands. [`router`] has
//! every address and the layers in front ([`frame`] the first of them):
//! [`admin`] the administration API, [`faces`] what outside systems talk to, [`pages`] the portal, [`operation`] probes,
//! metrics and documentation. [`portal`] does what all of them ask for. [`problem`] is where errors become HTTP,
//! [`caller`] and [`session`] say who asks. [`web_chat`] is what visitors of web chats, who are nobody's users, say and see.
//!
//! # Invariants
//! Nobody imports this crate but its tests. A face imports no other face. Handlers hold no SQL and judge no rights: the
//! portal does, for pages, server functions and API alike. [`demo_crm`] and [`simulate`] stand in for others, and nothing
//! of the server asks them.

pub mod address;
pub mod admin;
pub mod body_limit;
pub mod caller;
pub mod changes;
pub mod cli;
pub mod clock;
pub mod connections;
pub mod cors;
mod csrf;
pub mod data_dir;
pub mod database;
pub mod demo_crm;
pub mod deployment;
pub mod dialect;
pub mod error;
pub mod extract;
pub mod faces;
pub mod first_start;
pub mod frame;
pub mod headers;
pub mod idempotency;
pub mod jobs;
pub mod logging;
pub mod openapi;
pub mod operation;
pub mod pages;
pub mod paging;
pub mod patch;
mod percent;
pub mod portal;
pub mod postgres;
pub mod prefer;
pub mod problem;
pub mod request_id;
pub mod router;
pub mod seal;
pub mod serve;
pub mod services;
pub mod session;
pub mod settings;
pub mod shared;
pub mod shutdown;
pub mod simulate;
pub mod sse;
pub mod state;
pub mod unless;
pub mod version;
pub mod web_chat;
pub mod worker;
