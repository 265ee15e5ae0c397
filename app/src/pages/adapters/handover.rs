//! The body of a handover: an editor, and beside it what is sent for a chat that is made up.

use crate::components::{CodeBlock, JsonField, Notice, Tone};
use crate::json_text::tidy;
use crate::languages::said_of;
use crate::pages::placeholders::offered;
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::HandoverValues;
use patchbay_model::messaging::chat::{Chat, ChatKey};
use patchbay_model::templating::{Context, Scope, Site, TwoWayTemplate};
use patchbay_model::valid::Violation;

/// Editor and preview.
#[component]
pub(super) fn HandoverBody(
    call_center: CallCenterId,
    /// As it was typed.
    value: String,
) -> impl IntoView {
    let typed = RwSignal::new(value.clone());
    let preview = move || match typed.with(|typed| expanded(typed, &call_center)) {
        Ok(body) => view! { <CodeBlock title=text!(adapters.made_up) text=body /> }.into_any(),
        Err(_) => view! {
            <Notice tone=Tone::Neutral><p>{text!(adapters.no_preview)}</p></Notice>
        }
        .into_any(),
    };
    view! {
        <div class="beside">
            <JsonField
                name="form[handover_body]"
                pointer=Some("/handoverEndpoint/body".to_owned())
                label=text!(adapters.body)
                hint=text!(adapters.body_hint, plain = "$name", quoted = "{{$name}}")
                value
                optional=true
                placeholders=offered(Scope::new(Site::TwoWayBody, &Context::default()))
                check=Some(mistake as fn(&str) -> Option<Violation>)
                follow=Some(typed)
            />
            <div aria-live="polite">{preview}</div>
        </div>
    }
    .into_any()
}

/// What saving would refuse.
fn mistake(text: &str) -> Option<Violation> {
    TwoWayTemplate::parse(text).err().map(|error| said_of(error.into_violation("")))
}

/// The body as it is sent.
fn expanded(text: &str, call_center: &CallCenterId) -> Result<String, Violation> {
    let template = TwoWayTemplate::parse(text).map_err(|error| said_of(error.into_violation("")))?;
    let Some(chat) = made_up(call_center) else { return Ok(String::new()) };
    let context = serde_json::json!({"reason": text!(adapters.made_up_reason), "order": 1204});
    Ok(tidy(template.render(&HandoverValues { chat: &chat, context: Some(&context) }).expose()))
}

fn made_up(call_center: &CallCenterId) -> Option<Chat> {
    Some(Chat {
        id: "294c9ea8-8f7e-549f-8c37-ae895ebab247".parse().ok()?,
        session_id: "0199c0de-0000-7000-8000-000000000001".parse().ok(),
        account_id: call_center.clone(),
        key: ChatKey {
            channel: "WhatsApp".parse().ok()?,
            client_id: "628128778222".to_owned(),
            host_id: "62800".to_owned(),
        },
        client_name: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::messaging::adapter::DEFAULT_HANDOVER_BODY;

    #[test]
    fn the_preview_is_json_with_every_variable_filled_in() {
        let center = "cc-1".parse().unwrap();
        let body: serde_json::Value = serde_json::from_str(&expanded(DEFAULT_HANDOVER_BODY, &center).unwrap()).unwrap();
        assert_eq!((&body["accountId"], &body["context"]["order"]), (&"cc-1".into(), &1204.into()));
        assert!(!body.to_string().contains('$'));
    }

    #[test]
    fn an_unknown_variable_is_told_with_its_line() {
        let found = mistake("{\n  \"a\": $chatID\n}").unwrap();
        assert_eq!(found.line, Some(2));
        assert!(found.message.to_string().contains("did you mean $chatId?"), "{}", found.message);
    }
}
