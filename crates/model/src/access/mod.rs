//! Who may do what (product.md, Roles; spec/api.md, Authentication). One table for pages, server functions and API.
//!
//! # Layout
//! [`Permission`] is what can be asked for; [`Role`], [`Scope`] and the rights of an adapter's token say in their files which
//! of them they hold. [`Actor`] judges.

mod permission;
mod right;
mod role;
mod scope;
#[cfg(test)]
mod tests;

pub use permission::Permission;
pub use role::Role;
pub use scope::Scope;

use crate::id::{CallCenterId, KeyId, UserId};
use crate::messaging::adapter::TokenRight;
use crate::messaging::{AdapterId, ChannelId};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// A person or a program.
    pub identity: Identity,
    /// The call center that the actor is bound to; none for the portal's own.
    pub call_center: Option<CallCenterId>,
    /// E-mail address or key name, for the audit trail.
    pub name: String,
    /// Names the request, for the audit trail and errors.
    pub request_id: Option<String>,
}

/// A person with a role, or a program with scopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Signed in to the portal.
    User {
        /// Who.
        id: UserId,
        /// As what.
        role: Role,
    },
    /// A key.
    Key {
        /// Which.
        id: KeyId,
        /// What it may do.
        scopes: Vec<Scope>,
    },
    /// A callbox token: runs endpoints and nothing else.
    Callbox {
        /// The key that asked for it; none: a person did.
        key: Option<KeyId>,
    },
    /// The other side of an adapter: a TwoWay client with a token, or a third party with its secret.
    Adapter {
        /// Whose other side.
        id: AdapterId,
        /// What it may do.
        rights: Vec<TokenRight>,
    },
    /// The gateway of an SMS channel: posts customers' messages of that channel and nothing else.
    Channel {
        /// Whose gateway.
        id: ChannelId,
    },
    /// The command line of this deployment: everything.
    Operator,
}

/// Whose object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// Every call center's, such as a published template.
    Portal,
    /// One call center's.
    CallCenter(&'a CallCenterId),
}

/// The answer to "may this actor do this to that?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed,
    /// No, and the actor may know that the object exists.
    Forbidden,
    /// No, and to this actor the object does not exist (spec/api.md: a foreign tenant's object answers 404).
    Hidden,
}

impl Actor {
    /// Judges `permission` on an object of `owner`. Whatever is not listed is refused.
    #[must_use]
    pub fn may(&self, permission: Permission, owner: Owner<'_>) -> Verdict {
        if let (Some(own), Owner::CallCenter(other)) = (&self.call_center, owner)
            && own != other
        {
            return Verdict::Hidden;
        }
        let on_own_ground = self.call_center.is_none() || owner != Owner::Portal;
        if self.holds(permission) && (on_own_ground || permission.reads_shared()) {
            Verdict::Allowed
        } else {
            Verdict::Forbidden
        }
    }

    /// Whether the actor holds `permission` somewhere: what a menu needs to know.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        match &self.identity {
            Identity::User { role, .. } => role.holds(permission),
            Identity::Key { scopes, .. } => scopes.iter().any(|scope| scope.holds(permission)),
            Identity::Callbox { .. } => permission == Permission::ExecuteEndpoints,
            Identity::Adapter { rights, .. } => rights.iter().any(|right| right.holds(permission)),
            Identity::Channel { .. } => permission == Permission::WriteMessages,
            Identity::Operator => true,
        }
    }
}
