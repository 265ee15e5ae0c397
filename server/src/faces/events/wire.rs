//! What platforms send and ask.

use patchbay_model::conversation::{ConversationQuery, ConversationState};
use patchbay_model::event::{ChannelType, Direction, Event};
use patchbay_model::time::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The body of a post, for the document; it is read by `PostedEvents`, which knows the place of an error.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes, and is never made")]
pub(super) enum Posted {
    /// An event by itself.
    One(Box<Event>),
    /// 1 to 1,000 of them.
    Many {
        /// The events, in the order in which they are taken.
        events: Vec<Event>,
    },
}

/// Which conversations a list shows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those that stand there.
    #[param(value_type = Option<String>)]
    state: Option<ConversationState>,
    /// Only calls (`phone`), or only chats (`chat`).
    #[param(value_type = Option<String>)]
    channel_type: Option<ChannelType>,
    /// Only chats over this messaging channel, such as `WhatsApp`, in any case.
    messaging_channel: Option<String>,
    /// Only `inbound`, or only `outbound`.
    #[param(value_type = Option<String>)]
    direction: Option<Direction>,
    /// Only this queue, by its address.
    queue: Option<String>,
    /// Exactly this conversation, source or destination.
    search: Option<String>,
    /// Only those that were first heard of at or after this.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// 1 to 200, 50 when left out.
    pub(super) limit: Option<u32>,
    /// `nextCursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl From<ListQuery> for ConversationQuery {
    fn from(query: ListQuery) -> Self {
        let ListQuery { state, channel_type, messaging_channel, direction, queue, search, since, limit: _, cursor: _ } =
            query;
        Self { state, channel_type, messaging_channel, direction, queue, search, since }
    }
}

/// Which page of a timeline is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TimelineQuery {
    /// 1 to 200, 50 when left out.
    pub(super) limit: Option<u32>,
    /// `nextCursor` of the page before.
    pub(super) cursor: Option<String>,
}
