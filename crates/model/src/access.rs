//! Who may do what (product.md, Roles; spec/api.md, Authentication). One table for pages, server functions and API.

use crate::id::{CallCenterId, KeyId, UserId};
use crate::messaging::adapter::TokenRight;
use crate::messaging::{AdapterId, ChannelId};
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// A person's role.
    Role {
        /// Everything, everywhere.
        PortalAdministrator = "portalAdministrator",
        /// Reads everything but secrets.
        PortalViewer = "portalViewer",
        /// Configures one call center.
        TenantAdministrator = "tenantAdministrator",
        /// Reads one call center.
        TenantViewer = "tenantViewer",
    }
);

impl Role {
    /// Whether the role is bound to one call center.
    #[must_use]
    pub const fn is_tenant(self) -> bool {
        matches!(self, Self::TenantAdministrator | Self::TenantViewer)
    }
}

closed_set!(
    /// What a key may do.
    Scope {
        /// Call centers, users, keys, audit.
        PortalAdmin = "portal:admin",
        /// Read templates, integrators, endpoints, queues and event integrations.
        IntegrationsRead = "integrations:read",
        /// Write them.
        IntegrationsWrite = "integrations:write",
        /// Execute endpoints, and run again what failed.
        EndpointsExecute = "endpoints:execute",
        /// Post events.
        EventsWrite = "events:write",
        /// Read conversations.
        ConversationsRead = "conversations:read",
        /// Post messages.
        MessagesWrite = "messages:write",
        /// Read executions.
        ExecutionsRead = "executions:read",
    }
);

closed_set!(
    /// What can be asked for.
    Permission {
        /// See call centers.
        ReadCallCenters = "readCallCenters",
        /// Create, change, delete call centers.
        WriteCallCenters = "writeCallCenters",
        /// See templates, endpoints and integrators.
        ReadIntegrations = "readIntegrations",
        /// Change templates and their endpoints.
        WriteTemplates = "writeTemplates",
        /// Change integrators.
        WriteIntegrators = "writeIntegrators",
        /// Run an endpoint.
        ExecuteEndpoints = "executeEndpoints",
        /// Make tokens that run endpoints; a token itself can't.
        IssueCallboxTokens = "issueCallboxTokens",
        /// See queues.
        ReadQueues = "readQueues",
        /// Change queues.
        WriteQueues = "writeQueues",
        /// See event integrations.
        ReadEventIntegrations = "readEventIntegrations",
        /// Change event integrations.
        WriteEventIntegrations = "writeEventIntegrations",
        /// Post events, the simulator's too.
        WriteEvents = "writeEvents",
        /// See conversations.
        ReadConversations = "readConversations",
        /// See executions.
        ReadExecutions = "readExecutions",
        /// Run an execution again.
        ReplayExecutions = "replayExecutions",
        /// See adapters, their tokens and what they are signed with.
        ReadAdapters = "readAdapters",
        /// Change them.
        WriteAdapters = "writeAdapters",
        /// See channels.
        ReadChannels = "readChannels",
        /// Change channels.
        WriteChannels = "writeChannels",
        /// Post customers' messages.
        WriteMessages = "writeMessages",
        /// Say something to a customer: as an adapter, or as an operator.
        SendMessages = "sendMessages",
        /// Hand chats over, set the states of their sessions, end them.
        ControlChats = "controlChats",
        /// See chats, their messages and events.
        ReadMessages = "readMessages",
        /// See users.
        ReadUsers = "readUsers",
        /// Invite, change, disable users.
        WriteUsers = "writeUsers",
        /// See keys.
        ReadKeys = "readKeys",
        /// Create and revoke keys.
        WriteKeys = "writeKeys",
        /// See the audit trail.
        ReadAudit = "readAudit",
    }
);

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

impl Permission {
    /// What a tenant may read although it belongs to everybody.
    const fn reads_shared(self) -> bool {
        matches!(self, Self::ReadIntegrations)
    }

    const fn reads(self) -> bool {
        matches!(
            self,
            Self::ReadCallCenters
                | Self::ReadIntegrations
                | Self::ReadQueues
                | Self::ReadEventIntegrations
                | Self::ReadConversations
                | Self::ReadExecutions
                | Self::ReadAdapters
                | Self::ReadChannels
                | Self::ReadMessages
                | Self::ReadUsers
                | Self::ReadKeys
                | Self::ReadAudit
        )
    }
}

