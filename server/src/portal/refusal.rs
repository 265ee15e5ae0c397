//! From what the store and the vault say to what a person is told. A constraint's name decides about pointer and words.

use patchbay_app::portal::PortalError;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_store::{StoreError, constraint};
use patchbay_vault::VaultError;

/// Why an execution is not run again.
pub(super) const NOT_REPLAYABLE: Sentence =
    sentence!("this execution can't be replayed: only what was queued and has failed, is dead or unknown can, once");

/// How an error of the store is told; `noun` is what was looked for.
pub(crate) fn of_store(noun: Sentence) -> impl FnOnce(StoreError) -> PortalError {
    move |error| match error {
        StoreError::NotFound => PortalError::NotFound(noun),
        StoreError::Stale { .. } => PortalError::Stale,
        StoreError::Conflict { ref constraint } | StoreError::Reference { ref constraint } => {
            of_constraint(constraint).unwrap_or_else(|| PortalError::Internal(Box::new(error)))
        }
        StoreError::Unstorable => {
            PortalError::invalid("", sentence!("a text holds the character NUL, which can't be stored: remove it"))
        }
        StoreError::InvalidCursor => {
            PortalError::invalid("/cursor", sentence!("this is no cursor of this list: begin without one"))
        }
        StoreError::Unavailable(source) => {
            tracing::warn!(error = %source, "the database does not answer");
            PortalError::Unavailable
        }
        StoreError::Corrupt { .. } | StoreError::PartitionMissing | StoreError::Internal(_) => {
            PortalError::Internal(Box::new(error))
        }
    }
}

/// An error of the vault is never the asker's fault.
pub(super) fn of_vault(error: VaultError) -> PortalError {
    PortalError::Internal(Box::new(error))
}

/// Something stands in the way.
pub(super) fn conflict(pointer: &str, detail: Sentence) -> PortalError {
    PortalError::Conflict { pointer: pointer.to_owned(), detail }
}

fn of_constraint(name: &str) -> Option<PortalError> {
    let (pointer, detail) = match name {
        constraint::CALL_CENTER_ID => ("/id", sentence!("a call center has this id already: choose another one")),
        constraint::USER_EMAIL => ("/email", sentence!("a user has this e-mail address already")),
        constraint::USER_LAST_ADMINISTRATOR => (
            "/role",
            sentence!(
                "this is the last active portal administrator: make somebody else one first, or nobody could let others in"
            ),
        ),
        constraint::TEMPLATE_NAME => (
            "/name",
            sentence!(
                "another template has this name already: choose another one, for an integrator's URL has to mean one thing"
            ),
        ),
        constraint::TEMPLATE_IN_USE => (
            "/visibility",
            sentence!(
                "other call centers have integrators of this template, and would lose sight of it: delete those integrators first, or copy it"
            ),
        ),
        constraint::PRIVATE_CODE_TEMPLATE => (
            "/visibility",
            sentence!(
                "only a private template carries code of its own: copy it as a private one, or remove the code before it is published"
            ),
        ),
        constraint::ENDPOINT_NAME => ("/name", sentence!("another endpoint of this template has this name already")),
        constraint::ENDPOINT_AUTH_ENDPOINT => {
            ("/authEndpoint", sentence!("the auth endpoint was changed at the same moment: reload and try again"))
        }
        constraint::INTEGRATOR_TEMPLATE => {
            ("/template", sentence!("this call center has an integrator of this template already: edit that one"))
        }
        constraint::PART_OF_EVENT_INTEGRATION => (
            "",
            sentence!("this belongs to an event-driven integration: change it there, where its parts stay together"),
        ),
        constraint::PART_OF_MESSAGING => {
            ("", sentence!("this belongs to an adapter or a channel: change it there, where its parts stay together"))
        }
        constraint::ADAPTER_NAME => ("/name", sentence!("another adapter has this name already")),
        constraint::ADAPTER_SECRET => (
            "/secret",
            sentence!("another adapter has this secret already: it could not be told whose third party asks"),
        ),
        constraint::ADAPTER_IN_USE => ("", sentence!("this adapter hosts chats: close them or hand them over first")),
        constraint::ADAPTER_TOKENS => ("", sentence!("two tokens count already: revoke one of them first")),
        constraint::CHANNEL_NAME => ("/name", sentence!("another channel has this name already")),
        constraint::QUEUE_ID => ("/id", sentence!("this call center has a queue of this id already")),
        constraint::QUEUE_ADDRESS => {
            ("/address", sentence!("another queue has this address already: triggers could not tell them apart"))
        }
        constraint::QUEUE_IN_USE => ("/address", sentence!("triggers listen to this queue: take it out of them first")),
        constraint::EXECUTION_NOT_REPLAYABLE => ("", NOT_REPLAYABLE),
        constraint::CALLBOX_TOKEN_KEY => ("", sentence!("the key that asks is gone: ask with another one")),
        _ => return of_reference(name),
    };
    Some(conflict(pointer, detail))
}

