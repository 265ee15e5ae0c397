//! Every method of the portal that takes an actor: what it needs, and how it is called on somebody's objects. Writes are
//! called with a version that nobody ever saw, so that being allowed changes nothing.

mod configuration;
mod events;
mod messaging;
mod operation;

use super::ground::{Ground, Objects};
use futures::future::BoxFuture;
use patchbay_app::portal::{Change, PortalResult};
use patchbay_model::access::{Actor, Permission};
use patchbay_model::id::{CallCenterId, Version};
use patchbay_model::page::PageRequest;

/// The table; some methods stand in it twice, once for their list and once for a filter.
pub fn methods() -> impl Iterator<Item = &'static Method> {
    configuration::METHODS.iter().chain(events::METHODS).chain(messaging::METHODS).chain(operation::METHODS)
}

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

/// Whose objects the walks over functions and routes ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The own tenant's.
    Own,
    /// Another tenant's.
    Foreign,
    /// Published ones and the portal's own, where there are such; the own tenant's otherwise.
    Everybodys,
}

impl Whose {
    pub const ALL: [Self; 3] = [Self::Own, Self::Foreign, Self::Everybodys];
}

/// The row of the method called `name`; of two, for a list and for its filter, the one with this target.
pub fn row(name: &str, preferred: Target) -> &'static Method {
    let rows = || methods().filter(|method| method.name == name);
    let found = rows().find(|method| method.targets.contains(&preferred)).or_else(|| rows().next());
    found.unwrap_or_else(|| panic!("the portal has no method {name}"))
}

/// One row of the table.
pub struct Method {
    pub name: &'static str,
    /// All of them are needed.
    pub permissions: &'static [Permission],
    pub targets: &'static [Target],
    /// Whether the portal's own object does not exist for a tenant, instead of being forbidden.
    pub hides_portal: bool,
    pub call: for<'a> fn(&'a Ground, Actor, &'a Objects) -> BoxFuture<'a, PortalResult<()>>,
}

impl Method {
    /// What a call about `whose` objects is aimed at.
    pub fn target(&self, whose: Whose) -> Target {
        let wanted: &[Target] = match whose {
            Whose::Own => &[Target::Own],
            Whose::Foreign => &[Target::Foreign],
            Whose::Everybodys => &[Target::Portal, Target::Own],
        };
        wanted.iter().copied().find(|target| self.targets.contains(target)).unwrap_or(self.targets[0])
    }
}

const BOTH: &[Target] = &[Target::Own, Target::Foreign];
const LIST: &[Target] = &[Target::Reach];

const fn seen<Id: Copy>(id: Id) -> Change<Id> {
    Change { id, version: Some(Version(999)) }
}

fn unique(prefix: &str) -> String {
    format!("{prefix}-{}", patchbay_server::clock::new_id().simple())
}

/// Whom the objects belong to; none when they are everybody's.
fn owner(objects: &Objects) -> Option<CallCenterId> {
    (!objects.published).then(|| objects.call_center.clone())
}

fn page() -> PageRequest {
    PageRequest::default()
}

macro_rules! method {
    ($name:ident, $permissions:expr, $targets:expr, $hides:expr, |$ground:ident, $actor:ident, $of:ident| $call:expr) => {
        $crate::portal::methods::Method {
            name: stringify!($name),
            permissions: $permissions,
            targets: $targets,
            hides_portal: $hides,
            call: |$ground, $actor, $of| Box::pin(async move { $call.await.map(drop) }),
        }
    };
    ($name:ident, $permissions:expr, $targets:expr, |$ground:ident, $actor:ident, $of:ident| $call:expr) => {
        $crate::portal::methods::method!($name, $permissions, $targets, false, |$ground, $actor, $of| $call)
    };
}
use method;
