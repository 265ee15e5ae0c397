//! What `POST …/events` takes: one event, or a list of them (spec/api.md, Events).

use super::Event;
use crate::conversation::EffectReport;
use crate::json::{self, JsonError};
use crate::sentence;
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};

/// The most events of one request.
pub const MAXIMUM_EVENTS: usize = 1000;

/// The body of one request.
#[derive(Debug, Clone, PartialEq)]
pub enum PostedEvents {
    /// An event by itself.
    One(Box<Event>),
    /// `{"events":[…]}`.
    Many(Vec<Event>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    events: Vec<Event>,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AcceptedEvent {
    /// The sender's id of it.
    pub event_id: String,
    /// How many executions it queued; those that were skipped count.
    pub executions: usize,
    /// Whether an event of this id was accepted before: nothing runs twice.
    pub duplicate: bool,
    /// What blocking triggers changed; only for a sender who waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<EffectReport>,
}

/// The answer to a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptedEvents {
    /// One for each event, in the order of the post.
    pub accepted: Vec<AcceptedEvent>,
}

impl PostedEvents {
    /// Reads a request's body.
    ///
    /// # Errors
    /// The first thing that can't be read, with its place: `/events/3/conversation/id`.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        // Which of the two it is must be known beforehand: an untagged type would lose the place of an error.
        if json::locate(text, "/events").is_some() {
            json::parse(text).map(|Batch { events }| Self::Many(events))
        } else {
            json::parse(text).map(|event| Self::One(Box::new(event)))
        }
    }

    /// The events, in the order in which they were posted.
    #[must_use]
    pub fn into_vec(self) -> Vec<Event> {
        match self {
            Self::One(event) => vec![*event],
            Self::Many(events) => events,
        }
    }
}

impl Validate for PostedEvents {
    fn validate(&self) -> Violations {
        match self {
            Self::One(event) => event.validate(),
            Self::Many(events) => {
                let mut found = Violations::none();
                let fits = (1..=MAXIMUM_EVENTS).contains(&events.len());
                found.require(fits, "/events", sentence!("post 1 to 1,000 events at a time"));
                for (index, event) in events.iter().enumerate() {
                    found.nest(&format!("/events/{index}"), event.validate());
                }
                found
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::full;
    use super::*;
    use serde_json::json;

    #[test]
    fn one_event_or_a_list_of_them_is_read() {
        let one = PostedEvents::parse(&full().to_string()).unwrap();
        assert!(matches!(one, PostedEvents::One(_)));
        let many = PostedEvents::parse(&json!({"events": [full(), full()]}).to_string()).unwrap();
        assert_eq!(many.into_vec().len(), 2);
    }

    #[test]
    fn what_can_not_be_read_is_told_with_its_place_in_the_list() {
        let mut event = full();
        event["conversation"]["chanelType"] = json!("phone");
        let error = PostedEvents::parse(&json!({"events": [full(), event]}).to_string()).unwrap_err();
        assert_eq!(error.pointer, "/events/1/conversation/chanelType");
        let mut event = full();
        event["conversation"]["direction"] = json!("sideways");
        let error = PostedEvents::parse(&event.to_string()).unwrap_err();
        assert_eq!(error.pointer, "/conversation/direction");
    }

    #[test]
    fn a_violation_in_a_list_is_told_with_its_place() {
        let mut event = full();
        event["conversation"]["id"] = json!("");
        let posted = PostedEvents::parse(&json!({"events": [full(), full(), full(), event]}).to_string()).unwrap();
        let found = posted.validate().into_vec();
        assert_eq!(found.iter().map(|v| v.pointer.as_str()).collect::<Vec<_>>(), ["/events/3/conversation/id"]);
    }

    #[test]
    fn a_list_has_one_to_a_thousand_events() {
        let event: Event = serde_json::from_value(full()).unwrap();
        for (count, fits) in [(0, false), (1, true), (MAXIMUM_EVENTS, true), (MAXIMUM_EVENTS + 1, false)] {
            let posted = PostedEvents::Many(vec![event.clone(); count]);
            assert_eq!(posted.validate().is_empty(), fits, "{count}");
        }
    }
}
