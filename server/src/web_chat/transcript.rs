//! What a visitor sees of the chat: once, page by page, and as it happens.

use super::watchers::Watching;
use super::{Guest, WebChats, too_many};
use crate::clock;
use crate::portal::told;
use crate::problem::ApiResult;
use futures::stream::{self, Stream, StreamExt as _};
use patchbay_model::messaging::visit::{VisitEntry, VisitEvent};
use patchbay_model::page::{Page, PageRequest};
use patchbay_store::messages;
use patchbay_store::visitors::{self, Entry, EntryId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Entries read at a time by a stream.
const BATCH: i64 = 100;
/// Announcements wake a stream at once; one that was not heard matters no longer than this.
const POLL: Duration = Duration::from_secs(10);
/// Somebody who began to write longer ago than this has finished, or will not.
const STALE: chrono::TimeDelta = chrono::TimeDelta::seconds(30);

impl WebChats {
    /// What was said and what happened, newest first, without what only matters while it happens.
    ///
    /// # Errors
    /// The cursor is none, or the database is away.
    pub async fn history(&self, guest: &Guest, page: &PageRequest) -> ApiResult<Page<VisitEntry>> {
        let of = &guest.visitor.call_center_id;
        let found = visitors::before(&self.store, of, guest.chat(), page).await.map_err(told("chat".into()))?;
        let mut shown = self.shown(guest, &found.items).await?;
        shown.retain(|entry| !entry.what.is_fleeting());
        Ok(Page { items: shown, next_cursor: found.next_cursor })
    }

    /// The number of the chat's last entry, 0 when there is none.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn last(&self, guest: &Guest) -> ApiResult<i64> {
        let of = &guest.visitor.call_center_id;
        Ok(visitors::last_number(&self.store, of, guest.chat()).await.map_err(told("chat".into()))?)
    }

    /// Everything after an entry, in order, each once, for as long as somebody listens.
    ///
    /// # Errors
    /// Too many streams are open, or the database is away.
    pub async fn follow(self: &Arc<Self>, guest: Guest, after: i64) -> ApiResult<Following> {
        let key = (guest.visitor.call_center_id.clone(), guest.chat());
        let watching = self.watchers.watch(key).ok_or_else(|| too_many(10))?;
        // What retention deleted may have been counted anew.
        let after = after.clamp(0, self.last(&guest).await?);
        Ok(Following { chats: Arc::clone(self), guest, after, watching })
    }

    /// The entries with what they are about, in the same order. What retention dropped is left out.
    async fn shown(&self, guest: &Guest, entries: &[Entry]) -> ApiResult<Vec<VisitEntry>> {
        let (of, chat) = (&guest.visitor.call_center_id, guest.chat());
        let (mut said, mut happened): (Vec<Uuid>, Vec<Uuid>) = (Vec::new(), Vec::new());
        for entry in entries {
            match entry.id {
                EntryId::Message(id) => said.push(id.0),
                EntryId::Event(id) => happened.push(id.0),
            }
        }
        let mut known = HashMap::new();
        if !said.is_empty() {
            for stored in messages::find_all(&self.store, of, chat, &said).await.map_err(told("chat".into()))? {
                let own_id = stored.provider_message_id.as_deref().and_then(|key| guest.own_id(key));
                let created_on = stored.message.created_on;
                known.insert(stored.message.id.0, (created_on, VisitEvent::of_message(stored.message, own_id)));
            }
        }
        if !happened.is_empty() {
            for stored in
                messages::find_all_events(&self.store, of, chat, &happened).await.map_err(told("chat".into()))?
            {
                if let Some(event) = VisitEvent::of_event(&stored.event) {
                    known.insert(stored.event.id.0, (stored.event.created_on, event));
                }
            }
        }
        let shown = entries.iter().filter_map(|entry| {
            let id = match entry.id {
                EntryId::Message(id) => id.0,
                EntryId::Event(id) => id.0,
            };
            let (created_on, what) = known.remove(&id)?;
            Some(VisitEntry { number: entry.number, created_on, what })
        });
        Ok(shown.collect())
    }
}

/// One who listens.
pub struct Following {
    chats: Arc<WebChats>,
    guest: Guest,
    after: i64,
    watching: Watching,
}

impl Following {
    /// As a stream without an end.
    pub fn entries(self) -> impl Stream<Item = VisitEntry> + Send {
        let batches = stream::unfold(self, |mut following| async move {
            let batch = following.next_batch().await;
            Some((stream::iter(batch), following))
        });
        batches.flatten()
    }

    /// Waits until there is something. Between two looks nothing is held.
    async fn next_batch(&mut self) -> Vec<VisitEntry> {
        loop {
            self.watching.look();
            match self.read().await {
                Ok(Some(batch)) => return batch,
                Ok(None) => {}
                // Told where it was refused. The visitor's connection outlives a database that restarts.
                Err(refusal) => tracing::debug!(?refusal, "a stream of a web chat waits for the database"),
            }
            tokio::select! {
                () = self.watching.ring() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    /// What is next; none: nothing yet.
    async fn read(&mut self) -> ApiResult<Option<Vec<VisitEntry>>> {
        let of = &self.guest.visitor.call_center_id;
        let found = visitors::after(&self.chats.store, of, self.guest.chat(), self.after, BATCH).await;
        let found = found.map_err(told("chat".into()))?;
        let Some(last) = found.last() else { return Ok(None) };
        let mut shown = self.chats.shown(&self.guest, &found).await?;
        let stale = clock::now().0 - STALE;
        shown.retain(|entry| !(entry.what.is_fleeting() && entry.created_on.0 < stale));
        self.after = last.number;
        Ok(Some(shown))
    }
}
