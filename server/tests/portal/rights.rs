//! Who may do what: every method of the portal, for every role and every single scope, on the own tenant's objects, a
//! foreign tenant's, and everybody's.

use super::desk::{Desk, person, program};
use super::ground::{Ground, Objects};
use super::methods::{Method, Target, methods};
use patchbay_app::portal::PortalError;
use patchbay_model::access::{Actor, Identity, Owner, Role, Scope, Verdict};
use std::collections::BTreeSet;

/// Everybody there is: the four roles, a key of each scope for the portal and for the own tenant, a callbox token, the
/// gateway of a channel.
fn actors(objects: &Objects) -> Vec<Actor> {
    let own = &objects.call_center;
    let mut actors = Vec::new();
    for role in Role::ALL.iter().copied() {
        actors.push(person(role, role.is_tenant().then_some(own)));
    }
    for scope in Scope::ALL.iter().copied() {
        actors.push(program(&[scope], None));
        if scope != Scope::PortalAdmin {
            actors.push(program(&[scope], Some(own)));
        }
    }
    let callbox = person(Role::TenantViewer, Some(own));
    actors.push(Actor { identity: Identity::Callbox { key: None }, name: "callbox token".into(), ..callbox.clone() });
    let gateway = Identity::Channel { id: objects.channel_id };
    actors.push(Actor { identity: gateway, name: "gateway".into(), ..callbox });
    actors
}

/// Whether a status says what the verdict says. Whatever comes after the rights means that they sufficed; a defect of ours
/// means nothing.
pub fn agrees(verdict: Verdict, status: u16) -> bool {
    match verdict {
        Verdict::Allowed => !matches!(status, 401 | 403 | 404 | 500),
        Verdict::Forbidden => status == 403,
        Verdict::Hidden => status == 404,
    }
}

/// What the rule says, in the words of `patchbay_model::access`, whose table has a test of its own.
pub fn expected(actor: &Actor, method: &Method, target: Target, ground: &Ground) -> Verdict {
    let owner = match target {
        Target::Own => Owner::CallCenter(&ground.own.call_center),
        Target::Foreign => Owner::CallCenter(&ground.foreign.call_center),
        Target::Portal => Owner::Portal,
        // The list of whoever asks: everything for the portal's actors, the own call center for a tenant's.
        Target::Reach => actor.call_center.as_ref().map_or(Owner::Portal, Owner::CallCenter),
        Target::Anybody => {
            let holds = method.permissions.iter().all(|permission| actor.holds(*permission));
            return if holds { Verdict::Allowed } else { Verdict::Forbidden };
        }
    };
    // An object of the portal itself, such as its keys, does not exist for a tenant.
    if target == Target::Portal && method.hides_portal && actor.call_center.is_some() {
        return Verdict::Hidden;
    }
    let judged = method.permissions.iter().map(|permission| actor.may(*permission, owner));
    judged.max_by_key(|verdict| *verdict as u8).unwrap()
}

/// What happened. Whatever came after the rights, such as a stale version, means that they sufficed.
fn happened(outcome: Result<(), PortalError>) -> Verdict {
    match outcome {
        Err(PortalError::Forbidden) => Verdict::Forbidden,
        Err(PortalError::NotFound(_)) => Verdict::Hidden,
        Ok(()) | Err(PortalError::Stale | PortalError::Conflict { .. }) => Verdict::Allowed,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_method_judges_every_actor() {
    let ground = Ground::laid(Desk::open().await).await;
    let mut wrong = Vec::new();
    let mut count = 0;
    for method in methods() {
        for target in method.targets.iter().copied() {
            for actor in actors(&ground.own) {
                let outcome = (method.call)(&ground, actor.clone(), ground.object(target)).await;
                let (is, should) = (happened(outcome), expected(&actor, method, target, &ground));
                count += 1;
                if is != should {
                    wrong.push(format!("{} on {target:?} by {}: {is:?}, not {should:?}", method.name, actor.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "of {count} cells {} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A method that is added to the portal and forgotten here fails this test.
#[test]
fn every_method_of_the_portal_is_walked() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/portal");
    let mut declared = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for part in text.split("async fn ").skip(1) {
            let (name, rest) = part.split_once('(').unwrap();
            let arguments = rest.split(')').next().unwrap();
            if arguments.contains("actor: &Actor") {
                declared.insert(name.to_owned());
            }
        }
    }
    // Every signed-in person may do these to the own account, whatever the role; account.rs has their tests.
    for own in ["sign_out", "change_password"] {
        assert!(declared.remove(own), "{own}");
    }
    let walked: BTreeSet<_> = methods().map(|method| method.name.to_owned()).collect();
    assert_eq!(declared, walked);
    assert!(declared.len() > 40);
}
