//! The faces that outside systems talk to: same shape in each, and none knows another.

pub mod callbox;
pub mod events;
pub mod omnichannel;
pub mod sms;
pub mod twoway;
pub mod webchat;