impl Role {
    /// Whether the role holds `permission` in its reach.
    #[must_use]
    pub const fn holds(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::PortalAdministrator => true,
            Self::PortalViewer => permission.reads(),
            Self::TenantAdministrator => matches!(
                permission,
                P::ReadCallCenters
                    | P::ReadIntegrations
                    | P::WriteTemplates
                    | P::WriteIntegrators
                    | P::ExecuteEndpoints
                    | P::IssueCallboxTokens
                    | P::ReadQueues
                    | P::WriteQueues
                    | P::ReadEventIntegrations
                    | P::WriteEventIntegrations
                    | P::WriteEvents
                    | P::ReadConversations
                    | P::ReadExecutions
                    | P::ReplayExecutions
                    | P::ReadAdapters
                    | P::WriteAdapters
                    | P::ReadChannels
                    | P::WriteChannels
                    | P::WriteMessages
                    | P::SendMessages
                    | P::ControlChats
                    | P::ReadMessages
                    | P::ReadKeys
                    | P::WriteKeys
                    | P::ReadAudit
            ),
            Self::TenantViewer => matches!(
                permission,
                P::ReadCallCenters
                    | P::ReadIntegrations
                    | P::ReadQueues
                    | P::ReadEventIntegrations
                    | P::ReadConversations
                    | P::ReadExecutions
                    | P::ReadAdapters
                    | P::ReadChannels
                    | P::ReadMessages
                    | P::ReadKeys
                    | P::ReadAudit
            ),
        }
    }
}

impl Scope {
    const fn holds(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::PortalAdmin => matches!(
                permission,
                P::ReadCallCenters
                    | P::WriteCallCenters
                    | P::ReadUsers
                    | P::WriteUsers
                    | P::ReadKeys
                    | P::WriteKeys
                    | P::ReadAudit
            ),
            Self::IntegrationsRead => {
                matches!(
                    permission,
                    P::ReadIntegrations
                        | P::ReadCallCenters
                        | P::ReadQueues
                        | P::ReadEventIntegrations
                        | P::ReadAdapters
                        | P::ReadChannels
                )
            }
            Self::IntegrationsWrite => {
                matches!(
                    permission,
                    P::ReadIntegrations
                        | P::WriteTemplates
                        | P::WriteIntegrators
                        | P::ReadQueues
                        | P::WriteQueues
                        | P::ReadEventIntegrations
                        | P::WriteEventIntegrations
                        | P::ReadAdapters
                        | P::WriteAdapters
                        | P::ReadChannels
                        | P::WriteChannels
                )
            }
            // Running again is running; the face asks for `executions:read` too, because one has to see what failed.
            Self::EndpointsExecute => {
                matches!(permission, P::ExecuteEndpoints | P::IssueCallboxTokens | P::ReplayExecutions)
            }
            Self::ExecutionsRead => matches!(permission, P::ReadExecutions),
            Self::EventsWrite => matches!(permission, P::WriteEvents),
            Self::ConversationsRead => matches!(permission, P::ReadConversations | P::ReadMessages),
            Self::MessagesWrite => matches!(permission, P::WriteMessages),
        }
    }
}