fn of_reference(name: &str) -> Option<PortalError> {
    let (pointer, message) = match name {
        constraint::USER_CALL_CENTER
        | constraint::KEY_CALL_CENTER
        | constraint::CALLBOX_TOKEN_CALL_CENTER
        | constraint::TEMPLATE_CALL_CENTER
        | constraint::INTEGRATOR_CALL_CENTER
        | constraint::QUEUE_CALL_CENTER => ("/callCenterId", sentence!("there is no such call center")),
        constraint::INTEGRATOR_TEMPLATE_MISSING => ("/template", sentence!("there is no such template")),
        constraint::FIELD_HOST | constraint::CREDENTIAL_HOST => {
            ("/host", sentence!("the host changed: enter every secret again"))
        }
        _ => return None,
    };
    Some(PortalError::invalid(pointer, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> PortalError {
        of_store(sentence!("thing"))(StoreError::Conflict { constraint: name.to_owned() })
    }

    #[test]
    fn every_constraint_that_callers_tell_apart_has_words() {
        for name in [
            constraint::CALL_CENTER_ID,
            constraint::USER_EMAIL,
            constraint::USER_LAST_ADMINISTRATOR,
            constraint::USER_CALL_CENTER,
            constraint::KEY_CALL_CENTER,
            constraint::CALLBOX_TOKEN_CALL_CENTER,
            constraint::CALLBOX_TOKEN_KEY,
            constraint::TEMPLATE_NAME,
            constraint::TEMPLATE_CALL_CENTER,
            constraint::TEMPLATE_IN_USE,
            constraint::PRIVATE_CODE_TEMPLATE,
            constraint::ENDPOINT_NAME,
            constraint::ENDPOINT_AUTH_ENDPOINT,
            constraint::INTEGRATOR_TEMPLATE,
            constraint::INTEGRATOR_CALL_CENTER,
            constraint::INTEGRATOR_TEMPLATE_MISSING,
            constraint::FIELD_HOST,
            constraint::CREDENTIAL_HOST,
            constraint::PART_OF_EVENT_INTEGRATION,
            constraint::PART_OF_MESSAGING,
            constraint::ADAPTER_NAME,
            constraint::ADAPTER_SECRET,
            constraint::ADAPTER_IN_USE,
            constraint::ADAPTER_TOKENS,
            constraint::CHANNEL_NAME,
            constraint::QUEUE_ID,
            constraint::QUEUE_ADDRESS,
            constraint::QUEUE_CALL_CENTER,
            constraint::QUEUE_IN_USE,
            constraint::EXECUTION_NOT_REPLAYABLE,
        ] {
            assert!(matches!(told(name).problem().status, 409 | 422), "{name}");
        }
    }

    #[test]
    fn what_has_no_words_is_a_defect_and_tells_nothing() {
        let problem = told("keys_hash_key").problem();
        assert_eq!((problem.status, problem.detail), (500, sentence!("something went wrong here")));
    }

    #[test]
    fn a_missing_row_is_called_by_its_noun() {
        let problem = of_store(sentence!("endpoint"))(StoreError::NotFound).problem();
        assert_eq!(problem.detail.to_string(), "there is no such endpoint");
    }
}
