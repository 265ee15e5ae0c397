//! A request body that tells when it is taken.

use super::exchange::Exchange;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// Notes in its exchange when the connection takes the first byte.
///
/// HTTP/1 takes the body before it flushes the head, so a body that was not taken means that nothing was written; with
/// HTTP/2 at most a head without its body was, on which no server acts. That is what lets a call that timed out while
/// connecting be tried again although it is at-most-once.
pub(super) struct WatchedBody {
    bytes: Option<Bytes>,
    exchange: Arc<Exchange>,
}

impl WatchedBody {
    /// No bytes: no body at all.
    pub(super) fn new(bytes: Bytes, exchange: Arc<Exchange>) -> Self {
        Self { bytes: (!bytes.is_empty()).then_some(bytes), exchange }
    }
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.exchange.note_written();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        // Exact, so that the request gets a Content-Length: many servers don't take chunks.
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
