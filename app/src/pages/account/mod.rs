//! One's own account, and the pages before sign-in.

mod invitation;
mod password;
mod sign_in;

pub use invitation::InvitationPage;
pub use password::PasswordPage;
pub use sign_in::SignInPage;
