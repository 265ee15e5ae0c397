//! What no query of the store would try: the database refuses it all the same.

use crate::support::*;
use patchbay_store::{Db, Store, StoreError};
use patchbay_testkit::TestDatabase;

const USER: &str = "INSERT INTO users (id, email, role, created_at, updated_at) VALUES (gen_random_uuid(), 'a', 'tenantViewer', now(), now())";
const ROLE: &str =
    "INSERT INTO users (id, email, role, created_at, updated_at) VALUES (gen_random_uuid(), 'a', 'root', now(), now())";

/// The constraint, and a statement that breaks it and no other.
const TABLE: [(&str, &str); 42] = [
    ("call_centers_id_check", "INSERT INTO call_centers VALUES ('a/b', '', '', '', 1, now(), now())"),
    ("data_keys_call_center_fkey", "INSERT INTO data_keys VALUES ('cc-9', '', '', now(), now())"),
    ("users_role_check", ROLE),
    ("users_reach_check", USER),
    ("invitations_token_hash_check", "INSERT INTO invitations VALUES ('x', NULL, now(), now())"),
    ("invitations_user_fkey", "INSERT INTO invitations VALUES (sha256(''), gen_random_uuid(), now(), now())"),
    ("sessions_id_hash_check", "INSERT INTO sessions VALUES ('x', NULL, '', now(), now())"),
    ("sessions_user_fkey", "INSERT INTO sessions VALUES (sha256(''), gen_random_uuid(), '', now(), now())"),
    ("sign_in_throttles_scope_check", "INSERT INTO sign_in_throttles VALUES ('x', '', 1, now(), now())"),
    (
        "keys_hash_check",
        "INSERT INTO keys VALUES (gen_random_uuid(), '', '', 'x', '{events:write}', NULL, NULL, NULL, 1, now(), now())",
    ),
    (
        "keys_scopes_check",
        "INSERT INTO keys VALUES (gen_random_uuid(), '', '', sha256(''), '{all}', NULL, NULL, NULL, 1, now(), now())",
    ),
    (
        "keys_scopes_check",
        "INSERT INTO keys VALUES (gen_random_uuid(), '', '', sha256(''), '{}', NULL, NULL, NULL, 1, now(), now())",
    ),
    (
        "keys_reach_check",
        "INSERT INTO keys VALUES (gen_random_uuid(), '', '', sha256(''), '{portal:admin}', 'cc-1', NULL, NULL, 1, now(), now())",
    ),
    ("callbox_tokens_hash_check", "INSERT INTO callbox_tokens VALUES ('x', 'cc-1', NULL, '', '{}', now(), now())"),
    ("templates_type_check", "UPDATE templates SET type = 'x'"),
    ("template_parameters_location_check", "UPDATE template_parameters SET location = 'cookie'"),
    ("template_parameters_default_check", "UPDATE template_parameters SET default_value = 'x', secret = true"),
    ("template_parameters_name_key", "UPDATE template_parameters SET name = 'same'"),
    ("endpoints_type_check", "UPDATE endpoints SET type = 'x' WHERE name = 'search'"),
    ("endpoints_method_check", "UPDATE endpoints SET method = 'TRACE'"),
    ("endpoints_body_format_check", "UPDATE endpoints SET body_format = 'x'"),
    ("endpoints_timeout_check", "UPDATE endpoints SET timeout_seconds = 61"),
    ("endpoints_default_check", "UPDATE endpoints SET is_default = true WHERE name = 'search'"),
    ("endpoints_default_key", "UPDATE endpoints SET is_default = true WHERE type = 'auth'"),
    ("endpoints_auth_endpoint_check", "UPDATE endpoints SET auth_endpoint_id = id WHERE type = 'auth'"),
    ("integrator_fields_value_check", "UPDATE integrator_fields SET value = 'x', sealed = 'x', host = 'api.acme.test'"),
    ("integrator_fields_host_check", "UPDATE integrator_fields SET host = 'api.acme.test'"),
    (
        "access_tokens_lease_check",
        "INSERT INTO access_tokens (integrator_id, auth_endpoint_id, lease_owner) SELECT i.id, e.id, i.id FROM integrators i, endpoints e",
    ),
    (
        "access_tokens_sealed_check",
        "INSERT INTO access_tokens (integrator_id, auth_endpoint_id, sealed) SELECT i.id, e.id, '' FROM integrators i, endpoints e",
    ),
    (
        "idempotency_keys_state_check",
        "INSERT INTO idempotency_keys (owner, key, request_hash, created_at, expires_at) VALUES ('', '', '', now(), now())",
    ),
    ("queues_channel_types_check", "INSERT INTO queues VALUES ('cc-1', 'q', 'q', 'q', '{}', 1, now(), now())"),
    ("queues_channel_types_check", "INSERT INTO queues VALUES ('cc-1', 'q', 'q', 'q', '{fax}', 1, now(), now())"),
    ("event_applicability_event_check", "INSERT INTO event_applicability VALUES ('dialled', 'callsIn')"),
    ("event_applicability_kind_check", "INSERT INTO event_applicability VALUES ('ended', 'faxes')"),
    ("conversations_state_check", "UPDATE conversations SET state = 'parked'"),
    ("conversations_channel_type_check", "UPDATE conversations SET channel_type = 'fax'"),
    ("conversations_direction_check", "UPDATE conversations SET direction = 'sideways'"),
    ("conversation_events_standing_check", "UPDATE conversation_events SET standing = 'lost'"),
    (
        "conversation_effects_conversation_fkey",
        "INSERT INTO conversation_effects VALUES ('cc-1', 'c-9', gen_random_uuid(), '{}', now())",
    ),
    (
        "queued_executions_state_check",
        "INSERT INTO queued_executions (execution_id, call_center_id, template_id, endpoint_id, integrator_id, cause, priority, state, run_at, attempt_count, input, created_at) SELECT x, '', x, x, x, 'trigger', 1, 'odd', now(), 0, '{}', now() FROM gen_random_uuid() x",
    ),
    (
        "queued_executions_lease_check",
        "INSERT INTO queued_executions (execution_id, call_center_id, template_id, endpoint_id, integrator_id, cause, priority, state, run_at, attempt_count, input, created_at) SELECT x, '', x, x, x, 'trigger', 1, 'leased', now(), 0, '{}', now() FROM gen_random_uuid() x",
    ),
    (
        "configuration_versions_version_key",
        "INSERT INTO configuration_versions SELECT gen_random_uuid(), object, object_id, call_center_id, version, snapshot, actor, created_at FROM configuration_versions",
    ),
];

