//! Hears what any server process changed, and passes it on inside this one.

use patchbay_store::changes::{Change, Changes};
use patchbay_store::{Store, StoreError};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// Changes that a slow listener may lag behind; one that lags more is told that everything changed.
const BACKLOG: usize = 1024;
/// Between two tries while the database is away.
const PAUSE: Duration = Duration::from_secs(1);

/// Passes changes on.
#[derive(Debug, Clone)]
pub struct ChangeFeed {
    sender: broadcast::Sender<Change>,
}

impl ChangeFeed {
    /// Begins to listen; ends with `stopping`.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn start(store: &Store, stopping: CancellationToken) -> Result<Self, StoreError> {
        let changes = Changes::listen(store).await?;
        let (sender, _) = broadcast::channel(BACKLOG);
        let feed = Self { sender };
        tokio::spawn(forward(changes, feed.sender.clone(), stopping));
        Ok(feed)
    }

    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        Subscription(self.sender.subscribe())
    }
}

/// One listener's end.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Change>);

impl Subscription {
    /// The next change; none when the server stops.
    pub async fn next(&mut self) -> Option<Change> {
        match self.0.recv().await {
            Ok(change) => Some(change),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Change::Everything),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

async fn forward(mut changes: Changes, sender: broadcast::Sender<Change>, stopping: CancellationToken) {
    loop {
        let heard = tokio::select! {
            () = stopping.cancelled() => return,
            heard = changes.next() => heard,
        };
        match heard {
            // Nobody listening is no error: a subscriber may come later.
            Ok(change) => drop(sender.send(change)),
            Err(error) => {
                tracing::warn!(%error, "can't hear what other processes change; trying again");
                // Caches may be out of date until it works again: they are emptied now and again then.
                let _ = sender.send(Change::Everything);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
