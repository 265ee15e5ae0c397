//! The URL, and the second look at it (spec/templating.md, rule 4).

use super::refusal::refuse;
use super::size::too_large;
use super::values::RequestValues;
use crate::error::EngineError;
use crate::plan::Templates;
use patchbay_model::limit::MAXIMUM_URL_BYTES;
use patchbay_model::templating::{RenderedUrl, Scheme};
use url::{Host, Url};

pub(super) fn render(
    templates: &Templates,
    values: &RequestValues<'_>,
    scheme: Scheme,
) -> Result<(RenderedUrl, Url), EngineError> {
    let mut rendered = templates.url.render(values, &templates.query).map_err(|error| refuse(&error))?;
    rendered.scheme = scheme;
    let whole = rendered.expose();
    if whole.len() > MAXIMUM_URL_BYTES {
        let detail = format!("the URL has {} bytes with these values, and at most 2,048 are sent", whole.len());
        let paths: Vec<_> = templates.url.paths().into_iter().chain(templates.query.paths()).collect();
        return Err(too_large(&detail, &paths, values));
    }
    let parsed = check(&rendered, &whole).map_err(EngineError::config)?;
    Ok((rendered, parsed))
}

/// Reads the URL as the HTTP client will. It has to find there what was put in: this host and this path, nothing that
/// a value brought along.
fn check(rendered: &RenderedUrl, whole: &str) -> Result<Url, &'static str> {
    let parsed = Url::parse(whole).map_err(|_| "the URL can't be read with these values")?;
    let scheme = match rendered.scheme {
        Scheme::Https => "https",
        Scheme::Http => "http",
    };
    if parsed.scheme() != scheme || !parsed.username().is_empty() || parsed.password().is_some() {
        return Err("the URL has another scheme or a user with these values");
    }
    let (name, port) = split_port(&rendered.host);
    let same_host = match parsed.host() {
        // A host that reads as another one, such as 0x7f.1, is not what the integrator's page shows.
        Some(Host::Domain(domain)) => domain.eq_ignore_ascii_case(name),
        Some(Host::Ipv4(address)) => name == address.to_string(),
        Some(Host::Ipv6(address)) => {
            name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::Ipv6Addr>() == Ok(address)
        }
        None => false,
    };
    let expected_port = port.map_or_else(|| parsed.port_or_known_default(), |port| port.parse().ok());
    if !same_host || parsed.port_or_known_default() != expected_port || (port.is_none() && parsed.port().is_some()) {
        return Err("the URL names another host with these values: write the integrator's host in its plain form");
    }
    let target = rendered.target.expose();
    if parsed.path() != target.split('?').next().unwrap_or_default() || parsed.fragment().is_some() {
        return Err("the URL has another path with these values");
    }
    Ok(parsed)
}

/// `host[:port]` in its two parts; the colons of an IPv6 address stand in brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::templating::Rendered;

    fn checked(host: &str) -> Result<(), &'static str> {
        let rendered = RenderedUrl { scheme: Scheme::Https, host: host.into(), target: Rendered::default() };
        // An empty target reads as the path "/".
        match check(&rendered, &format!("https://{host}/")) {
            Err("the URL has another path with these values") => Ok(()),
            other => other.map(drop),
        }
    }

    #[test]
    fn a_host_has_to_read_as_it_is_written() {
        for good in
            ["api.acme.test", "API.acme.test:8443", "127.0.0.1:9099", "[::1]", "[::1]:80", "a.test:443", "a_b.test"]
        {
            assert_eq!(checked(good), Ok(()), "{good}");
        }
        for bad in
            ["0x7f.1", "127.1", "2130706433", "user@a.test", "a.test/x@b.test", "a.test\\b", "a.test#", "a.test?x"]
        {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
