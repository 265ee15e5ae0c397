//! When an endpoint runs by itself (spec/callbox.md, Triggers; spec/events.md, Matching).

use crate::sentence;
use crate::sentence::Sentence;
use crate::valid::Violations;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every member, in the order of the documents.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::trigger::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|member| member.as_str() == text).ok_or($crate::trigger::UnknownWord)
            }
        }
    };
}
pub(crate) use closed_set;

/// A word that its closed set does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Sentence::from(*self))]
pub struct UnknownWord;

impl From<UnknownWord> for Sentence {
    fn from(_: UnknownWord) -> Self {
        sentence!("not one of the known words")
    }
}

closed_set!(
    /// A trigger by name: the callbox moments, or called by name only.
    TriggerName {
        /// Rings in or dials out.
        CallStart = "call_start",
        /// Answered.
        CallConnected = "call_connected",
        /// Ended or abandoned, exactly once.
        CallEnd = "call_end",
        /// An SMS is sent.
        SmsSend = "sms_send",
        /// An SMS comes in.
        SmsReceived = "sms_received",
        /// The agent submits the ticket form.
        TicketCreate = "ticket_create",
        /// The agent submits the contact form.
        ContactCreate = "contact_create",
        /// Called by name.
        Manual = "manual",
    }
);

closed_set!(
    /// A conversation event (spec/events.md, Events). The callbox moments that are posted beside them are a set of
    /// their own, [`Moment`]: a trigger listens to those by name.
    EventName {
        /// In the system, not yet in an allocation queue.
        Received = "received",
        /// In an allocation queue.
        Queued = "queued",
        /// Allocated to an agent.
        Allocated = "allocated",
        /// Accepted by an agent, or connected to the external party.
        Accepted = "accepted",
        /// Rejected by the agent, the system or the external party.
        Rejected = "rejected",
        /// Transferred by an agent.
        Transferred = "transferred",
        /// Overflowed from one queue to another.
        Forwarded = "forwarded",
        /// Ended after being connected.
        Ended = "ended",
        /// Ended without ever being connected.
        Abandoned = "abandoned",
    }
);

closed_set!(
    /// A callbox moment that a platform without a callbox posts as an event (spec/events.md, Events).
    Moment {
        /// Rings in or dials out.
        CallStart = "call_start",
        /// Answered.
        CallConnected = "call_connected",
        /// Ended or abandoned, exactly once.
        CallEnd = "call_end",
        /// An SMS is sent.
        SmsSend = "sms_send",
        /// An SMS comes in.
        SmsReceived = "sms_received",
    }
);

impl Moment {
    /// Whether it is a moment of a call; the others are of an SMS.
    #[must_use]
    pub const fn is_of_call(self) -> bool {
        matches!(self, Self::CallStart | Self::CallConnected | Self::CallEnd)
    }
}

impl From<Moment> for TriggerName {
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::CallStart => Self::CallStart,
            Moment::CallConnected => Self::CallConnected,
            Moment::CallEnd => Self::CallEnd,
            Moment::SmsSend => Self::SmsSend,
            Moment::SmsReceived => Self::SmsReceived,
        }
    }
}

closed_set!(
    /// The directions that a trigger listens to.
    TriggerDirection {
        /// From the customer.
        Inbound = "inbound",
        /// To the customer.
        Outbound = "outbound",
        /// Either.
        Both = "both",
    }
);

/// A trigger that listens to conversation events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventTrigger {
    /// The events that it listens to; none disables it.
    pub events: Vec<EventName>,
    /// The directions that it listens to.
    pub direction: TriggerDirection,
    /// Calls without a queue match.
    #[serde(default)]
    pub direct_calls: bool,
    /// Chats without a queue match.
    #[serde(default)]
    pub direct_chats: bool,
    /// Addresses of the queues whose conversations match.
    #[serde(default)]
    pub queues: Vec<String>,
    /// CEL over `event` and `contact`; false skips the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Order among several that match, smallest first.
    #[serde(default = "EventTrigger::default_ordinal")]
    pub ordinal: i32,
    /// Triggers after this one do not run.
    #[serde(default)]
    pub stop: bool,
}