impl TokenRight {
    const fn holds(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::MessageSend => matches!(permission, P::SendMessages),
            Self::SessionUpdate => matches!(permission, P::ControlChats),
            Self::HistoryRead => matches!(permission, P::ReadMessages),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(role: Role) -> Actor {
        let call_center = role.is_tenant().then(|| "cc-1".parse().unwrap());
        Actor {
            identity: Identity::User { id: UserId(uuid::Uuid::nil()), role },
            call_center,
            name: "ann@example.com".into(),
            request_id: None,
        }
    }

    #[test]
    fn the_table_of_roles_is_as_documented() {
        use Permission as P;
        use Verdict::{Allowed as Y, Forbidden as N, Hidden as H};
        let own: CallCenterId = "cc-1".parse().unwrap();
        let foreign: CallCenterId = "cc-2".parse().unwrap();
        let portal = Owner::Portal;
        let mine = Owner::CallCenter(&own);
        let other = Owner::CallCenter(&foreign);
        // permission, object's owner, verdict for: portal administrator, portal viewer, tenant administrator, tenant viewer
        let table = [
            (P::ReadIntegrations, portal, [Y, Y, Y, Y]),
            (P::ReadIntegrations, mine, [Y, Y, Y, Y]),
            (P::ReadIntegrations, other, [Y, Y, H, H]),
            (P::WriteTemplates, portal, [Y, N, N, N]),
            (P::WriteTemplates, mine, [Y, N, Y, N]),
            (P::WriteTemplates, other, [Y, N, H, H]),
            (P::WriteIntegrators, mine, [Y, N, Y, N]),
            (P::WriteIntegrators, other, [Y, N, H, H]),
            (P::ExecuteEndpoints, mine, [Y, N, Y, N]),
            (P::IssueCallboxTokens, mine, [Y, N, Y, N]),
            (P::ReadExecutions, mine, [Y, Y, Y, Y]),
            (P::ReadExecutions, other, [Y, Y, H, H]),
            (P::ReplayExecutions, mine, [Y, N, Y, N]),
            (P::ReadQueues, mine, [Y, Y, Y, Y]),
            (P::WriteQueues, mine, [Y, N, Y, N]),
            (P::WriteQueues, other, [Y, N, H, H]),
            (P::ReadEventIntegrations, mine, [Y, Y, Y, Y]),
            (P::ReadEventIntegrations, other, [Y, Y, H, H]),
            (P::WriteEventIntegrations, mine, [Y, N, Y, N]),
            (P::WriteEventIntegrations, other, [Y, N, H, H]),
            (P::WriteEvents, mine, [Y, N, Y, N]),
            (P::WriteEvents, other, [Y, N, H, H]),
            (P::ReadConversations, mine, [Y, Y, Y, Y]),
            (P::ReadConversations, other, [Y, Y, H, H]),
            (P::ReadAdapters, mine, [Y, Y, Y, Y]),
            (P::WriteAdapters, mine, [Y, N, Y, N]),
            (P::WriteAdapters, other, [Y, N, H, H]),
            (P::WriteChannels, mine, [Y, N, Y, N]),
            (P::SendMessages, mine, [Y, N, Y, N]),
            (P::ControlChats, other, [Y, N, H, H]),
            (P::ReadMessages, mine, [Y, Y, Y, Y]),
            (P::WriteCallCenters, portal, [Y, N, N, N]),
            (P::WriteCallCenters, mine, [Y, N, N, N]),
            (P::ReadCallCenters, mine, [Y, Y, Y, Y]),
            (P::ReadCallCenters, other, [Y, Y, H, H]),
            (P::ReadUsers, portal, [Y, Y, N, N]),
            (P::WriteUsers, portal, [Y, N, N, N]),
            (P::ReadKeys, portal, [Y, Y, N, N]),
            (P::WriteKeys, portal, [Y, N, N, N]),
            (P::WriteKeys, mine, [Y, N, Y, N]),
            (P::WriteKeys, other, [Y, N, H, H]),
            (P::ReadAudit, mine, [Y, Y, Y, Y]),
            (P::ReadAudit, portal, [Y, Y, N, N]),
        ];
        let roles = [Role::PortalAdministrator, Role::PortalViewer, Role::TenantAdministrator, Role::TenantViewer];
        for (permission, owner, verdicts) in table {
            for (role, expected) in roles.into_iter().zip(verdicts) {
                assert_eq!(user(role).may(permission, owner), expected, "{role} {permission} {owner:?}");
            }
        }
    }

    #[test]
    fn a_gateway_posts_messages_of_its_own_call_center_and_nothing_else() {
        let mut gateway = user(Role::TenantViewer);
        gateway.identity = Identity::Channel { id: ChannelId(uuid::Uuid::nil()) };
        let (own, foreign) = ("cc-1".parse().unwrap(), "cc-2".parse().unwrap());
        for permission in Permission::ALL.iter().copied() {
            let verdict = gateway.may(permission, Owner::CallCenter(&own));
            assert_eq!(verdict == Verdict::Allowed, permission == Permission::WriteMessages, "{permission}");
            assert_eq!(gateway.may(permission, Owner::CallCenter(&foreign)), Verdict::Hidden);
        }
    }

    #[test]
    fn a_key_holds_what_its_scopes_say_and_nothing_else() {
        let table = [
            (
                Scope::EndpointsExecute,
                &[Permission::ExecuteEndpoints, Permission::IssueCallboxTokens, Permission::ReplayExecutions][..],
            ),
            (Scope::EventsWrite, &[Permission::WriteEvents]),
            (Scope::ConversationsRead, &[Permission::ReadConversations, Permission::ReadMessages]),
            (Scope::ExecutionsRead, &[Permission::ReadExecutions]),
            (Scope::MessagesWrite, &[Permission::WriteMessages]),
        ];
        for (scope, held) in table {
            let mut key = user(Role::PortalAdministrator);
            key.identity = Identity::Key { id: KeyId(uuid::Uuid::nil()), scopes: vec![scope] };
            for permission in Permission::ALL.iter().copied() {
                assert_eq!(key.holds(permission), held.contains(&permission), "{scope} {permission}");
            }
        }
    }
}
