use super::*;

#[test]
fn every_special_range_is_refused_from_its_first_to_its_last_address() {
    for (addresses, kind) in [
        (&["0.0.0.0", "0.255.255.255"][..], Forbidden::Unspecified),
        (&["10.0.0.0", "10.255.255.255"], Forbidden::Private),
        (&["100.64.0.0", "100.127.255.255"], Forbidden::CarrierGradeNat),
        (&["127.0.0.0", "127.0.0.1", "127.255.255.255"], Forbidden::Loopback),
        (&["169.254.0.0", "169.254.255.255"], Forbidden::LinkLocal),
        (&["169.254.169.254", "169.254.170.2"], Forbidden::Metadata),
        (&["100.100.100.200", "192.0.0.192", "168.63.129.16"], Forbidden::Metadata),
        (&["172.16.0.0", "172.31.255.255"], Forbidden::Private),
        (&["192.0.0.0", "192.0.0.255"], Forbidden::Protocol),
        (&["192.0.2.0", "192.0.2.255"], Forbidden::Documentation),
        (&["192.88.99.0", "192.88.99.255"], Forbidden::Transition),
        (&["192.168.0.0", "192.168.255.255"], Forbidden::Private),
        (&["198.18.0.0", "198.19.255.255"], Forbidden::Benchmark),
        (&["198.51.100.0", "198.51.100.255"], Forbidden::Documentation),
        (&["203.0.113.0", "203.0.113.255"], Forbidden::Documentation),
        (&["224.0.0.0", "239.255.255.255"], Forbidden::Multicast),
        (&["240.0.0.0", "255.255.255.254"], Forbidden::Reserved),
        (&["255.255.255.255"], Forbidden::Broadcast),
        (&["::"], Forbidden::Unspecified),
        (&["::1"], Forbidden::Loopback),
        (&["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], Forbidden::UniqueLocal),
        (&["fd00:ec2::254", "fd20:ce::254"], Forbidden::Metadata),
        (&["fe80::", "febf::1"], Forbidden::LinkLocal),
        (&["fec0::", "feff::1"], Forbidden::SiteLocal),
        (&["ff00::", "ff02::1", "ffff::"], Forbidden::Multicast),
        (&["2001:db8::", "2001:db8:ffff::1", "3fff::1", "3fff:fff::1"], Forbidden::Documentation),
        (&["2001:2::1"], Forbidden::Benchmark),
        (&["2001:10::1", "2001:20::1", "2001:1ff::1"], Forbidden::Protocol),
        (&["100::1", "5f00::1", "4000::1", "e000::1", "1::1"], Forbidden::Reserved),
    ] {
        for address in addresses {
            assert_eq!(forbidden(address.parse().unwrap()), Some(kind), "{address}");
        }
    }
}

#[test]
fn an_ipv4_address_is_found_inside_ipv6() {
    for (address, kind) in [
        ("::ffff:127.0.0.1", Forbidden::Loopback),
        ("::ffff:10.0.0.1", Forbidden::Private),
        ("::ffff:169.254.169.254", Forbidden::Metadata),
        ("64:ff9b::127.0.0.1", Forbidden::Loopback),
        ("64:ff9b::a9fe:a9fe", Forbidden::Metadata),
        ("64:ff9b::192.168.1.1", Forbidden::Private),
        ("64:ff9b:1::10.0.0.1", Forbidden::Transition),
        ("64:ff9b:1:ffff::8.8.8.8", Forbidden::Transition),
        ("::127.0.0.1", Forbidden::Transition),
        ("::8.8.8.8", Forbidden::Transition),
        ("::ffff:0:127.0.0.1", Forbidden::Reserved),
        ("2002:7f00:1::", Forbidden::Transition),
        ("2002:808:808::1", Forbidden::Transition),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", Forbidden::Transition),
        ("2606:4700::5efe:10.0.0.1", Forbidden::Transition),
        ("2606:4700::200:5efe:127.0.0.1", Forbidden::Transition),
        ("fe80::5efe:10.0.0.1", Forbidden::LinkLocal),
    ] {
        assert_eq!(forbidden(address.parse().unwrap()), Some(kind), "{address}");
    }
}

#[test]
fn the_public_internet_is_let_through() {
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "168.63.129.17",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450:4001::200e",
        "2001:200::1",
        "3ffe::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ] {
        assert_eq!(forbidden(address.parse().unwrap()), None, "{address}");
    }
}
