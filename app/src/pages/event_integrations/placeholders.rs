//! What the JSON of an event integration can take values from.

use crate::components::Placeholder;
use crate::pages::placeholders::offered;
use crate::text;
use patchbay_model::templating::{AccessToken, Context, Known, Scope, Site};

/// In `request`. What stands in a header is what stands anywhere, and the secrets besides.
pub(super) fn of_request(credentials: Known) -> Vec<Placeholder> {
    // No template parameters, no sign-in, no client: an event is all that there is.
    const OF_OTHERS: [&str; 3] = ["{field.", "{token", "{client."];
    let context = context(credentials);
    let has_meaning = |one: &Placeholder| !OF_OTHERS.iter().any(|foreign| one.text.starts_with(foreign));
    offered(Scope::new(Site::RequestHeader, &context)).into_iter().filter(has_meaning).collect()
}

/// In `response`.
pub(super) fn of_response() -> Vec<Placeholder> {
    let context = context(Known::only::<String>([]));
    let in_response = |one: Placeholder| {
        let description = text!(event_integrations.in_response, description = one.description);
        Placeholder { text: one.text, description }
    };
    offered(Scope::new(Site::ResponseMapping, &context)).into_iter().map(in_response).collect()
}

fn context(credentials: Known) -> Context {
    Context {
        fields: Known::only::<String>([]),
        credentials,
        access_token: AccessToken::Unavailable,
        ..Context::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_event_has_is_offered() {
        let texts: Vec<String> =
            of_request(Known::only(["api-key"])).into_iter().map(|placeholder| placeholder.text).collect();
        for expected in ["{event}", "{contact.source}", "{contact.queue.address}", "{authentications.api-key}"] {
            assert!(texts.iter().any(|text| text == expected), "{expected} is missing in {texts:?}");
        }
        assert!(!texts.iter().any(|text| text.starts_with("{token") || text.starts_with("{client")));
        assert!(of_response().iter().any(|placeholder| placeholder.text == "{response.status}"));
    }
}
