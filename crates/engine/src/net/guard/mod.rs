//! Where a call may go (spec/execution.md, Guard): https to the public Internet, and what the operator lists besides.
//!
//! Decided in two steps, because a name's addresses are known only when it has been looked up: [`Destination::of`] looks
//! at the URL, [`Destination::decide`] at every address. Both are pure.

mod allow_list;
mod network;
mod ranges;

pub use allow_list::{AllowList, InvalidEntry, Scheme};
pub use ranges::{Forbidden, forbidden};

use serde::Serialize;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// Why the guard refuses a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `http` to a host that is not listed for it.
    #[error("{host} is called with https only: the operator has not listed it for calls without TLS")]
    NoTls {
        /// `host:port`.
        host: String,
    },
    /// Neither http nor https.
    #[error("the scheme {0} is not called")]
    Scheme(String),
    /// `user:password@` in the URL, where logs and referrers would find it.
    #[error("the URL holds a user name or password; use a credential instead")]
    UserInfo,
    /// No host at all.
    #[error("the URL names no host")]
    NoHost,
    /// One address of the host is not public. One is enough: which of several is dialled is up to chance.
    #[error("{host} has the address {address}, which is {kind}")]
    Address {
        /// `host:port`.
        host: String,
        /// The address.
        address: IpAddr,
        /// What it is.
        kind: Forbidden,
    },
    /// Something else than the checked host was about to be dialled.
    #[error("{0} was about to be called without having been checked")]
    Unchecked(String),
}

/// What the guard let through, for test runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GuardDecision {
    /// `host:port`.
    pub host: String,
    /// Every address of the host; only the connected one where a kept connection was used.
    pub addresses: Vec<IpAddr>,
    /// Why it may be called.
    pub ground: Ground,
}

/// Why a destination may be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "entry")]
pub enum Ground {
    /// All its addresses are public.
    Public,
    /// The operator lists it: the entry as written.
    AllowListed(String),
}

impl fmt::Display for GuardDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addresses: Vec<String> = self.addresses.iter().map(IpAddr::to_string).collect();
        write!(f, "{} at {}: ", self.host, addresses.join(", "))?;
        match &self.ground {
            Ground::Public => f.write_str("public"),
            Ground::AllowListed(entry) => write!(f, "allow-listed as {entry}"),
        }
    }
}

/// A URL's host that passed the first step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    host: Host<String>,
    port: u16,
    listed: Option<String>,
}

impl Destination {
    /// Looks at scheme, user info and host of `url`. The parsed URL is the one that is called, so that spellings such as
    /// `http://0x7f.1` are seen as the address that they mean.
    ///
    /// # Errors
    /// Any [`Refusal`] but [`Refusal::Address`].
    pub fn of(url: &Url, allow_list: &AllowList) -> Result<Self, Refusal> {
        let scheme = match url.scheme() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            other => return Err(Refusal::Scheme(other.to_owned())),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        let host = url.host().ok_or(Refusal::NoHost)?.to_owned();
        let port = url.port().unwrap_or(scheme.default_port());
        let listed = allow_list.find_host(&host.to_string(), port, scheme);
        let destination = Self { host, port, listed };
        if scheme == Scheme::Http && destination.listed.is_none() {
            return Err(Refusal::NoTls { host: destination.authority() });
        }
        Ok(destination)
    }

    /// `host:port`, with the port always.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The host without its port.
    #[must_use]
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// The address that the URL itself names, which no look-up will pass by.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// Looks at all `addresses` of the host.
    ///
    /// # Errors
    /// [`Refusal::Address`] with the first that is neither public nor listed.
    pub fn decide(&self, addresses: &[IpAddr], allow_list: &AllowList) -> Result<GuardDecision, Refusal> {
        let mut ground = self.listed.clone().map_or(Ground::Public, Ground::AllowListed);
        if self.listed.is_none() {
            for &address in addresses {
                let Some(kind) = forbidden(address) else { continue };
                let entry = allow_list.find_network(address).ok_or_else(|| Refusal::Address {
                    host: self.authority(),
                    address,
                    kind,
                })?;
                ground = Ground::AllowListed(entry);
            }
        }
        Ok(GuardDecision { host: self.authority(), addresses: addresses.to_vec(), ground })
    }
}

#[cfg(test)]
mod tests;
