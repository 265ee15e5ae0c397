//! The index: every trigger stands under each thing that it hears, so that an event looks up its candidates and looks at
//! nothing else.

use super::occurrence::{Decision, Heard, Matched, Occurrence};
use crate::condition::{Condition, Facts};
use patchbay_model::event::{Applicability, ConversationKind, Place, QueueReference};
use patchbay_model::time::Timestamp;
use patchbay_model::trigger::{DEFAULT_ORDINAL, EventName, Moment, Trigger, TriggerName};
use std::cell::LazyCell;
use std::collections::HashMap;

/// One endpoint of one integrator with its triggers.
#[derive(Debug, Clone)]
pub struct Listener<K> {
    /// What the caller calls it.
    pub key: K,
    /// When it runs by itself.
    pub triggers: Vec<Trigger>,
    /// The condition of its request configuration, from its compiled plan.
    pub condition: Option<Condition>,
    /// When it was created: of equal ordinals the oldest runs first.
    pub created_at: Timestamp,
}

/// The triggers of one call center, compiled. It never changes, so that it can be shared without a lock.
#[derive(Debug)]
pub struct TriggerIndex<K> {
    keys: Vec<Reader<K>>,
    /// In the order in which they run.
    entries: Vec<Entry>,
    by_cell: HashMap<(EventName, ConversationKind, Spot), Vec<u32>>,
    by_name: HashMap<TriggerName, Vec<u32>>,
    /// Queues that triggers list, by address.
    numbers: HashMap<Box<str>, u32>,
    /// Addresses of queues, for senders that name a queue by id alone.
    addresses: HashMap<Box<str>, Box<str>>,
}

#[derive(Debug)]
struct Reader<K> {
    key: K,
    condition: Option<Condition>,
}

#[derive(Debug)]
struct Entry {
    reader: u32,
    /// A condition that can't be compiled any more keeps its trigger from running, and says why.
    condition: Option<Result<Condition, String>>,
    stop: bool,
}

/// A [`Place`] with the queue as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Spot {
    Direct,
    Queue(u32),
}

impl<K> TriggerIndex<K> {
    /// Compiles the triggers of all enabled endpoints. `queues` are the call center's, with id and address.
    pub fn compile(
        listeners: impl IntoIterator<Item = Listener<K>>,
        queues: impl IntoIterator<Item = QueueReference>,
        applicability: &Applicability,
    ) -> Self {
        let mut keys = Vec::new();
        let mut triggers = Vec::new();
        for (reader, listener) in (0..).zip(listeners) {
            let order = |ordinal| (ordinal, listener.created_at, reader);
            triggers.extend(listener.triggers.into_iter().map(|trigger| match trigger {
                Trigger::Events(events) => (order(events.ordinal), Trigger::Events(events)),
                named @ Trigger::Named(_) => (order(DEFAULT_ORDINAL), named),
            }));
            keys.push(Reader { key: listener.key, condition: listener.condition });
        }
        // Stable: triggers of one endpoint keep the order of their list.
        triggers.sort_by_key(|(order, _)| *order);
        let addresses = queues.into_iter().filter_map(|queue| Some((queue.id?.into(), queue.address?.into())));
        let mut index = Self {
            keys,
            entries: Vec::with_capacity(triggers.len()),
            by_cell: HashMap::new(),
            by_name: HashMap::new(),
            numbers: HashMap::new(),
            addresses: addresses.collect(),
        };
        for (number, ((_, _, reader), trigger)) in (0..).zip(&triggers) {
            index.add(number, *reader, trigger, applicability);
        }
        index
    }

    fn add(&mut self, number: u32, reader: u32, trigger: &Trigger, applicability: &Applicability) {
        let (condition, stop) = match trigger {
            Trigger::Named(name) => {
                self.by_name.entry(*name).or_default().push(number);
                (None, false)
            }
            Trigger::Events(events) => {
                for cell in events.cells(applicability) {
                    let spot = match cell.place {
                        Place::Direct => Spot::Direct,
                        Place::Queue(address) => Spot::Queue(self.number_of(address)),
                    };
                    self.by_cell.entry((cell.event, cell.kind, spot)).or_default().push(number);
                }
                let compile = |text: &String| Condition::compile(text).map_err(|error| error.to_string());
                (events.condition.as_ref().map(compile), events.stop)
            }
        };
        self.entries.push(Entry { reader, condition, stop });
    }

