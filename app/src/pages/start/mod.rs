//! The start page.

mod page;

pub use page::StartPage;
