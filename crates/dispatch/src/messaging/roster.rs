//! Who takes part in the chats of a call center: its channels and adapters. Asked several times for every message, so it is
//! kept in memory; what is not there is looked for in the database before anybody is told so.

use super::deliver::has_webhook;
use crate::dispatcher::Dispatcher;
use crate::error::{DispatchError, Missing};
use crate::per_call_center::PerCallCenter;
use patchbay_model::call_center::CallCenter;
use patchbay_model::id::{CallCenterId, TemplateId};
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::webhook::WebhookRole;
use patchbay_store::changes::Change;
use patchbay_store::{Reach, Store, adapters, call_centers, channels};
use std::sync::Arc;
use uuid::Uuid;

/// A host may be told of so many others that it could hand over to.
const MOST_TARGETS: usize = 50;

/// An adapter, and the template that calls its webhooks.
pub(crate) struct Host {
    pub(crate) adapter: Adapter,
    pub(crate) template: TemplateId,
}

/// A channel, and the template that calls its callback.
pub(crate) struct Line {
    pub(crate) channel: Channel,
    pub(crate) template: Option<TemplateId>,
}

/// The channels and adapters of a call center.
pub(crate) struct Roster {
    pub(crate) call_center: CallCenter,
    /// The oldest first.
    hosts: Vec<Arc<Host>>,
    lines: Vec<Arc<Line>>,
}

impl Roster {
    /// An adapter.
    pub(crate) fn host(&self, id: AdapterId) -> Option<Arc<Host>> {
        self.hosts.iter().find(|host| host.adapter.id == id).cloned()
    }

    /// The adapters that may host chats of a channel, the oldest first: a chat may be handed over to any of them.
    pub(crate) fn hosts_of(&self, channel: &str) -> impl Iterator<Item = &Arc<Host>> {
        self.hosts.iter().filter(move |host| takes(&host.adapter, channel)).take(MOST_TARGETS)
    }

    /// The adapter that takes the new chats of a channel: the oldest that is told of their messages, or the oldest of those
    /// that only speak.
    pub(crate) fn first_host_of(&self, channel: &str) -> Option<Arc<Host>> {
        let mut hosts = self.hosts_of(channel);
        let first = hosts.next()?;
        let mut listening =
            std::iter::once(first).chain(hosts).filter(|host| has_webhook(&host.adapter, WebhookRole::Message));
        Some(Arc::clone(listening.next().unwrap_or(first)))
    }

    /// A channel by its name, in any case, or its id.
    pub(crate) fn line(&self, key: &str) -> Option<Arc<Line>> {
        let named = self.lines.iter().find(|line| line.channel.name.is(key));
        let meant = || Uuid::parse_str(key).ok().and_then(|id| self.lines.iter().find(|line| line.channel.id.0 == id));
        named.or_else(meant).cloned()
    }
}

/// Whether an adapter may host chats of a channel: it lists it, and it is not a bridge that is switched off
/// (spec/omnichannel.md: an empty base URL).
pub(crate) fn takes(adapter: &Adapter, channel: &str) -> bool {
    let is_off = adapter.properties.as_ref().is_some_and(|properties| properties.incoming_url().is_none());
    !is_off && adapter.channels.iter().any(|listed| listed.is(channel))
}

impl Dispatcher {
    /// An adapter of a call center; none: there is none.
    ///
    /// # Errors
    /// Without such a call center; while the database is away.
    pub async fn adapter(&self, call_center: &CallCenterId, id: AdapterId) -> Result<Option<Adapter>, DispatchError> {
        let host = self.core().rosters.look(call_center, |roster| roster.host(id)).await?;
        Ok(host.map(|host| host.adapter.clone()))
    }

    /// A channel of a call center by its name, in any case, or its id; none: there is none.
    ///
    /// # Errors
    /// As [`adapter`](Self::adapter).
    pub async fn channel(&self, call_center: &CallCenterId, key: &str) -> Result<Option<Channel>, DispatchError> {
        let line = self.core().rosters.look(call_center, |roster| roster.line(key)).await?;
        Ok(line.map(|line| line.channel.clone()))
    }
}

/// The rosters of this process.
pub(crate) struct RosterCache {
    store: Store,
    kept: PerCallCenter<Roster>,
}

impl RosterCache {
    pub(crate) fn new(store: Store, capacity: u64) -> Self {
        Self { store, kept: PerCallCenter::new(capacity) }
    }

    /// The roster of a call center.
    ///
    /// # Errors
    /// Without such a call center [`Missing::CallCenter`]; while the database is away.
    pub(crate) async fn get(&self, call_center: &CallCenterId) -> Result<Arc<Roster>, DispatchError> {
        self.kept.get(call_center, self.read(call_center)).await
    }

