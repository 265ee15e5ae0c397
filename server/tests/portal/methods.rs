//! Every method of the portal that takes an actor: what it needs, and how it is called on somebody's objects. Writes are
//! called with a version that nobody ever saw, so that being allowed changes nothing.

use super::desk::{endpoint, integrator, template};
use super::ground::{Ground, Objects};
use futures::future::{BoxFuture, FutureExt as _};
use patchbay_app::portal::{Change, EndpointCall, PortalResult};
use patchbay_model::access::{Actor, Permission as P, Role, Scope};
use patchbay_model::audit::AuditQuery;
use patchbay_model::call_center::CallCenterDraft;
use patchbay_model::execution::ExecutionQuery;
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::key::KeyDraft;
use patchbay_model::page::PageRequest;
use patchbay_model::template::{TemplateDraft, TemplateQuery};
use patchbay_model::user::UserDraft;
use serde_json::json;
use uuid::Uuid;

/// On whose objects a method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The actor's own tenant's.
    Own,
    /// Another tenant's.
    Foreign,
    /// Everybody's, or the portal's own.
    Portal,
    /// Whatever the actor reaches: a list without a filter.
    Reach,
    /// The same for everybody.
    Anybody,
}
use Target::{Anybody, Foreign, Own, Portal, Reach};

/// One row of the table.
pub struct Method {
    pub name: &'static str,
    /// All of them are needed.
    pub permissions: &'static [P],
    pub targets: &'static [Target],
    /// Whether the portal's own object does not exist for a tenant, instead of being forbidden.
    pub hides_portal: bool,
    pub call: for<'a> fn(&'a Ground, Actor, &'a Objects) -> BoxFuture<'a, PortalResult<()>>,
}

const BOTH: &[Target] = &[Own, Foreign];
const ALL: &[Target] = &[Own, Foreign, Portal];
const LIST: &[Target] = &[Reach];

const fn seen<Id: Copy>(id: Id) -> Change<Id> {
    Change { id, version: Some(Version(999)) }
}

fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", Uuid::new_v7(uuid::Timestamp::now(uuid::NoContext)).simple())
}

fn call_center(id: &CallCenterId) -> CallCenterDraft {
    CallCenterDraft { id: id.clone(), name: "x".into(), time_zone: "UTC".into(), language: "en".into() }
}

fn template_of(objects: &Objects) -> TemplateDraft {
    let visibility = if objects.published { "published" } else { "private" };
    let owner = (!objects.published).then_some(&objects.call_center);
    template(json!({"name": unique("t"), "visibility": visibility, "callCenterId": owner}))
}

fn owner(objects: &Objects) -> Option<CallCenterId> {
    (!objects.published).then(|| objects.call_center.clone())
}

fn key(objects: &Objects) -> KeyDraft {
    KeyDraft { name: "k".into(), call_center_id: owner(objects), scopes: vec![Scope::EventsWrite] }
}

fn user() -> UserDraft {
    let email = format!("{}@example.com", unique("u"));
    UserDraft { email, role: Role::PortalViewer, call_center_id: None, disabled: false }
}

fn page() -> PageRequest {
    PageRequest::default()
}

macro_rules! method {
    ($name:ident, $permissions:expr, $targets:expr, $hides:expr, |$ground:ident, $actor:ident, $of:ident| $call:expr) => {
        Method {
            name: stringify!($name),
            permissions: $permissions,
            targets: $targets,
            hides_portal: $hides,
            call: |$ground, $actor, $of| async move { $call.await.map(drop) }.boxed(),
        }
    };
    ($name:ident, $permissions:expr, $targets:expr, |$ground:ident, $actor:ident, $of:ident| $call:expr) => {
        method!($name, $permissions, $targets, false, |$ground, $actor, $of| $call)
    };
}

