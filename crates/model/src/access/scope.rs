//! What keys may do.

use super::Permission;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

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

impl Scope {
    pub(super) const fn holds(self, permission: Permission) -> bool {
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
