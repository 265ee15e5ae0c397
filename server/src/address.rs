//! The caller's network address, as far as it can be believed.

use axum::extract::{ConnectInfo, Request};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of whoever sent `request`. With `trusted_proxies` in front, each of which appends the address that it
/// saw to `X-Forwarded-For`, it is that many entries from the end; what stands further left was made up by anybody.
#[must_use]
pub fn client_address<B>(request: &Request<B>, trusted_proxies: usize) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    if trusted_proxies == 0 {
        return peer;
    }
    let lines = request.headers().get_all("x-forwarded-for");
    let entries: Vec<&str> =
        lines.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).collect();
    let told = entries.len().checked_sub(trusted_proxies).map(|index| entries[index].trim());
    told.and_then(|text| text.parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(forwarded: &str, trusted_proxies: usize) -> String {
        let peer: SocketAddr = "10.0.0.1:4000".parse().unwrap();
        let request =
            Request::builder().header("x-forwarded-for", forwarded).extension(ConnectInfo(peer)).body(()).unwrap();
        client_address(&request, trusted_proxies).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_appended_is_believed() {
        assert_eq!(address("1.1.1.1, 2.2.2.2", 0), "10.0.0.1");
        assert_eq!(address("1.1.1.1, 2.2.2.2", 1), "2.2.2.2");
        assert_eq!(address("1.1.1.1, 2.2.2.2", 2), "1.1.1.1");
        assert_eq!(address("1.1.1.1", 2), "10.0.0.1");
        assert_eq!(address("nonsense", 1), "10.0.0.1");
    }
}
