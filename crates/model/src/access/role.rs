//! What people are, and what they may do.

use super::Permission;
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
