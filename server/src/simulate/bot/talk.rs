//! What the bot says to what.

use serde_json::{Map, Value, json};

/// What it is asked for a person with.
const AGENT: &str = "agent";
/// What it is said good-bye with.
const BYE: &str = "bye";
const GREETINGS: [&str; 6] = ["hello", "hi", "hey", "halo", "hai", "xin chào"];
/// What stands around the content of a message.
const AROUND: [&str; 3] = ["id", "direction", "createdOn"];

/// What it does about a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    /// The content of what it says.
    pub(super) content: Value,
    /// What it does when that is said.
    pub(super) then: Then,
}

/// What it does after it has spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Nothing,
    /// Gives the chat to somebody else.
    HandOver,
    /// Ends the session.
    End,
}

/// Its reply to a message: it greets, fetches a person, says good-bye, and repeats everything else.
pub(super) fn reply(message: &Value, is_somebody_there: bool) -> Reply {
    let said = message["text"].as_str().unwrap_or_default().trim().to_lowercase();
    let says = |text: &str, then| Reply { content: json!({"$type": "text", "text": text}), then };
    match said.trim_end_matches(['!', '.', '?']) {
        AGENT if is_somebody_there => says("One moment, I am fetching somebody for you.", Then::HandOver),
        AGENT => says("I am sorry, there is nobody but me.", Then::Nothing),
        BYE => says("Good-bye!", Then::End),
        said if GREETINGS.contains(&said) => Reply { content: greeting(), then: Then::Nothing },
        _ => Reply { content: same(message), then: Then::Nothing },
    }
}

fn greeting() -> Value {
    json!({"$type": "suggestions", "text": "Hello, I am a bot and repeat what you say. What can I do for you?", "options": [
        {"$type": "reply", "label": "Talk to a person", "postback": AGENT},
        {"$type": "reply", "label": "Good-bye", "postback": BYE},
        {"$type": "openUrl", "label": "What is TwoWay?", "url": "https://www.cm.com/"},
    ]})
}

fn same(message: &Value) -> Value {
    let members = message.as_object().cloned().unwrap_or_default();
    members.into_iter().filter(|(name, _)| !AROUND.contains(&name.as_str())).collect::<Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replied(text: &str) -> (Value, Then) {
        let Reply { content, then } = reply(&json!({"$type": "text", "id": "m1", "text": text}), true);
        (content["text"].clone(), then)
    }

    #[test]
    fn it_repeats_whatever_it_does_not_know() {
        assert_eq!(replied("Halo, apa kabar? 😀"), (json!("Halo, apa kabar? 😀"), Then::Nothing));
        let place = json!({"$type": "location", "id": "m1", "direction": "ClientOriginated", "latitude": 1.5, "longitude": 2.5});
        assert_eq!(reply(&place, true).content, json!({"$type": "location", "latitude": 1.5, "longitude": 2.5}));
    }

    #[test]
    fn it_greets_fetches_somebody_and_says_good_bye() {
        assert_eq!(reply(&json!({"text": "Hi!"}), true).content["options"].as_array().unwrap().len(), 3);
        assert_eq!(replied(" AGENT ").1, Then::HandOver);
        assert_eq!(replied("Bye.").1, Then::End);
        assert_eq!(reply(&json!({"text": "agent"}), false).then, Then::Nothing);
    }
}
