use super::*;

fn list(text: &str) -> AllowList {
    text.parse().unwrap()
}

#[test]
fn an_allow_list_is_read_and_shown_as_written() {
    let list = list("localhost:8080, http://127.0.0.1:9099,10.0.0.0/8,[::1]:80,::1,http://crm.test,fd00::/8,");
    let expected =
        ["localhost:8080", "http://127.0.0.1:9099", "10.0.0.0/8", "[::1]:80", "[::1]", "http://crm.test", "fd00::/8"];
    assert_eq!(list.entries(), expected);
    assert_eq!("".parse(), Ok(AllowList::default()));
}

#[test]
fn an_entry_that_is_neither_host_nor_network_is_refused() {
    for bad in
        ["10.0.0.0/33", "http://10.0.0.0/8", "ftp://x", "a b", "host:port", "host:0", "host/path", "user@host", "[::1"]
    {
        assert_eq!(bad.parse::<AllowList>(), Err(InvalidEntry(bad.to_owned())), "{bad}");
    }
}

#[test]
fn only_a_host_listed_with_http_is_called_without_tls() {
    let list = list("http://crm.test,http://127.0.0.1:9099,plain.test,10.0.0.0/8");
    for (authority, scheme) in [
        ("crm.test", Scheme::Http),
        ("CRM.test:8080", Scheme::Http),
        ("127.0.0.1:9099", Scheme::Http),
        ("127.0.0.1:9098", Scheme::Https),
        ("127.0.0.1", Scheme::Https),
        ("plain.test", Scheme::Https),
        ("10.0.0.1", Scheme::Https),
        ("sub.crm.test", Scheme::Https),
        ("not a host", Scheme::Https),
    ] {
        assert_eq!(list.scheme(authority), scheme, "{authority}");
    }
}

#[test]
fn a_host_is_named_with_its_port_or_with_all() {
    let list = list("crm.test:8443,any.test,http://dev.test");
    assert_eq!(list.find_host("crm.test", 8443, Scheme::Https).as_deref(), Some("crm.test:8443"));
    assert_eq!(list.find_host("crm.test", 443, Scheme::Https), None);
    assert_eq!(list.find_host("any.test.", 1, Scheme::Https).as_deref(), Some("any.test"));
    assert_eq!(list.find_host("any.test", 80, Scheme::Http), None);
    assert_eq!(list.find_host("dev.test", 443, Scheme::Https).as_deref(), Some("http://dev.test"));
}

#[test]
fn a_network_names_the_mapped_form_of_its_addresses_too() {
    let list = list("10.0.0.0/8");
    assert!(list.find_network("10.1.2.3".parse().unwrap()).is_some());
    assert!(list.find_network("::ffff:10.1.2.3".parse().unwrap()).is_some());
    assert!(list.find_network("11.1.2.3".parse().unwrap()).is_none());
}
