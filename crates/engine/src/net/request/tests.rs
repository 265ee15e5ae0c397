use super::*;

fn get(url: &str) -> OutboundRequest {
    OutboundRequest::new(Method::GET, url)
}

fn fault(request: &OutboundRequest) -> Option<RequestFault> {
    request.check().err()
}

#[test]
fn a_url_of_2_kib_is_sent_and_a_longer_one_is_not() {
    let fits = format!("https://a.test/{}", "x".repeat(2048 - 15));
    assert_eq!(fault(&get(&fits)), None);
    assert_eq!(fault(&get(&format!("{fits}x"))), Some(RequestFault::UrlTooLong { bytes: 2049 }));
    let grows = format!("https://a.test/{}", "é".repeat(500));
    assert_eq!(fault(&get(&grows)), Some(RequestFault::UrlTooLong { bytes: 15 + 3000 }));
}

#[test]
fn a_url_that_would_have_to_be_mended_is_refused() {
    for url in [
        "",
        "/path",
        "a.test/x",
        "https://",
        "https://a.test/a b",
        "https://a.te\nst/",
        "https://a.test\\@b.test/",
        " https://a.test",
        "https://a.test:99999/",
    ] {
        assert_eq!(fault(&get(url)), Some(RequestFault::UrlInvalid), "{url:?}");
    }
}

#[test]
fn a_header_value_can_not_add_a_line() {
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}b"] {
        let mut request = get("https://a.test");
        request.headers.push(("X-Api-Key".into(), value.into()));
        assert_eq!(fault(&request), Some(RequestFault::HeaderValue("X-Api-Key".into())), "{value:?}");
    }
    let mut request = get("https://a.test");
    request.content_type = Some("text/plain\r\nX: y".into());
    assert_eq!(fault(&request), Some(RequestFault::HeaderValue("Content-Type".into())));
}

#[test]
fn headers_of_the_connection_are_not_the_integrators() {
    for name in ["Host", "content-length", "Transfer-Encoding", "Connection", "Upgrade", "TE"] {
        let mut request = get("https://a.test");
        request.headers.push((name.into(), "x".into()));
        assert_eq!(fault(&request), Some(RequestFault::HeaderReserved(name.into())));
    }
    for name in ["", "a b", "a:b", "a\r\nb", "é"] {
        let mut request = get("https://a.test");
        request.headers.push((name.into(), "x".into()));
        assert_eq!(fault(&request), Some(RequestFault::HeaderName(name.into())));
    }
}

#[test]
fn more_than_64_headers_or_256_kib_are_refused() {
    let mut request = get("https://a.test");
    request.headers = vec![("X-A".into(), "x".into()); 64];
    request.body = vec![0; 256 * 1024].into();
    assert_eq!(fault(&request), None);
    request.headers.push(("X-A".into(), "x".into()));
    assert_eq!(fault(&request), Some(RequestFault::TooManyHeaders { count: 65 }));
    request.body = vec![0; 256 * 1024 + 1].into();
    assert_eq!(fault(&request), Some(RequestFault::BodyTooLarge { bytes: 256 * 1024 + 1 }));
}

#[test]
fn a_repeated_header_is_sent_as_often_as_it_is_given() {
    let mut request = get("https://a.test/#fragment");
    request.headers = vec![("X-A".into(), "1".into()), ("x-a".into(), "2".into())];
    let checked = request.check().unwrap();
    assert_eq!(checked.headers.get_all("x-a").iter().count(), 2);
    assert_eq!(checked.url.as_str(), "https://a.test/");
}

#[test]
fn authentication_replaces_an_authorization_header() {
    let mut request = get("https://a.test");
    request.headers.push(("Authorization".into(), "Bearer x".into()));
    request.authentication = Some(HttpAuthentication::Basic { user: "a".into(), secret: "b".into() });
    assert_eq!(request.check().unwrap().headers[AUTHORIZATION], "Basic YTpi");
    request.authentication = Some(HttpAuthentication::Digest { user: "a".into(), secret: "b".into() });
    assert!(!request.check().unwrap().headers.contains_key(AUTHORIZATION));
}

#[test]
fn debug_shows_no_url_header_or_body() {
    let mut request = get("https://a.test/hunter2?key=hunter2");
    request.headers.push(("X-Api-Key".into(), "hunter2".into()));
    request.body = "hunter2".into();
    request.authentication = Some(HttpAuthentication::Basic { user: "a".into(), secret: "hunter2".into() });
    assert!(!format!("{request:?} {:?}", request.headers).contains("hunter2"));
    assert!(!format!("{:?}", request.check().unwrap().headers).contains("hunter2"));
}
