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
    CallCenterDraft {
        id: id.clone(),
        name: "x".into(),
        time_zone: "UTC".into(),
        language: "en".into(),
    }
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

