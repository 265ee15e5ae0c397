//! A service that is copied when it is called, and not with everything above it.
//!
//! A layer copies what is below it for each request, and a route is a box in a box: with five layers each request would
//! copy them thirty times.

use axum::extract::Request;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::util::Oneshot;
use tower::{Service, ServiceExt as _};

/// The service.
pub struct Shared<S>(Arc<S>);

impl<S> Shared<S> {
    /// Puts `inner` behind a pointer.
    pub fn over(inner: S) -> Self {
        Self(Arc::new(inner))
    }
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: Service<Request> + Clone> Service<Request> for Shared<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Oneshot<S, Request>;

    /// The copy waits until it is ready.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        S::clone(&self.0).oneshot(request)
    }
}
