//! Those who wait for something to happen in a chat. Each chat that somebody waits for has one bell: a change anywhere wakes
//! its own waiters and nobody else's.

use crate::changes::Subscription;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_store::changes::Change;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Streams of one chat at the same time in one process: tabs of one browser.
const MOST_OF_A_CHAT: usize = 10;

type Key = (CallCenterId, ChatId);

/// The bells.
#[derive(Default)]
pub(super) struct Watchers(Mutex<HashMap<Key, watch::Sender<()>>>);

impl Watchers {
    /// Rings when something was changed, until the server stops.
    pub(super) async fn follow(self: Arc<Self>, mut changes: Subscription) {
        while let Some(change) = changes.next().await {
            match change {
                Change::Chat(call_center, chat) => {
                    if let Some(bell) = self.bells().get(&(call_center, chat)) {
                        bell.send_replace(());
                    }
                }
                // Something may have been missed: everybody looks.
                Change::Everything => {
                    for bell in self.bells().values() {
                        bell.send_replace(());
                    }
                }
                _ => {}
            }
        }
    }

    /// Waits for a chat; none: too many do already.
    pub(super) fn watch(self: &Arc<Self>, key: Key) -> Option<Watching> {
        let mut bells = self.bells();
        let bell = bells.entry(key.clone()).or_insert_with(|| watch::channel(()).0);
        if bell.receiver_count() >= MOST_OF_A_CHAT {
            return None;
        }
        let rung = bell.subscribe();
        drop(bells);
        Some(Watching { watchers: Arc::clone(self), key, rung })
    }

    /// Held for the moment of a look-up, and by nobody who waits.
    fn bells(&self) -> MutexGuard<'_, HashMap<Key, watch::Sender<()>>> {
        // Nothing that can panic happens under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits.
pub(super) struct Watching {
    watchers: Arc<Watchers>,
    key: Key,
    rung: watch::Receiver<()>,
}

impl Watching {
    /// Whatever rang until now has been heard: to be said before looking, so that what happens while one looks rings again.
    pub(super) fn look(&mut self) {
        self.rung.borrow_and_update();
    }

    /// Waits until it rings.
    pub(super) async fn ring(&mut self) {
        // The sender is kept as long as somebody waits.
        if self.rung.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut bells = self.watchers.bells();
        // This one still counts.
        if bells.get(&self.key).is_some_and(|bell| bell.receiver_count() <= 1) {
            bells.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_bell_that_rings_while_somebody_looks_is_heard_after_it() {
        let watchers = Arc::new(Watchers::default());
        let key: Key = ("cc-1".parse().unwrap(), ChatId(uuid::Uuid::nil()));
        let mut watching = watchers.watch(key.clone()).unwrap();
        watching.look();
        watchers.bells().get(&key).unwrap().send_replace(());
        watching.ring().await;
        drop(watching);
        assert!(watchers.bells().is_empty(), "nobody waits, nothing is kept");
    }

    #[test]
    fn a_chat_has_so_many_streams_and_no_more() {
        let watchers = Arc::new(Watchers::default());
        let key: Key = ("cc-1".parse().unwrap(), ChatId(uuid::Uuid::nil()));
        let all: Vec<_> = (0..MOST_OF_A_CHAT).map(|_| watchers.watch(key.clone()).unwrap()).collect();
        assert!(watchers.watch(key.clone()).is_none());
        drop(all);
        assert!(watchers.watch(key).is_some());
    }
}
