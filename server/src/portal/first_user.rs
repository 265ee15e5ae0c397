//! The first administrator, made by whoever opens the set-up link that the server prints.

use super::refusal;
use super::trail;
use super::users::deed;
use crate::clock;
use patchbay_app::portal::{Actor, PortalResult};
use patchbay_model::access::{Identity, Role};
use patchbay_model::audit::AuditAction;
use patchbay_model::id::UserId;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::time::Timestamp;
use patchbay_model::user::{User, UserDraft};
use patchbay_model::valid::{Valid, Violations};
use patchbay_store::{Unit, users};
use serde_json::Value;

const NOUN: Sentence = sentence!("user");

/// The first administrator's draft; what is wrong with the address is noted at `/email`.
pub(super) fn draft(email: &str, found: &mut Violations) -> Option<Valid<UserDraft>> {
    let draft = UserDraft {
        email: email.trim().to_owned(),
        role: Role::PortalAdministrator,
        call_center_id: None,
        disabled: false,
    };
    Valid::check(draft).map_err(|violations| found.nest("", violations)).ok()
}

/// Inserts the first administrator, who is told of in the trail as made by the deployment itself.
pub(super) async fn insert(unit: &mut Unit, draft: &Valid<UserDraft>, now: Timestamp) -> PortalResult<User> {
    let user = users::insert(unit, UserId(clock::new_id()), draft, now).await.map_err(refusal::of_store(NOUN))?;
    let actor = Actor { identity: Identity::Operator, call_center: None, name: "set-up".to_owned(), request_id: None };
    let deed = deed(AuditAction::Created, &user, Value::Null, trail::document(&user)?);
    trail::note(unit, &actor, now, deed).await?;
    Ok(user)
}
