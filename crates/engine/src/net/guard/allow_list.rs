//! What the operator lets the guard pass (`PATCHBAY_ALLOW_HOSTS`, spec/api.md, Operation).

use super::network::Network;
use super::ranges::embedded_ipv4;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use url::Host;

/// How a host is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS: only for hosts that are listed so.
    Http,
    /// With TLS: every other host.
    Https,
}

impl Scheme {
    /// The scheme as it begins a URL, without `://`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port that a URL without one means.
    #[must_use]
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Hosts and networks that may be called although they are not public. Empty by default.
///
/// Read from `host[:port]`, `http://host[:port]` (called without TLS) and CIDR, separated by commas. A host is listed
/// with all its addresses; a host without a port, with all its ports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Host { name: String, port: Option<u16>, scheme: Scheme },
    Network(Network),
}

/// An entry that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} in the allow-list is neither host[:port], http://host[:port] nor address/prefix")]
pub struct InvalidEntry(String);

impl AllowList {
    /// How `authority` (`host[:port]`) is called: what to write before `://`.
    #[must_use]
    pub fn scheme(&self, authority: &str) -> Scheme {
        let Some((name, port)) = split_authority(authority) else { return Scheme::Https };
        match self.find_host(&name, port.unwrap_or(Scheme::Http.default_port()), Scheme::Http) {
            Some(_) => Scheme::Http,
            None => Scheme::Https,
        }
    }

    /// The entries as written, for the page that shows them.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.0.iter().map(Entry::to_string).collect()
    }

    /// The entry that names a host of a URL with `scheme`, if there is one. One for calls without TLS names the host for
    /// calls with TLS too.
    pub(super) fn find_host(&self, host: &str, port: u16, called: Scheme) -> Option<String> {
        let host = normal_host(host);
        let names = |entry: &&Entry| match entry {
            Entry::Host { name, port: listed_port, scheme } => {
                *name == host
                    && listed_port.is_none_or(|listed| listed == port)
                    && (called == Scheme::Https || *scheme == Scheme::Http)
            }
            Entry::Network(_) => false,
        };
        self.0.iter().find(names).map(Entry::to_string)
    }

    /// The network entry that `address` lies in, if there is one.
    pub(super) fn find_network(&self, address: IpAddr) -> Option<String> {
        // `10.0.0.0/8` means the mapped form as well.
        let plain = embedded_ipv4(address);
        let holds = |entry: &&Entry| match entry {
            Entry::Network(network) => network.contains(address) || network.contains(plain),
            Entry::Host { .. } => false,
        };
        self.0.iter().find(holds).map(Entry::to_string)
    }
}

impl FromStr for AllowList {
    type Err = InvalidEntry;

    fn from_str(text: &str) -> Result<Self, InvalidEntry> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl FromStr for Entry {
    type Err = InvalidEntry;

    fn from_str(text: &str) -> Result<Self, InvalidEntry> {
        let invalid = || InvalidEntry(text.to_owned());
        if let Ok(network) = text.parse() {
            return Ok(Self::Network(network));
        }
        let (scheme, authority) = match text.split_once("://") {
            None => (Scheme::Https, text),
            Some(("http", rest)) => (Scheme::Http, rest),
            Some(("https", rest)) => (Scheme::Https, rest),
            Some(_) => return Err(invalid()),
        };
        let (name, port) = split_authority(authority).ok_or_else(invalid)?;
        Ok(Self::Host { name, port, scheme })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(network) => network.fmt(f),
            Self::Host { name, port, scheme } => {
                f.write_str(if *scheme == Scheme::Http { "http://" } else { "" })?;
                f.write_str(name)?;
                port.map_or(Ok(()), |port| write!(f, ":{port}"))
            }
        }
    }
}

/// Splits `host[:port]` and brings the host into the form that a parsed URL has: lower case, punycode, plain IPv4,
/// brackets around IPv6. Brackets may be left out where there is no port.
fn split_authority(authority: &str) -> Option<(String, Option<u16>)> {
    if let Ok(address) = authority.parse::<Ipv6Addr>() {
        return Some((Host::<String>::Ipv6(address).to_string(), None));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok().filter(|port| *port > 0)?)),
        _ => (authority, None),
    };
    let host = Host::parse(host).ok()?;
    Some((normal_host(&host.to_string()).to_owned(), port))
}

/// A name with and without the dot of the root is one name.
fn normal_host(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests;
