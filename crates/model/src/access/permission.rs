//! What can be asked for.

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

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

impl Permission {
    /// What a tenant may read although it belongs to everybody.
    pub(super) const fn reads_shared(self) -> bool {
        matches!(self, Self::ReadIntegrations)
    }

    pub(super) const fn reads(self) -> bool {
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