/// The constraint that a statement broke.
fn broken(outcome: Result<(), StoreError>) -> Option<String> {
    match outcome {
        Err(StoreError::Conflict { constraint } | StoreError::Reference { constraint }) => Some(constraint),
        Err(StoreError::Internal(why)) => why.as_database_error().and_then(|why| why.constraint()).map(str::to_owned),
        _ => None,
    }
}

#[tokio::test]
async fn the_database_keeps_its_own_rules() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    for (name, members) in [
        ("a", serde_json::json!({"type": "auth"})),
        ("b", serde_json::json!({"type": "auth"})),
        ("search", serde_json::json!({})),
    ] {
        insert_endpoint(&store, template.id, name, members).await;
    }
    insert_integrator(&store, "cc-1", template.id).await;
    crate::events::accept(&store, &[("e-1", "received", "c-1")], at(0)).await;
    for (constraint, sql) in TABLE {
        assert_eq!(broken(run(&store, sql).await).as_deref(), Some(constraint), "{sql}");
    }
}

#[tokio::test]
async fn every_closed_set_of_the_model_fits_its_check() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    use patchbay_model::audit::{AuditAction, AuditObject};
    use patchbay_model::conversation::{ConversationState, Standing};
    use patchbay_model::event::{ChannelType, ConversationKind, Direction};
    use patchbay_model::execution::{Cause, ExecutionStatus};
    use patchbay_model::trigger::EventName;
    use patchbay_model::{access, endpoint};
    let store = Store::from_pool(pool);
    let words = |words: Vec<String>| words;
    let table = [
        ("users_role_check", words(access::Role::ALL.iter().map(ToString::to_string).collect())),
        ("keys_scopes_check", words(access::Scope::ALL.iter().map(ToString::to_string).collect())),
        ("endpoints_type_check", words(endpoint::EndpointType::ALL.iter().map(ToString::to_string).collect())),
        ("endpoints_method_check", words(endpoint::Method::ALL.iter().map(ToString::to_string).collect())),
        ("endpoints_body_format_check", words(endpoint::BodyFormat::ALL.iter().map(ToString::to_string).collect())),
        ("audit_entries_action_check", words(AuditAction::ALL.iter().map(ToString::to_string).collect())),
        ("audit_entries_object_check", words(AuditObject::ALL.iter().map(ToString::to_string).collect())),
        ("executions_status_check", words(ExecutionStatus::ALL.iter().map(ToString::to_string).collect())),
        ("conversations_state_check", words(ConversationState::ALL.iter().map(ToString::to_string).collect())),
        ("conversations_channel_type_check", words(ChannelType::ALL.iter().map(ToString::to_string).collect())),
        ("conversations_direction_check", words(Direction::ALL.iter().map(ToString::to_string).collect())),
        ("conversation_events_standing_check", words(Standing::ALL.iter().map(ToString::to_string).collect())),
        ("event_applicability_event_check", words(EventName::ALL.iter().map(ToString::to_string).collect())),
        ("event_applicability_kind_check", words(ConversationKind::ALL.iter().map(ToString::to_string).collect())),
        ("queues_channel_types_check", words(ChannelType::ALL.iter().map(ToString::to_string).collect())),
        ("executions_cause_check", words(Cause::ALL.iter().map(ToString::to_string).collect())),
    ];
    for (constraint, words) in table {
        let definition = sqlx::query_scalar!(
            r#"SELECT pg_get_constraintdef(oid) AS "definition!" FROM pg_constraint WHERE conname = $1 LIMIT 1"#,
            constraint
        );
        let definition = definition.fetch_one(store.executor()).await.unwrap();
        let known: Vec<_> = definition.split('\'').skip(1).step_by(2).collect();
        let mut words: Vec<_> = words.iter().map(String::as_str).collect();
        let mut known = known;
        words.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, words, "{constraint}");
    }
}

#[tokio::test]
async fn readiness_means_a_migrated_database() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    store.ready().await.unwrap();
    store.migrate().await.unwrap(); // again: nothing to do
    run(&store, "DROP TABLE message_ledger").await.unwrap(); // of the newest migration
    assert!(matches!(store.ready().await, Err(StoreError::NotFound)));
    store.close().await;
    assert!(matches!(store.ready().await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let options =
        patchbay_store::ConnectOptions { acquire_timeout: std::time::Duration::from_millis(500), ..Default::default() };
    let outcome = Store::connect("postgres://nobody@127.0.0.1:1/nothing", &options).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert!(matches!(Store::connect("no url", &options).await, Err(StoreError::Internal(_))));
}
