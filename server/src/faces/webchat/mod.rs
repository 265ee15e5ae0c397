//! The web chat's face to visitors: their API, the page to open or frame, the files that they sent (spec/twoway.md, The
//! customer's side).

mod files;
mod page;
mod routes;
mod stream;
mod visitor;
mod wire;

pub use files::{file, is_upload};
pub use page::page;
pub use routes::routes;
pub use visitor::meet;
