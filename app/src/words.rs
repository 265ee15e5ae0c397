//! What the closed sets of the model are called on pages, in the page's language.
//!
//! What belongs to a documented system keeps its name in every language and is not here: names of events, types of
//! endpoints, scopes, error codes, methods. What only one page says stands with that page.

use crate::text;
use patchbay_model::access::Role;
use patchbay_model::audit::{AuditAction, AuditObject};
use patchbay_model::conversation::{ConversationState, DataOrigin};
use patchbay_model::event::{ChannelType, Direction};
use patchbay_model::execution::{Cause, ExecutionStatus};
use patchbay_model::limit::LimitName;
use patchbay_model::messaging::adapter::AdapterKind;
use patchbay_model::messaging::channel::ChannelKind;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::trigger::TriggerDirection;

/// A member of a closed set that people read about.
pub trait Word: Copy {
    /// What it is called.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($set:ident { $($member:ident = $key:ident),+ $(,)? })+) => {$(
        impl Word for $set {
            fn word(self) -> &'static str {
                match self {
                    $(Self::$member => text!(words.$key)),+
                }
            }
        }
    )+};
}

words! {
    Role {
        PortalAdministrator = portal_administrator,
        PortalViewer = portal_viewer,
        TenantAdministrator = tenant_administrator,
        TenantViewer = tenant_viewer,
    }
    ExecutionStatus {
        Queued = status_queued,
        Running = status_running,
        Succeeded = status_succeeded,
        Failed = status_failed,
        Dead = status_dead,
        Unknown = status_unknown,
        Skipped = status_skipped,
    }
    Cause {
        Execute = cause_execute,
        Test = cause_test,
        Trigger = cause_trigger,
        Replay = cause_replay,
    }
    ConversationState {
        Received = state_received,
        Queued = state_queued,
        Allocated = state_allocated,
        Connected = state_connected,
        Ended = state_ended,
        Abandoned = state_abandoned,
    }
    ChannelType {
        Phone = calls,
        Chat = chats,
    }
    Direction {
        Inbound = inbound,
        Outbound = outbound,
    }
    TriggerDirection {
        Inbound = trigger_inbound,
        Outbound = trigger_outbound,
        Both = trigger_both,
    }
    DataOrigin {
        Integration = origin_integration,
        Agent = origin_agent,
        Customer = origin_customer,
    }
    ChannelKind {
        Webchat = webchat,
        Sms = sms,
        Gateway = gateway,
    }
    AdapterKind {
        Twoway = twoway,
        Omnichannel = omnichannel,
    }
    AuditAction {
        Created = created,
        Updated = updated,
        Deleted = deleted,
        Copied = copied,
        Imported = imported,
        Revoked = revoked,
        SignedIn = signed_in,
        SignedOut = signed_out,
        PasswordChanged = password_changed,
        Invited = invited,
        Restored = restored,
        Replayed = replayed,
        Disabled = disabled,
    }
    AuditObject {
        CallCenter = call_center,
        Template = template,
        Integrator = integrator,
        Endpoint = endpoint,
        User = user,
        Key = key,
        Session = session,
        Queue = queue,
        EventIntegration = event_integration,
        Execution = execution,
        Adapter = adapter,
        AdapterToken = adapter_token,
        Channel = channel,
        Chat = chat,
    }
    LimitName {
        CallByDefault = limit_call_by_default,
        Call = limit_call,
        HostConcurrency = limit_host_concurrency,
        HostRequests = limit_host_requests,
        Url = limit_url,
        Headers = limit_headers,
        Document = limit_document,
        RequestBody = limit_request_body,
        ResponseRead = limit_response_read,
        ResponseRecorded = limit_response_recorded,
        Redirects = limit_redirects,
        Events = limit_events,
        EventsBody = limit_events_body,
        Backlog = limit_backlog,
        IntegratorConcurrency = limit_integrator_concurrency,
        ExecutionsKept = limit_executions_kept,
        BodiesKept = limit_bodies_kept,
    }
    ProblemCode {
        MalformedJson = problem_malformed_json,
        InvalidRequest = problem_invalid_request,
        Unauthenticated = problem_unauthenticated,
        Forbidden = problem_forbidden,
        NotFound = problem_not_found,
        MethodNotAllowed = problem_method_not_allowed,
        Conflict = problem_conflict,
        IdempotencyConflict = problem_idempotency_conflict,
        Stale = problem_stale,
        BodyTooLarge = problem_body_too_large,
        UnsupportedMediaType = problem_unsupported_media_type,
        Invalid = problem_invalid,
        TooManyRequests = problem_too_many_requests,
        Internal = problem_internal,
        Unavailable = problem_unavailable,
    }
}

/// What a problem is called; one of an execution as the server calls it.
#[must_use]
pub fn problem_title(problem: &Problem) -> String {
    problem.code().parse().map_or_else(|_| problem.title.clone(), |code: ProblemCode| code.word().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_read_in_words() {
        assert_eq!(Role::TenantViewer.word(), "Tenant viewer");
        assert_eq!(AuditObject::EventIntegration.word(), "event integration");
    }

    #[test]
    fn a_problem_is_called_in_english_as_the_api_calls_it() {
        for code in ProblemCode::ALL {
            assert_eq!(code.word(), code.title());
        }
        let of_execution = Problem::execution(patchbay_model::execution::ErrorCode::Timeout, "slow");
        assert_eq!(problem_title(&of_execution), of_execution.title);
    }
}
