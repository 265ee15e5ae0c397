//! System -> Users.

mod dialogs;
mod list;

pub use list::UsersPage;
