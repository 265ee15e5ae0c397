//! System Management -> Channels: where customers' messages enter and leave (spec/twoway.md, The customer's side).
//!
//! # Layout
//! `list` is the page of all of a call center, `detail` that of one: its form, how the other side is connected, what its
//! deliveries are signed with, `token` what its gateway shows. `form` and `fields` are the form, `dialogs` what deletes.

mod connect;
mod detail;
mod dialogs;
mod fields;
mod form;
mod list;
mod token;

pub use detail::ChannelPage;
pub use list::ChannelsPage;
