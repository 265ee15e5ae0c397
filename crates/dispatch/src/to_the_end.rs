//! Work that goes on when whoever waits for it goes away.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Runs inside the task that waits for it, and in one of its own only once that one has given up: a task for each call
/// would wake another thread for it and move it there.
pub(crate) struct ToTheEnd<F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    /// None when it has ended.
    work: Option<Pin<Box<F>>>,
    tracker: TaskTracker,
    /// Whoever waits for the tracker waits for this too.
    _counted: TaskTrackerToken,
}

impl<F> ToTheEnd<F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    pub(crate) fn new(work: F, tracker: TaskTracker) -> Self {
        Self { work: Some(Box::pin(work)), _counted: tracker.token(), tracker }
    }
}

impl<F> Future for ToTheEnd<F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // Taken while it is polled: work that panics is not to be polled again by anybody.
        let Some(mut work) = self.work.take() else { return Poll::Pending };
        match work.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(output),
            Poll::Pending => {
                self.work = Some(work);
                Poll::Pending
            }
        }
    }
}

impl<F> Drop for ToTheEnd<F>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn drop(&mut self) {
        // Without a runtime the process is ending, and nothing goes on.
        if let (Some(work), Ok(runtime)) = (self.work.take(), Handle::try_current()) {
            self.tracker.spawn_on(work, &runtime);
        }
    }
}