    /// The roster as it stands in the database now.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub(crate) async fn reload(&self, call_center: &CallCenterId) -> Result<Arc<Roster>, DispatchError> {
        self.kept.forget(call_center).await;
        self.get(call_center).await
    }

    /// What `find` finds in the roster; none only if it is not in the database either.
    async fn look<T>(
        &self,
        call_center: &CallCenterId,
        find: impl Fn(&Roster) -> Option<T>,
    ) -> Result<Option<T>, DispatchError> {
        match find(&*self.get(call_center).await?) {
            None => Ok(find(&*self.reload(call_center).await?)),
            found => Ok(found),
        }
    }

    async fn read(&self, call_center: &CallCenterId) -> Result<Roster, DispatchError> {
        let found = call_centers::find(&self.store, &Reach::One(call_center.clone()), call_center).await?;
        let hosts = adapters::all(&self.store, call_center).await?.into_iter();
        let lines = channels::all(&self.store, call_center).await?.into_iter();
        Ok(Roster {
            call_center: found.ok_or(Missing::CallCenter)?,
            hosts: hosts.map(|(adapter, template)| Arc::new(Host { adapter, template })).collect(),
            lines: lines.map(|(channel, template)| Arc::new(Line { channel, template })).collect(),
        })
    }

    /// Drops what `change` may concern: people change channels and adapters rarely. An adapter changes together with its
    /// template.
    pub(crate) fn forget(&self, change: &Change) {
        if let Change::Everything | Change::CallCenter(_) | Change::Template(_) | Change::Channels(_) = change {
            self.kept.forget_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::iter;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn made(over: Value) -> Value {
        let mut all = json!({"callCenterId": "cc-1", "version": 1, "createdAt": "2026-11-20T09:30:00Z",
            "updatedAt": "2026-11-20T09:30:00Z"});
        for (name, value) in over.as_object().unwrap() {
            all[name] = value.clone();
        }
        all
    }

    fn host(number: u128, channels: &[&str]) -> Arc<Host> {
        let adapter = made(json!({"id": id(number), "kind": "twoway", "name": format!("a{number}"), "isBot": true,
            "channels": channels, "messageEndpoint": null, "handoverEndpoint": null, "eventsEndpoint": null,
            "properties": null, "secret": null, "deliverySecret": null, "signingSecrets": []}));
        Arc::new(Host { adapter: serde_json::from_value(adapter).unwrap(), template: TemplateId(id(100 + number)) })
    }

    fn line(number: u128, name: &str) -> Arc<Line> {
        let channel = made(json!({"id": id(number), "name": name, "kind": "webchat", "allowedOrigins": []}));
        Arc::new(Line { channel: serde_json::from_value(channel).unwrap(), template: None })
    }

    fn roster(hosts: Vec<Arc<Host>>) -> Roster {
        let call_center = made(json!({"id": "cc-1", "name": "Acme", "timeZone": "UTC", "language": "en",
            "callboxOrigins": []}));
        let lines = vec![line(7, "WhatsApp"), line(8, "Web")];
        Roster { call_center: serde_json::from_value(call_center).unwrap(), hosts, lines }
    }

    #[test]
    fn the_oldest_adapter_that_lists_a_channel_comes_first() {
        let roster = roster(vec![host(1, &["SMS"]), host(2, &["sms", "WhatsApp"]), host(3, &["WHATSAPP"])]);
        let of = |channel: &str| roster.hosts_of(channel).map(|host| host.adapter.id.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(of("whatsapp"), [2, 3]);
        assert_eq!(of("Sms"), [1, 2]);
        assert_eq!(of("Viber"), [0; 0]);
        assert_eq!(roster.host(AdapterId(id(3))).map(|host| host.template), Some(TemplateId(id(103))));
        assert!(roster.host(AdapterId(id(4))).is_none());
    }

    #[test]
    fn a_host_is_told_of_fifty_others_at_most() {
        let roster = roster(iter::repeat_with(|| host(1, &["Web"])).take(60).collect());
        assert_eq!(roster.hosts_of("web").count(), MOST_TARGETS);
    }

    #[test]
    fn a_channel_goes_by_its_name_in_any_case_and_by_its_id() {
        let roster = roster(Vec::new());
        let named = |key: &str| roster.line(key).map(|line| line.channel.id.0.as_u128());
        assert_eq!(
            [named("web"), named("WhatsApp"), named(&id(8).to_string()), named("x")],
            [Some(8), Some(7), Some(8), None]
        );
    }
}
