//! What an endpoint that runs at a callbox moment gets as its client body: the call or SMS object (spec/callbox.md).
//! Such an endpoint is written for the callbox, which sends that object; from events it gets the same.

use super::Conversation;
use crate::event::{Call, CallStatus, ConversationFacts, Direction, Event, MomentAgent};
use crate::time::Timestamp;
use crate::trigger::{EventName, Moment};
use serde_json::Value;

impl Conversation {
    /// The client body of a run by `moment`: what the platform posted with it, else what is known of the call.
    #[must_use]
    pub fn client_body(&self, moment: Moment, event: &Event) -> Value {
        let name = if moment.is_of_call() { "call" } else { "sms" };
        if let Some(posted) = event.data.get(name).filter(|posted| posted.is_object()) {
            return posted.clone();
        }
        if moment.is_of_call() { serde_json::to_value(self.call(moment)).unwrap_or_default() } else { Value::Null }
    }

    /// The call as it stands at `moment`.
    #[must_use]
    pub fn call(&self, moment: Moment) -> Call {
        let ConversationFacts { id, direction, source, destination, agent, created, .. } = &self.facts;
        let (phone, did) = match direction {
            Direction::Inbound => (source, destination),
            Direction::Outbound => (destination, source),
        };
        let started_at = created.unwrap_or(self.first_event_at);
        let connected_at = self.connected_at.filter(|_| moment != Moment::CallStart);
        let ended_at = self.ended_at.filter(|_| moment == Moment::CallEnd);
        let seconds = |from: Timestamp| {
            let taken = ended_at.map(|ended_at| ended_at.0.signed_duration_since(from.0).num_seconds())?;
            u32::try_from(taken.max(0)).ok()
        };
        Call {
            id: id.clone(),
            direction: *direction,
            phone: phone.clone().unwrap_or_default(),
            did: did.clone(),
            extension: agent.as_ref().and_then(|agent| agent.number.clone()),
            agent: agent.as_ref().map(|agent| MomentAgent { id: agent.id.clone(), ..MomentAgent::default() }),
            started_at: Some(started_at),
            connected_at,
            ended_at,
            status: Some(self.call_status(moment)),
            duration_seconds: seconds(started_at),
            talk_seconds: connected_at.map_or(ended_at.map(|_| 0), seconds),
            recording_url: None,
            note: None,
            tags: None,
            conversation_id: Some(id.clone()),
            crm_log_id: None,
        }
    }

    fn call_status(&self, moment: Moment) -> CallStatus {
        let abandoned = self.terminal == Some(EventName::Abandoned);
        match moment {
            Moment::CallStart => CallStatus::Ringing,
            Moment::CallConnected => CallStatus::Answered,
            _ if self.connected_at.is_some() && !abandoned => CallStatus::Answered,
            _ => CallStatus::Missed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::take;
    use crate::event::fixtures::event;
    use crate::trigger::Moment;
    use serde_json::json;

    #[test]
    fn a_call_is_told_from_the_customers_side() {
        let mut known = None;
        for (event_type, second) in [("received", 0), ("accepted", 5), ("ended", 47)] {
            known = Some(take(known, &event(event_type, "phone", "inbound", second)).conversation);
        }
        let conversation = known.unwrap();
        let ended = event("ended", "phone", "inbound", 47);
        assert_eq!(
            conversation.client_body(Moment::CallEnd, &ended),
            json!({"id": "c-1", "direction": "inbound", "phone": "+84901234567", "did": "+842812345678",
                "startedAt": "2026-11-20T09:30:00.000Z", "connectedAt": "2026-11-20T09:30:05.000Z",
                "endedAt": "2026-11-20T09:30:47.000Z", "status": "answered", "durationSeconds": 47, "talkSeconds": 42,
                "conversationId": "c-1"})
        );
        let start = conversation.call(Moment::CallStart);
        assert_eq!((start.connected_at, start.ended_at, start.duration_seconds), (None, None, None));
    }

    #[test]
    fn a_dialled_call_that_nobody_took_was_missed() {
        let abandoned = event("abandoned", "phone", "outbound", 9);
        let call = take(None, &abandoned).conversation.call(Moment::CallEnd);
        assert_eq!((call.phone.as_str(), call.did.as_deref()), ("+842812345678", Some("+84901234567")));
        assert_eq!((call.status.unwrap().as_str(), call.talk_seconds), ("missed", Some(0)));
    }

    #[test]
    fn what_the_platform_posted_is_passed_on_as_it_is() {
        let mut posted = event("sms_send", "chat", "outbound", 1);
        let sms = json!({"id": "m1", "to": "+1", "from": "+2", "text": "Hi"});
        posted.data.insert("sms".into(), sms.clone());
        assert_eq!(take(None, &posted).conversation.client_body(Moment::SmsSend, &posted), sms);
    }
}
