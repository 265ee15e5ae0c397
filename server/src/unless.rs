//! A layer that some requests go past.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::future::Either;
use std::convert::Infallible;
use std::task::{Context, Poll};
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

impl<S: Clone, L: Layer<S>> Layer<S> for Unless<L> {
    type Service = TwoWays<S, L::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        TwoWays { skipped: self.skipped, past: inner.clone(), through: self.layer.layer(inner) }
    }
}

/// What is below, with the layer and without it.
#[derive(Clone)]
pub struct TwoWays<P, T> {
    skipped: fn(&Request) -> bool,
    past: P,
    through: T,
}

impl<P, T> Service<Request> for TwoWays<P, T>
where
    P: Service<Request, Response = Response<Body>, Error = Infallible>,
    T: Service<Request, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<P::Future, T::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        match self.past.poll_ready(context) {
            Poll::Ready(_) => self.through.poll_ready(context),
            Poll::Pending => Poll::Pending,
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if (self.skipped)(&request) {
            Either::Left(self.past.call(request))
        } else {
            Either::Right(self.through.call(request))
        }
    }
}
