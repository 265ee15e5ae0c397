//! What the other sides of adapters may do.

use super::Permission;
use crate::messaging::adapter::TokenRight;

impl TokenRight {
    pub(super) const fn holds(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::MessageSend => matches!(permission, P::SendMessages),
            Self::SessionUpdate => matches!(permission, P::ControlChats),
            Self::HistoryRead => matches!(permission, P::ReadMessages),
        }
    }
}