/// The table; some methods stand in it twice, once for their list and once for a filter.
pub static METHODS: &[Method] = &[
    method!(list_call_centers, &[P::ReadCallCenters], LIST, |g, a, _of| g.desk.portal.list_call_centers(&a, None, page())),
    method!(call_center, &[P::ReadCallCenters], BOTH, |g, a, of| g.desk.portal.call_center(&a, &of.call_center)),
    method!(create_call_center, &[P::WriteCallCenters], &[Portal], |g, a, _of| {
        g.desk.portal.create_call_center(&a, call_center(&unique("cc").parse().unwrap()))
    }),
    method!(update_call_center, &[P::WriteCallCenters], BOTH, |g, a, of| {
        g.desk.portal.update_call_center(&a, &of.call_center, Some(Version(999)), call_center(&of.call_center))
    }),
    method!(call_center_usage, &[P::ReadCallCenters], BOTH, |g, a, of| g.desk.portal.call_center_usage(&a, &of.call_center)),
    method!(delete_call_center, &[P::WriteCallCenters], BOTH, |g, a, of| {
        g.desk.portal.delete_call_center(&a, &of.call_center, Some(Version(999)))
    }),
    method!(limits, &[P::ReadCallCenters], &[Anybody], |g, a, _of| g.desk.portal.limits(&a)),
    method!(list_templates, &[P::ReadIntegrations], LIST, |g, a, _of| {
        g.desk.portal.list_templates(&a, TemplateQuery::default(), page())
    }),
    method!(list_templates, &[P::ReadIntegrations], BOTH, |g, a, of| {
        let query = TemplateQuery { call_center_id: Some(of.call_center.clone()), ..TemplateQuery::default() };
        g.desk.portal.list_templates(&a, query, page())
    }),
    method!(template, &[P::ReadIntegrations], ALL, |g, a, of| async move {
        g.desk.portal.template(&a, &of.template.to_string(), None).await
    }),
    method!(create_template, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.create_template(&a, template_of(of))),
    method!(template_breakage, &[P::ReadIntegrations], ALL, |g, a, of| {
        g.desk.portal.template_breakage(&a, of.template, template_of(of))
    }),
    method!(update_template, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.update_template(&a, seen(of.template), template_of(of))
    }),
    method!(copy_template, &[P::ReadIntegrations, P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.copy_template(&a, of.template, unique("copy"), owner(of))
    }),
    method!(template_usage, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.template_usage(&a, of.template)),
    method!(delete_template, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.delete_template(&a, seen(of.template))),
    method!(export_template, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.export_template(&a, of.template)),
    method!(import_template, &[P::WriteTemplates], ALL, |g, a, of| {
        let document = json!({"$schema": "/schemas/template.json", "name": unique("i"), "label": "I", "type": "crm"});
        g.desk.portal.import_template(&a, document, owner(of))
    }),
    method!(gallery, &[P::ReadIntegrations], &[Portal], |g, a, _of| g.desk.portal.gallery(&a)),
    method!(versions, &[P::ReadIntegrations], ALL, |g, a, of| {
        g.desk.portal.versions(&a, of.template, of.endpoint.0, page())
    }),
    method!(restore, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.restore(&a, of.template, of.version)),
    method!(list_endpoints, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.list_endpoints(&a, of.template, page())),
    method!(endpoint, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.endpoint(&a, of.template, "find")),
    method!(check_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.check_endpoint(&a, of.template, endpoint(json!({})))
    }),
    method!(create_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.create_endpoint(&a, of.template, endpoint(json!({"name": unique("e")})))
    }),
    method!(update_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.update_endpoint(&a, seen(of.endpoint), endpoint(json!({})))
    }),
    method!(copy_endpoint, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.copy_endpoint(&a, of.endpoint, unique("e"))),
    method!(endpoint_usage, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.endpoint_usage(&a, of.endpoint)),
    method!(delete_endpoint, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.delete_endpoint(&a, seen(of.endpoint))),
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
    method!(list_integrators, &[P::ReadIntegrations], LIST, |g, a, _of| {
        g.desk.portal.list_integrators(&a, None, IntegratorQuery::default(), page())
    }),
    method!(list_integrators, &[P::ReadIntegrations], BOTH, |g, a, of| {
        g.desk.portal.list_integrators(&a, Some(of.call_center.clone()), IntegratorQuery::default(), page())
    }),
    method!(integrator, &[P::ReadIntegrations], BOTH, |g, a, of| g.desk.portal.integrator(&a, of.integrator)),
    method!(create_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| async move {
        let draft = integrator(json!({"template": of.template}));
        g.desk.portal.create_integrator(&a, &of.call_center, draft).await
    }),
    method!(update_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.update_integrator(&a, seen(of.integrator), integrator(json!({"template": of.template})))
    }),
    method!(copy_integrator, &[P::ReadIntegrations, P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.copy_integrator(&a, of.integrator, of.call_center.clone())
    }),
    method!(delete_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.delete_integrator(&a, seen(of.integrator))
    }),
    method!(circuit, &[P::ReadIntegrations], BOTH, |g, a, of| g.desk.portal.circuit(&a, of.integrator)),
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
    method!(list_users, &[P::ReadUsers], &[Portal], |g, a, _of| g.desk.portal.list_users(&a, None, page())),
    method!(user, &[P::ReadUsers], &[Portal], |g, a, of| g.desk.portal.user(&a, of.user)),
    method!(invite_user, &[P::WriteUsers], &[Portal], |g, a, _of| g.desk.portal.invite_user(&a, user())),
    method!(renew_invitation, &[P::WriteUsers], &[Portal], |g, a, of| g.desk.portal.renew_invitation(&a, of.user)),
    method!(update_user, &[P::WriteUsers], &[Portal], |g, a, of| g.desk.portal.update_user(&a, seen(of.user), user())),
    method!(delete_user, &[P::WriteUsers], &[Portal], |g, a, of| g.desk.portal.delete_user(&a, seen(of.user))),
    method!(list_keys, &[P::ReadKeys], LIST, |g, a, _of| g.desk.portal.list_keys(&a, None, page())),
    method!(list_keys, &[P::ReadKeys], BOTH, |g, a, of| g.desk.portal.list_keys(&a, Some(of.call_center.clone()), page())),
    method!(key, &[P::ReadKeys], ALL, true, |g, a, of| g.desk.portal.key(&a, of.key)),
    method!(create_key, &[P::WriteKeys], ALL, |g, a, of| g.desk.portal.create_key(&a, key(of))),
    method!(update_key, &[P::WriteKeys], ALL, true, |g, a, of| g.desk.portal.update_key(&a, seen(of.key), key(of))),
    method!(revoke_key, &[P::WriteKeys], ALL, true, |g, a, of| g.desk.portal.revoke_key(&a, seen(of.key))),
    method!(list_audit, &[P::ReadAudit], LIST, |g, a, _of| g.desk.portal.list_audit(&a, AuditQuery::default(), page())),
    method!(list_audit, &[P::ReadAudit], BOTH, |g, a, of| {
        let query = AuditQuery { call_center_id: Some(of.call_center.clone()), ..AuditQuery::default() };
        g.desk.portal.list_audit(&a, query, page())
    }),
    method!(overview, &[P::ReadCallCenters, P::ReadIntegrations, P::ReadExecutions], LIST, |g, a, _of| {
        g.desk.portal.overview(&a)
    }),
];
