//! What editors offer to insert, with what it holds in the page's language.

use crate::components::Placeholder;
use crate::text;
use patchbay_model::templating::{Insertable, Root, Scope, Variable, placeholders};

/// Every placeholder that can stand there.
pub(crate) fn offered(scope: Scope<'_>) -> Vec<Placeholder> {
    placeholders(scope).into_iter().map(described).collect()
}

fn described(insertable: Insertable) -> Placeholder {
    let Insertable { text, root, below, .. } = insertable;
    let meaning = meaning(&root);
    let description = if below.is_empty() { meaning.to_owned() } else { format!("{meaning}: {below}") };
    Placeholder { text, description }
}

fn meaning(root: &Root) -> &'static str {
    match root {
        Root::PathParameter(_) => text!(placeholders.path_parameter),
        Root::Field(_) => text!(placeholders.field),
        Root::IntegratorHost => text!(placeholders.integrator_host),
        Root::IntegratorName => text!(placeholders.integrator_name),
        Root::IntegratorDescription => text!(placeholders.integrator_description),
        Root::Token => text!(placeholders.token),
        Root::Value => text!(placeholders.value),
        Root::Client => text!(placeholders.client),
        Root::Authentication(_) => text!(placeholders.authentication),
        Root::Event => text!(placeholders.event),
        Root::EventName => text!(placeholders.event_name),
        Root::EventDateTime => text!(placeholders.event_datetime),
        Root::EventData => text!(placeholders.event_data),
        Root::Contact => text!(placeholders.contact),
        Root::Call => text!(placeholders.call),
        Root::Sms => text!(placeholders.sms),
        Root::User => text!(placeholders.user),
        Root::Option => text!(placeholders.option),
        Root::Data => text!(placeholders.data),
        Root::ResponseStatus => text!(placeholders.response_status),
        Root::ResponseHeader(_) => text!(placeholders.response_header),
        Root::ResponseBody => text!(placeholders.response_body),
        Root::ResponseDuration => text!(placeholders.response_duration),
        Root::RequestMethod => text!(placeholders.request_method),
        Root::RequestUrl => text!(placeholders.request_url),
        Root::RequestQuery => text!(placeholders.request_query),
        Root::Debug => text!(placeholders.debug),
        Root::TwoWay(variable) => variable_meaning(*variable),
    }
}

fn variable_meaning(variable: Variable) -> &'static str {
    match variable {
        Variable::ChatId => text!(placeholders.chat_id),
        Variable::SessionId => text!(placeholders.session_id),
        Variable::AccountId => text!(placeholders.account_id),
        Variable::Channel => text!(placeholders.channel),
        Variable::ConversationHostId => text!(placeholders.conversation_host_id),
        Variable::ConversationClientId => text!(placeholders.conversation_client_id),
        Variable::Context => text!(placeholders.context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::templating::{Context, Known, Site};

    #[test]
    fn a_placeholder_is_described_with_its_root_and_what_is_below() {
        let context = Context { fields: Known::only(["X-Api-Key"]), ..Context::default() };
        let of_request = offered(Scope::new(Site::RequestBody, &context));
        let told = |text: &str| of_request.iter().find(|one| one.text == text).map(|one| one.description.clone());
        for (text, description) in [
            ("{contact}", "The conversation"),
            ("{contact.queue.id}", "The conversation: queue.id"),
            ("{field.X-Api-Key}", "The integrator's value for this parameter: X-Api-Key"),
            ("{client.name}", "A value of the body that the caller sends"),
        ] {
            assert_eq!(told(text).as_deref(), Some(description), "{text}");
        }
        let of_handover = offered(Scope::new(Site::TwoWayBody, &context));
        let last = of_handover.last().map(|one| one.description.as_str());
        assert_eq!(last, Some("What the handover carries, a JSON value"));
    }
}
