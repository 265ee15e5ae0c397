//! Call centers, running endpoints, executions, users, keys, audit.

use super::{BOTH, LIST, Method, Target, method, owner, page, seen, unique};
use crate::portal::ground::Objects;
use patchbay_app::portal::EndpointCall;
use patchbay_model::access::{Permission as P, Role, Scope};
use patchbay_model::audit::AuditQuery;
use patchbay_model::call_center::CallCenterDraft;
use patchbay_model::execution::ExecutionQuery;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::key::KeyDraft;
use patchbay_model::user::UserDraft;
use serde_json::json;

const ALL: &[Target] = &[Target::Own, Target::Foreign, Target::Portal];

fn call_center(id: &CallCenterId) -> CallCenterDraft {
    CallCenterDraft {
        id: id.clone(),
        name: "x".into(),
        time_zone: "UTC".into(),
        language: "en".into(),
        callbox_origins: Vec::new(),
    }
}

fn key(objects: &Objects) -> KeyDraft {
    KeyDraft { name: "k".into(), call_center_id: owner(objects), scopes: vec![Scope::EventsWrite] }
}

fn user() -> UserDraft {
    let email = format!("{}@example.com", unique("u"));
    UserDraft { email, role: Role::PortalViewer, call_center_id: None, disabled: false }
}

pub static METHODS: &[Method] = &[
    method!(list_call_centers, &[P::ReadCallCenters], LIST, |g, a, _of| g.desk.portal.list_call_centers(
        &a,
        None,
        page()
    )),
    method!(call_center, &[P::ReadCallCenters], BOTH, |g, a, of| g.desk.portal.call_center(&a, &of.call_center)),
    method!(create_call_center, &[P::WriteCallCenters], &[Target::Portal], |g, a, _of| {
        g.desk.portal.create_call_center(&a, call_center(&unique("cc").parse().unwrap()))
    }),
    method!(update_call_center, &[P::WriteCallCenters], BOTH, |g, a, of| {
        g.desk.portal.update_call_center(&a, &of.call_center, Some(Version(999)), call_center(&of.call_center))
    }),
    method!(call_center_usage, &[P::ReadCallCenters], BOTH, |g, a, of| g
        .desk
        .portal
        .call_center_usage(&a, &of.call_center)),
    method!(delete_call_center, &[P::WriteCallCenters], BOTH, |g, a, of| {
        g.desk.portal.delete_call_center(&a, &of.call_center, Some(Version(999)))
    }),
    method!(limits, &[P::ReadCallCenters], &[Target::Anybody], |g, a, _of| g.desk.portal.limits(&a)),
    method!(test_endpoint, &[P::ExecuteEndpoints], BOTH, |g, a, of| {
        g.desk.portal.test_endpoint(&a, of.endpoint, of.integrator, json!({}))
    }),
    method!(execute, &[P::ExecuteEndpoints], BOTH, |g, a, of| {
        let call = EndpointCall {
            call_center: of.call_center.clone(),
            template: of.template.to_string(),
            endpoint: "find".into(),
            body: json!({}),
            deadline: None,
        };
        g.desk.portal.execute(&a, call)
    }),
    method!(list_executions, &[P::ReadExecutions], LIST, |g, a, _of| {
        g.desk.portal.list_executions(&a, ExecutionQuery::default(), page())
    }),
    method!(list_executions, &[P::ReadExecutions], BOTH, |g, a, of| {
        let query = ExecutionQuery { call_center_id: Some(of.call_center.clone()), ..ExecutionQuery::default() };
        g.desk.portal.list_executions(&a, query, page())
    }),
    method!(execution, &[P::ReadExecutions], BOTH, |g, a, of| g.desk.portal.execution(&a, of.execution)),
    method!(watch_executions, &[P::ReadExecutions], LIST, |g, a, _of| g.desk.portal.watch_executions(&a, None)),
    method!(watch_executions, &[P::ReadExecutions], BOTH, |g, a, of| {
        g.desk.portal.watch_executions(&a, Some(of.call_center.clone()))
    }),
    method!(list_users, &[P::ReadUsers], &[Target::Portal], |g, a, _of| g.desk.portal.list_users(&a, None, page())),
    method!(user, &[P::ReadUsers], &[Target::Portal], |g, a, of| g.desk.portal.user(&a, of.user)),
    method!(invite_user, &[P::WriteUsers], &[Target::Portal], |g, a, _of| g.desk.portal.invite_user(&a, user())),
    method!(renew_invitation, &[P::WriteUsers], &[Target::Portal], |g, a, of| g
        .desk
        .portal
        .renew_invitation(&a, of.user)),
    method!(update_user, &[P::WriteUsers], &[Target::Portal], |g, a, of| g.desk.portal.update_user(
        &a,
        seen(of.user),
        user()
    )),
    method!(delete_user, &[P::WriteUsers], &[Target::Portal], |g, a, of| g.desk.portal.delete_user(&a, seen(of.user))),
    method!(list_keys, &[P::ReadKeys], LIST, |g, a, _of| g.desk.portal.list_keys(&a, None, None, page())),
    method!(list_keys, &[P::ReadKeys], BOTH, |g, a, of| g.desk.portal.list_keys(
        &a,
        Some(of.call_center.clone()),
        None,
        page()
    )),
    method!(key, &[P::ReadKeys], ALL, true, |g, a, of| g.desk.portal.key(&a, of.key)),
    method!(create_key, &[P::WriteKeys], ALL, |g, a, of| g.desk.portal.create_key(&a, key(of))),
    method!(update_key, &[P::WriteKeys], ALL, true, |g, a, of| g.desk.portal.update_key(&a, seen(of.key), key(of))),
    method!(revoke_key, &[P::WriteKeys], ALL, true, |g, a, of| g.desk.portal.revoke_key(&a, seen(of.key))),
    method!(list_audit, &[P::ReadAudit], LIST, |g, a, _of| g.desk.portal.list_audit(&a, AuditQuery::default(), page())),
    method!(list_audit, &[P::ReadAudit], BOTH, |g, a, of| {
        let query = AuditQuery { call_center_id: Some(of.call_center.clone()), ..AuditQuery::default() };
        g.desk.portal.list_audit(&a, query, page())
    }),
    method!(audit_entry, &[P::ReadAudit], ALL, true, |g, a, of| g.desk.portal.audit_entry(&a, of.audit_entry)),
    method!(overview, &[P::ReadCallCenters, P::ReadIntegrations, P::ReadExecutions], LIST, |g, a, _of| {
        g.desk.portal.overview(&a)
    }),
];
