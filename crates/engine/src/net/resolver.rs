//! From names to addresses, past the guard.

use super::NetError;
use super::exchange::Exchange;
use super::guard::Refusal;
use futures::future::BoxFuture;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::LookupIpStrategy;
use hyper_util::client::legacy::connect::dns::Name;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;
use tower::Service;

/// Why a name has no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LookUpFailure {
    /// It does not exist, or has neither an IPv4 nor an IPv6 address.
    #[error("the name has no address")]
    NoAddress,
    /// No name server could say.
    #[error("the name could not be looked up")]
    Unavailable,
}

/// Where addresses come from: the system, or a table in a test.
pub trait Names: Send + Sync {
    /// All addresses of `host`, IPv4 and IPv6.
    ///
    /// # Errors
    /// See [`LookUpFailure`].
    fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>>;
}

/// The system's name servers and `/etc/hosts`, with answers kept as long as they are valid.
pub struct SystemNames {
    resolver: Option<TokioResolver>,
}

impl SystemNames {
    /// Reads the system's configuration, once. Where it can't be read, the C library is asked instead: slower, on
    /// blocking threads, but a machine without `/etc/resolv.conf` still starts.
    #[must_use]
    pub fn new() -> Self {
        let resolver = TokioResolver::builder_tokio().and_then(|mut builder| {
            // Both families, so that the guard sees every address; IPv4 first, for containers without IPv6 routes.
            builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
            builder.build()
        });
        match resolver {
            Ok(resolver) => Self { resolver: Some(resolver) },
            Err(error) => {
                tracing::warn!(%error, "no usable name server configuration; asking the C library");
                Self { resolver: None }
            }
        }
    }
}

impl Default for SystemNames {
    fn default() -> Self {
        Self::new()
    }
}

impl Names for SystemNames {
    fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>> {
        Box::pin(async move {
            let Some(resolver) = &self.resolver else {
                let found = tokio::net::lookup_host((host, 0)).await;
                return found
                    .map(|addresses| addresses.map(|address| address.ip()).collect())
                    .map_err(|_| LookUpFailure::NoAddress);
            };
            match resolver.lookup_ip(host).await {
                Ok(found) => Ok(found.iter().collect()),
                Err(error) if error.is_no_records_found() => Err(LookUpFailure::NoAddress),
                Err(_) => Err(LookUpFailure::Unavailable),
            }
        })
    }
}

/// A table of names, for tests. A name that it does not hold has no address.
#[derive(Debug, Clone, Default)]
pub struct FixedNames(HashMap<String, Vec<IpAddr>>);

impl FixedNames {
    /// Adds a name with its addresses.
    #[must_use]
    pub fn with(mut self, host: &str, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.0.insert(host.to_owned(), addresses.into_iter().collect());
        self
    }
}

impl Names for FixedNames {
    fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>> {
        Box::pin(std::future::ready(self.0.get(host).cloned().ok_or(LookUpFailure::NoAddress)))
    }
}

/// Hands the HTTP client only addresses that the guard has let through: what is checked is what is dialled, and a name
/// that changes its addresses between two questions gains nothing.
#[derive(Clone)]
pub(super) struct GuardedResolver(pub(super) Arc<dyn Names>);

impl Service<Name> for GuardedResolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = NetError;
    type Future = BoxFuture<'static, Result<Self::Response, NetError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NetError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let names = Arc::clone(&self.0);
        let exchange = Exchange::current();
        Box::pin(async move {
            let name = name.as_str();
            // Without an exchange there is nothing to judge by: a connection that nobody asked for is not opened.
            let Some(exchange) = exchange else {
                return Err(Refusal::Unchecked(name.to_owned()).into());
            };
            let started = Instant::now();
            let found = names.look_up(name).await;
            let addresses = exchange.judge(name, found, started.elapsed())?;
            // Port 0: the connector puts the URL's there.
            let sockets: Vec<_> = addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
            Ok(sockets.into_iter())
        })
    }
}