/// The ordinal of a trigger that names none, and of those by name.
pub const DEFAULT_ORDINAL: i32 = 100;

/// The most queues of one trigger.
pub const MAXIMUM_QUEUES: usize = 200;

impl EventTrigger {
    fn default_ordinal() -> i32 {
        DEFAULT_ORDINAL
    }

    /// One that hears nothing.
    #[must_use]
    pub const fn silent() -> Self {
        Self {
            events: Vec::new(),
            direction: TriggerDirection::Both,
            direct_calls: false,
            direct_chats: false,
            queues: Vec::new(),
            condition: None,
            ordinal: DEFAULT_ORDINAL,
            stop: false,
        }
    }
}

/// An entry of an endpoint's `triggers`: a name, or an object (spec/api.md).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Trigger {
    /// A callbox moment or `manual`.
    Named(TriggerName),
    /// Conversation events.
    Events(EventTrigger),
}

// By hand: an untagged type would lose the place of a mistake, and tell it in the words of Rust.
impl<'de> Deserialize<'de> for Trigger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TriggerVisitor)
    }
}

struct TriggerVisitor;

impl<'de> Visitor<'de> for TriggerVisitor {
    type Value = Trigger;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a trigger's name or an object")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Trigger, E> {
        TriggerName::deserialize(StrDeserializer::<E>::new(name)).map(Trigger::Named)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Trigger, A::Error> {
        EventTrigger::deserialize(MapAccessDeserializer::new(members)).map(Trigger::Events)
    }
}

/// Checks a list of triggers: no name twice.
pub(crate) fn check_triggers(found: &mut Violations, triggers: &[Trigger]) {
    found.require(triggers.len() <= 16, "/triggers", sentence!("use at most 16 triggers"));
    let mut named = HashSet::new();
    for (index, trigger) in triggers.iter().enumerate() {
        match trigger {
            Trigger::Named(name) if !named.insert(name) => {
                found.add(format!("/triggers/{index}"), sentence!("this trigger is in the list already"));
            }
            Trigger::Events(events) if events.queues.len() > MAXIMUM_QUEUES => {
                found.add(format!("/triggers/{index}/queues"), sentence!("use at most 200 queues"));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_trigger_is_a_name_or_an_object() {
        let text = r#"["call_start",{"events":["ended"],"direction":"both","queues":["sales"]}]"#;
        let read: Vec<Trigger> = json::parse(text).unwrap();
        let events =
            EventTrigger { events: vec![EventName::Ended], queues: vec!["sales".into()], ..EventTrigger::silent() };
        assert_eq!(read, [Trigger::Named(TriggerName::CallStart), Trigger::Events(events)]);
        assert_eq!(serde_json::from_value::<Vec<Trigger>>(serde_json::to_value(&read).unwrap()).unwrap(), read);
    }

    #[test]
    fn a_mistake_is_told_at_its_place() {
        let table = [
            (
                r#"{"events":[],"direction":"both","directCals":true}"#,
                "/0/directCals",
                "there is no member directCals: there are events, direction, directCalls, directChats, queues, condition, ordinal, stop",
            ),
            (r#"{"events":["endet"],"direction":"both"}"#, "/0/events/0", "endet is none of received, queued, "),
            (r#"{"events":[],"direction":"sideways"}"#, "/0/direction", "sideways is none of inbound, outbound, both"),
            (r#"{"events":[]}"#, "/0", "direction is missing"),
            (r#""call_strat""#, "/0", "call_strat is none of call_start, call_connected, "),
            (r#"["call_start"]"#, "/0", "expected a trigger's name or an object instead of a list"),
            ("5", "/0", "expected a trigger's name or an object instead of 5"),
            ("null", "/0", "expected a trigger's name or an object instead of null"),
        ];
        for (text, pointer, words) in table {
            let error = json::parse::<Vec<Trigger>>(&format!("[{text}]")).unwrap_err();
            assert_eq!(error.pointer, pointer, "{text}");
            assert!(error.message.to_string().starts_with(words), "{text}: {}", error.message);
        }
    }
}
