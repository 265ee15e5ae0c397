//! System Management -> Event-Driven Integrations (spec/events.md).
//!
//! # Layout
//! `list` is the page of all of a call center, with the overlap beside them; `examples` are the
//! cards that the form is filled in from; `new` and `detail` are the pages around the one `form`, whose `fields` and `events` it is made of; `help` holds the two pages that explain its JSON.

mod detail;
mod dialogs;
mod events;
mod examples;
mod fields;
mod form;
mod help;
mod list;
mod new;
mod overlap;
mod placeholders;

pub use detail::EventIntegrationPage;
pub use examples::EventIntegrationExamplesPage;
pub use help::{RequestHelpPage, ResponseHelpPage};
pub use list::EventIntegrationsPage;
pub use new::NewEventIntegrationPage;

use crate::api::queues::list_queues;
use crate::error::PageError;
use crate::text;
use patchbay_model::event::ConversationKind;
use patchbay_model::id::CallCenterId;
use patchbay_model::page::PageRequest;
use patchbay_model::queue::{Queue, QueueQuery};

/// A form that lists more than this many queues helps nobody.
const MAXIMUM_QUEUE_PAGES: usize = 5;

/// `inbound calls`.
fn kind_words(kind: ConversationKind) -> &'static str {
    match kind {
        ConversationKind::ChatsIn => text!(event_integrations.inbound_chats),
        ConversationKind::ChatsOut => text!(event_integrations.outbound_chats),
        ConversationKind::CallsIn => text!(event_integrations.inbound_calls),
        ConversationKind::CallsOut => text!(event_integrations.outbound_calls),
    }
}

/// The call center's queues, for the form.
async fn queues_of(call_center: &CallCenterId) -> Result<Vec<Queue>, PageError> {
    let mut queues = Vec::new();
    let mut cursor = None;
    for _ in 0..MAXIMUM_QUEUE_PAGES {
        let request = PageRequest { cursor, ..PageRequest::longest() };
        let page = list_queues(call_center.clone(), QueueQuery::default(), request).await?;
        queues.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(queues)
}
