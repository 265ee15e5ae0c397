//! The one place where "may this actor do this to that?" becomes a go-ahead or a refusal. Default deny: whatever
//! `patchbay_model::access` does not list is refused.
//!
//! # Invariants
//! A foreign tenant's object and one that does not exist are the same answer, whatever the actor may do elsewhere.

use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_model::access::{Actor, Owner, Permission, Verdict};
use patchbay_model::id::CallCenterId;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::Template;
use patchbay_store::Reach;

/// Goes on only if `actor` may do this to an object of `owner`; `noun` is what a refusal calls the object.
///
/// # Errors
/// `NotFound` when the object is another tenant's, `Forbidden` when the role or the scopes don't suffice.
pub(super) fn require(actor: &Actor, permission: Permission, owner: Owner<'_>, noun: Sentence) -> PortalResult<()> {
    match actor.may(permission, owner) {
        Verdict::Allowed => Ok(()),
        Verdict::Forbidden => Err(PortalError::Forbidden),
        Verdict::Hidden => Err(PortalError::NotFound(noun)),
    }
}

/// Goes on only if `actor` may do this to what belongs to `call_center`.
///
/// # Errors
/// As [`require`].
pub(super) fn require_in(
    actor: &Actor,
    permission: Permission,
    call_center: &CallCenterId,
    noun: Sentence,
) -> PortalResult<()> {
    require(actor, permission, Owner::CallCenter(call_center), noun)
}

/// How far a list may look. `asked` is the call center that the actor wants to see; a tenant's actor who does not say
/// sees its own.
///
/// # Errors
/// As [`require`].
pub(super) fn reach(actor: &Actor, permission: Permission, asked: Option<&CallCenterId>) -> PortalResult<Reach> {
    let one = asked.or(actor.call_center.as_ref());
    require(actor, permission, one.map_or(Owner::Portal, Owner::CallCenter), sentence!("call center"))?;
    Ok(one.cloned().map_or(Reach::All, Reach::One))
}

/// Goes on if `actor` holds `permission` at all: for what is the same for everybody, such as the limits in force.
///
/// # Errors
/// `Forbidden`.
pub(super) fn require_somewhere(actor: &Actor, permission: Permission) -> PortalResult<()> {
    if actor.holds(permission) { Ok(()) } else { Err(PortalError::Forbidden) }
}

/// Whose a template is: everybody's when it is published.
pub(super) fn owner_of(template: &Template) -> Owner<'_> {
    template.call_center_id.as_ref().map_or(Owner::Portal, Owner::CallCenter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::access::{Identity, Role};
    use patchbay_model::id::UserId;

    fn user(role: Role) -> Actor {
        Actor {
            identity: Identity::User { id: UserId(uuid::Uuid::nil()), role },
            call_center: role.is_tenant().then(|| "cc-1".parse().unwrap()),
            name: "ann@example.com".into(),
            request_id: None,
        }
    }

    #[test]
    fn a_tenant_sees_its_own_without_asking_and_nothing_else_when_asking() {
        let (own, foreign) = ("cc-1".parse().unwrap(), "cc-2".parse().unwrap());
        let tenant = user(Role::TenantViewer);
        let look = |asked| reach(&tenant, Permission::ReadExecutions, asked);
        assert_eq!(look(None).unwrap(), Reach::One("cc-1".parse().unwrap()));
        assert_eq!(look(Some(&own)).unwrap(), Reach::One("cc-1".parse().unwrap()));
        assert!(matches!(look(Some(&foreign)), Err(PortalError::NotFound(what)) if what == sentence!("call center")));
    }

    #[test]
    fn a_portal_role_sees_everything_or_what_it_asks_for() {
        let one = "cc-1".parse().unwrap();
        let viewer = user(Role::PortalViewer);
        assert_eq!(reach(&viewer, Permission::ReadExecutions, None).unwrap(), Reach::All);
        let asked = reach(&viewer, Permission::ReadExecutions, Some(&one)).unwrap();
        assert_eq!(asked, Reach::One(one.clone()));
        assert!(matches!(reach(&viewer, Permission::WriteKeys, Some(&one)), Err(PortalError::Forbidden)));
    }

    #[test]
    fn a_callbox_token_reads_nothing() {
        let mut callbox = user(Role::TenantViewer);
        callbox.identity = Identity::Callbox { key: None };
        for permission in Permission::ALL.iter().copied() {
            let allowed = reach(&callbox, permission, None).is_ok();
            assert_eq!(allowed, permission == Permission::ExecuteEndpoints, "{permission}");
        }
    }
}
