//! A layer that some requests go past.

use crate::shared::Shared;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::future::Either;
use std::convert::Infallible;
use std::task::{Context, Poll};
use tower::util::Oneshot;
use tower::{Layer, Service};

/// `layer`, for the requests that are not `skipped`.
#[derive(Clone)]
pub struct Unless<L> {
    skipped: fn(&Request) -> bool,
    layer: L,
}

/// Makes one. A layer with a session or a compressor in it costs every request, also those that have no use for it.
pub const fn unless<L>(skipped: fn(&Request) -> bool, layer: L) -> Unless<L> {
    Unless { skipped, layer }
}

impl<S, L: Layer<Shared<S>>> Layer<S> for Unless<L> {
    type Service = TwoWays<S, L::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        let past = Shared::over(inner);
        TwoWays { skipped: self.skipped, through: Shared::over(self.layer.layer(past.clone())), past }
    }
}

/// What is below, with the layer and without it.
pub struct TwoWays<P, T> {
    skipped: fn(&Request) -> bool,
    past: Shared<P>,
    through: Shared<T>,
}

impl<P, T> Clone for TwoWays<P, T> {
    fn clone(&self) -> Self {
        Self { skipped: self.skipped, past: self.past.clone(), through: self.through.clone() }
    }
}

impl<P, T> Service<Request> for TwoWays<P, T>
where
    P: Service<Request, Response = Response<Body>, Error = Infallible> + Clone,
    T: Service<Request, Response = Response<Body>, Error = Infallible> + Clone,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<Oneshot<P, Request>, Oneshot<T, Request>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if (self.skipped)(&request) {
            Either::Left(self.past.call(request))
        } else {
            Either::Right(self.through.call(request))
        }
    }
}