    fn number_of(&mut self, address: &str) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        if let Some(known) = self.numbers.get(address) {
            return *known;
        }
        self.numbers.insert(address.into(), next);
        next
    }

    /// How many triggers it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every endpoint that listens to what happened, each once, in the order in which they run. `facts` are asked for
    /// only when a condition has to be decided. An endpoint with several triggers runs by the first whose condition
    /// holds; one that does not run stops nobody.
    pub fn matching(&self, occurrence: &Occurrence<'_>, facts: impl FnOnce() -> Facts) -> Vec<Matched<'_, K>> {
        let facts = LazyCell::new(facts);
        let mut found: Vec<Matched<'_, K>> = Vec::new();
        let mut places: HashMap<u32, usize> = HashMap::new();
        for (number, heard) in self.candidates(occurrence) {
            let entry = &self.entries[number as usize];
            let before = places.get(&entry.reader).copied();
            if before.is_some_and(|place| found[place].decision == Decision::Runs) {
                continue;
            }
            let reader = &self.keys[entry.reader as usize];
            let decision = decide(entry, reader, || &*facts);
            let (runs, matched) = (decision == Decision::Runs, Matched { key: &reader.key, heard, decision });
            match before {
                None => {
                    places.insert(entry.reader, found.len());
                    found.push(matched);
                }
                // It runs at the place of the trigger that lets it run.
                Some(place) if runs => {
                    found.remove(place);
                    places.values_mut().filter(|other| **other > place).for_each(|other| *other -= 1);
                    places.insert(entry.reader, found.len());
                    found.push(matched);
                }
                Some(_) => {}
            }
            if runs && entry.stop {
                break;
            }
        }
        found
    }

    /// Triggers that hear what happened, in order, before conditions.
    fn candidates(&self, occurrence: &Occurrence<'_>) -> Vec<(u32, Heard)> {
        let mut found = Vec::new();
        if let (Some(event), Some(spot)) = (occurrence.event, self.spot(occurrence)) {
            let listed = self.by_cell.get(&(event, occurrence.kind, spot)).into_iter().flatten();
            found.extend(listed.map(|number| (*number, Heard::Event(event))));
        }
        for moment in occurrence.moments {
            found.extend(self.named(*moment).map(|number| (number, Heard::Moment(*moment))));
        }
        if !occurrence.moments.is_empty() {
            found.sort_by_key(|(number, _)| *number);
        }
        found
    }

    fn named(&self, moment: Moment) -> impl Iterator<Item = u32> {
        self.by_name.get(&moment.into()).into_iter().flatten().copied()
    }

    /// Where the conversation stands; none in a queue that no trigger lists.
    fn spot(&self, occurrence: &Occurrence<'_>) -> Option<Spot> {
        let address = occurrence.queue.map(|queue| {
            let by_id = || queue.id.as_deref().and_then(|id| self.addresses.get(id)).map(|address| &**address);
            // A queue without a known address is still a queue: the conversation is not direct.
            queue.address.as_deref().or_else(by_id).unwrap_or_default()
        });
        match Place::of(occurrence.kind, address) {
            Place::Direct => Some(Spot::Direct),
            Place::Queue(address) => self.numbers.get(address).copied().map(Spot::Queue),
        }
    }
}

fn decide<'f, K>(entry: &Entry, reader: &Reader<K>, facts: impl Fn() -> &'f Facts) -> Decision {
    let own = match &entry.condition {
        Some(Err(why)) => return Decision::Undecided(why.clone()),
        Some(Ok(condition)) => Some(condition),
        None => None,
    };
    for condition in own.into_iter().chain(&reader.condition) {
        match condition.evaluate(facts()) {
            Ok(true) => {}
            Ok(false) => return Decision::Skipped,
            Err(undecided) => return Decision::Undecided(undecided.to_string()),
        }
    }
    Decision::Runs
}
