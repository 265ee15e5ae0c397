use super::*;

fn list(text: &str) -> AllowList {
    text.parse().unwrap()
}

/// What the guard says of a URL whose host has `addresses`, or its own where it is a literal.
fn judge(url: &str, allow: &str, addresses: &[&str]) -> Result<GuardDecision, Refusal> {
    let allow = list(allow);
    let destination = Destination::of(&Url::parse(url).unwrap(), &allow)?;
    let looked_up = addresses.iter().map(|address| address.parse().unwrap()).collect();
    let addresses: Vec<IpAddr> = destination.literal().map_or(looked_up, |address| vec![address]);
    destination.decide(&addresses, &allow)
}

#[test]
fn https_to_a_public_address_is_let_through() {
    let decision = judge("https://api.acme.test/x?y", "", &["1.1.1.1", "2606:4700::1"]).unwrap();
    assert_eq!(decision.ground, Ground::Public);
    assert_eq!(decision.to_string(), "api.acme.test:443 at 1.1.1.1, 2606:4700::1: public");
}

#[test]
fn http_is_for_hosts_that_are_listed_with_http() {
    let no_tls = |host: &str| Err(Refusal::NoTls { host: host.to_owned() });
    assert_eq!(judge("http://api.acme.test", "", &["1.1.1.1"]), no_tls("api.acme.test:80"));
    assert_eq!(judge("http://api.acme.test", "api.acme.test", &["1.1.1.1"]), no_tls("api.acme.test:80"));
    assert_eq!(judge("http://api.acme.test", "0.0.0.0/0", &["1.1.1.1"]), no_tls("api.acme.test:80"));
    assert_eq!(judge("http://api.acme.test:81", "http://api.acme.test:80", &["1.1.1.1"]), no_tls("api.acme.test:81"));
    assert!(judge("http://api.acme.test", "http://api.acme.test:80", &["10.0.0.1"]).is_ok());
}

#[test]
fn other_schemes_and_user_info_are_refused() {
    assert_eq!(judge("ftp://api.acme.test", "", &[]), Err(Refusal::Scheme("ftp".into())));
    assert_eq!(judge("file:///etc/passwd", "", &[]), Err(Refusal::Scheme("file".into())));
    assert_eq!(judge("data:text/plain,x", "", &[]), Err(Refusal::Scheme("data".into())));
    assert_eq!(judge("https://user@api.acme.test", "", &[]), Err(Refusal::UserInfo));
    assert_eq!(judge("https://user:secret@api.acme.test", "", &[]), Err(Refusal::UserInfo));
    assert_eq!(judge("https://:secret@api.acme.test", "", &[]), Err(Refusal::UserInfo));
}

#[test]
fn one_bad_address_among_good_ones_is_enough() {
    let refusal = judge("https://api.acme.test", "", &["1.1.1.1", "10.0.0.1", "8.8.8.8"]).unwrap_err();
    assert_eq!(refusal.to_string(), "api.acme.test:443 has the address 10.0.0.1, which is a private address");
}

#[test]
fn every_spelling_of_a_literal_is_seen_as_the_address_that_it_means() {
    for url in [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.0.0.1./",
        "https://%31%32%37.0.0.1/",
        "https://①②⑦.⓪.⓪.①/",
        "https://127。0。0。1/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::127.0.0.1]/",
    ] {
        let refusal = judge(url, "", &["1.1.1.1"]).unwrap_err();
        let loopback = matches!(refusal, Refusal::Address { kind: Forbidden::Loopback, .. });
        assert!(loopback, "{url}: {refusal}");
    }
}

#[test]
fn a_listed_host_may_have_any_address() {
    let decision = judge("https://crm.internal:8443", "crm.internal:8443", &["10.0.0.1"]).unwrap();
    assert_eq!(decision.ground, Ground::AllowListed("crm.internal:8443".into()));
    assert!(judge("https://crm.internal:8444", "crm.internal:8443", &["10.0.0.1"]).is_err());
    assert!(judge("https://sub.crm.internal", "crm.internal", &["10.0.0.1"]).is_err());
    assert!(judge("https://[::1]:9", "[::1]:9", &[]).is_ok());
}

#[test]
fn a_listed_network_covers_its_own_addresses_only() {
    let decision = judge("https://crm.internal", "10.0.0.0/8", &["10.0.0.1", "1.1.1.1"]).unwrap();
    assert_eq!(decision.to_string(), "crm.internal:443 at 10.0.0.1, 1.1.1.1: allow-listed as 10.0.0.0/8");
    assert!(judge("https://crm.internal", "10.0.0.0/8", &["10.0.0.1", "192.168.0.1"]).is_err());
    assert!(judge("https://10.0.0.1", "10.0.0.0/8", &[]).is_ok());
    assert!(judge("https://127.0.0.1", "10.0.0.0/8", &[]).is_err());
}

#[test]
fn a_decision_is_shown_as_json() {
    let decision = judge("https://crm.internal", "10.0.0.0/8", &["10.0.0.1"]).unwrap();
    let expected = serde_json::json!({
        "host": "crm.internal:443",
        "addresses": ["10.0.0.1"],
        "ground": {"kind": "allowListed", "entry": "10.0.0.0/8"},
    });
    assert_eq!(serde_json::to_value(decision).unwrap(), expected);
}
