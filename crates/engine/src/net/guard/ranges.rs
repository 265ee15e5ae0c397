//! Which addresses are not the public Internet: the special-purpose registries of IANA (RFC 6890 and successors).

use super::network::Network;
use serde::Serialize;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Forbidden {
    /// Answers with the machine's own credentials in a cloud.
    Metadata,
    /// `0.0.0.0/8` and `::`, which reach this machine.
    Unspecified,
    /// This machine.
    Loopback,
    /// RFC 1918.
    Private,
    /// RFC 6598, between a provider and its customers.
    CarrierGradeNat,
    /// The same wire.
    LinkLocal,
    /// RFC 4193, private in IPv6.
    UniqueLocal,
    /// RFC 3879, what unique local was before.
    SiteLocal,
    /// Many receivers.
    Multicast,
    /// Everyone on the wire.
    Broadcast,
    /// For examples in texts.
    Documentation,
    /// For measuring networks, RFC 2544 and 5180.
    Benchmark,
    /// For protocols, not for services.
    Protocol,
    /// Carries an IPv4 address in an outdated way: compatible, 6to4, Teredo, ISATAP.
    Transition,
    /// Not assigned to anyone.
    Reserved,
}

impl Forbidden {
    /// What the address is, for a person.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Metadata => "a cloud's metadata address",
            Self::Unspecified => "an unspecified address",
            Self::Loopback => "a loopback address",
            Self::Private => "a private address",
            Self::CarrierGradeNat => "a carrier-grade NAT address",
            Self::LinkLocal => "a link-local address",
            Self::UniqueLocal => "a unique local address",
            Self::SiteLocal => "a site-local address",
            Self::Multicast => "a multicast address",
            Self::Broadcast => "the broadcast address",
            Self::Documentation => "an address for documentation",
            Self::Benchmark => "an address for benchmarks",
            Self::Protocol => "an address for protocols",
            Self::Transition => "an IPv6 transition address",
            Self::Reserved => "a reserved address",
        }
    }
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.told())
    }
}

/// The first match counts.
const RANGES: &[(Network, Forbidden)] = &[
    // Amazon, Google, Azure, Oracle, DigitalOcean, OpenStack; Amazon's task credentials; Alibaba; Oracle; Azure's host.
    (Network::v4([169, 254, 169, 254], 32), Forbidden::Metadata),
    (Network::v4([169, 254, 170, 2], 32), Forbidden::Metadata),
    (Network::v4([100, 100, 100, 200], 32), Forbidden::Metadata),
    (Network::v4([192, 0, 0, 192], 32), Forbidden::Metadata),
    (Network::v4([168, 63, 129, 16], 32), Forbidden::Metadata),
    (Network::v4([0, 0, 0, 0], 8), Forbidden::Unspecified),
    (Network::v4([10, 0, 0, 0], 8), Forbidden::Private),
    (Network::v4([100, 64, 0, 0], 10), Forbidden::CarrierGradeNat),
    (Network::v4([127, 0, 0, 0], 8), Forbidden::Loopback),
    (Network::v4([169, 254, 0, 0], 16), Forbidden::LinkLocal),
    (Network::v4([172, 16, 0, 0], 12), Forbidden::Private),
    (Network::v4([192, 0, 0, 0], 24), Forbidden::Protocol),
    (Network::v4([192, 0, 2, 0], 24), Forbidden::Documentation),
    (Network::v4([192, 88, 99, 0], 24), Forbidden::Transition),
    (Network::v4([192, 168, 0, 0], 16), Forbidden::Private),
    (Network::v4([198, 18, 0, 0], 15), Forbidden::Benchmark),
    (Network::v4([198, 51, 100, 0], 24), Forbidden::Documentation),
    (Network::v4([203, 0, 113, 0], 24), Forbidden::Documentation),
    (Network::v4([224, 0, 0, 0], 4), Forbidden::Multicast),
    (Network::v4([255, 255, 255, 255], 32), Forbidden::Broadcast),
    (Network::v4([240, 0, 0, 0], 4), Forbidden::Reserved),
    (Network::v6([0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254], 128), Forbidden::Metadata),
    (Network::v6([0xfd20, 0x00ce, 0, 0, 0, 0, 0, 0x254], 128), Forbidden::Metadata),
    (Network::v6([0, 0, 0, 0, 0, 0, 0, 0], 128), Forbidden::Unspecified),
    (Network::v6([0, 0, 0, 0, 0, 0, 0, 1], 128), Forbidden::Loopback),
    // Compatible addresses; mapped ones are unpacked before.
    (Network::v6([0, 0, 0, 0, 0, 0, 0, 0], 96), Forbidden::Transition),
    // NAT64 inside one network: how the IPv4 address lies in it is that network's secret.
    (Network::v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48), Forbidden::Transition),
    // Teredo, inside the protocol assignments.
    (Network::v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32), Forbidden::Transition),
    (Network::v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48), Forbidden::Benchmark),
    (Network::v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), Forbidden::Protocol),
    (Network::v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), Forbidden::Documentation),
    (Network::v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), Forbidden::Transition),
    (Network::v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), Forbidden::Documentation),
    (Network::v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7), Forbidden::UniqueLocal),
    (Network::v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10), Forbidden::LinkLocal),
    (Network::v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10), Forbidden::SiteLocal),
    (Network::v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8), Forbidden::Multicast),
];

/// NAT64's well-known prefix (RFC 6052): the last 32 bits are an IPv4 address.
const NAT64: [u16; 6] = [0x64, 0xff9b, 0, 0, 0, 0];

/// What `address` is if it is not on the public Internet.
#[must_use]
pub fn forbidden(address: IpAddr) -> Option<Forbidden> {
    let address = embedded_ipv4(address);
    let listed = RANGES.iter().find(|(network, _)| network.contains(address));
    match (listed, address) {
        (Some(&(_, kind)), _) => Some(kind),
        (None, IpAddr::V4(_)) => None,
        (None, IpAddr::V6(address)) => unlisted_ipv6(address),
    }
}

/// The IPv4 address that a mapped or NAT64 address stands for; any other address as it is.
///
/// These two are judged by what they embed and not refused as such: with DNS64 every IPv4-only host has a NAT64 address.
pub(super) fn embedded_ipv4(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if let Some(mapped) = v6.to_ipv4_mapped() {
        return mapped.into();
    }
    let [head @ .., high, low] = v6.segments();
    if head == NAT64 {
        return Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)).into();
    }
    address
}

fn unlisted_ipv6(address: Ipv6Addr) -> Option<Forbidden> {
    let [first, _, _, _, fifth, sixth, _, _] = address.segments();
    // ISATAP (RFC 5214) puts 0:5efe or 200:5efe before the IPv4 address, below any prefix.
    if matches!(fifth, 0 | 0x200) && sixth == 0x5efe {
        return Some(Forbidden::Transition);
    }
    // Global unicast is 2000::/3; nothing outside it is assigned to a service.
    (first >> 13 != 0b001).then_some(Forbidden::Reserved)
}

#[cfg(test)]
mod tests;
