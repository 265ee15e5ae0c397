use crate::upstream::*;
use futures::future::BoxFuture;
use patchbay_engine::net::{LookUpFailure, Names, NetError, OutboundClient, Refusal, Sent};
use patchbay_model::execution::ErrorCode;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A port of this machine on which nobody may connect.
async fn untouchable() -> (Arc<AtomicUsize>, u16) {
    let touched = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&touched);
    let upstream = Upstream::raw(move |_, _| {
        counter.fetch_add(1, Ordering::SeqCst);
        async {}
    })
    .await;
    (touched, upstream.address.port())
}

#[tokio::test]
async fn literals_that_are_not_public_are_refused_before_anything_is_dialled() {
    let (touched, port) = untouchable().await;
    let client = client(&allowing(""));
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fe80::5efe:127.0.0.1]",
        "[fd00:ec2::254]",
    ] {
        let refused = send(&client, &get(&format!("https://{host}:{port}/"))).await.unwrap_err();
        assert!(matches!(refused, NetError::Refused(Refusal::Address { .. })), "{host}: {refused}");
        assert_eq!((refused.code(), refused.sent()), (ErrorCode::DestinationRefused, Sent::No));
    }
    assert_eq!(touched.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_with_one_good_and_one_bad_address_is_refused() {
    let (touched, port) = untouchable().await;
    for addresses in [["1.1.1.1", "127.0.0.1"], ["127.0.0.1", "1.1.1.1"], ["2606:4700::1", "::ffff:127.0.0.1"]] {
        let client = client_with_name(&allowing(""), "api.acme.test", &addresses);
        let refused = send(&client, &get(&format!("https://api.acme.test:{port}/"))).await.unwrap_err();
        assert!(matches!(refused, NetError::Refused(Refusal::Address { .. })), "{refused}");
        assert_eq!(refused.sent(), Sent::No);
    }
    assert_eq!(touched.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn http_is_refused_to_a_host_that_is_not_listed_for_it() {
    let (touched, port) = untouchable().await;
    let client = client_with_name(&allowing("crm.test,127.0.0.0/8"), "crm.test", &["127.0.0.1"]);
    for host in ["crm.test", "127.0.0.1"] {
        let refused = send(&client, &get(&format!("http://{host}:{port}/"))).await.unwrap_err();
        assert_eq!(refused, NetError::Refused(Refusal::NoTls { host: format!("{host}:{port}") }));
    }
    assert_eq!(touched.load(Ordering::SeqCst), 0);
}

/// Answers another address each time it is asked, as a name does whose owner wants to get past a guard.
struct Rebinding(AtomicUsize);

impl Names for Rebinding {
    fn look_up<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookUpFailure>> {
        let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
        let address = if first { [1, 1, 1, 1] } else { [127, 0, 0, 1] };
        Box::pin(std::future::ready(Ok(vec![address.into()])))
    }
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_judged_each_time() {
    let (touched, port) = untouchable().await;
    let names = Arc::new(Rebinding(AtomicUsize::new(1)));
    let client = OutboundClient::with_names(&allowing(""), Arc::clone(&names) as Arc<dyn Names>).unwrap();
    for asked in 2..4 {
        let refused = send(&client, &get(&format!("https://api.acme.test:{port}/"))).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::DestinationRefused);
        assert_eq!(names.0.load(Ordering::SeqCst), asked, "one question per connection");
    }
    assert_eq!(touched.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_without_an_address_is_told_from_a_refused_one() {
    let client = client_with_name(&allowing(""), "empty.test", &[]);
    for host in ["unknown.test", "empty.test"] {
        let failed = send(&client, &get(&format!("https://{host}/"))).await.unwrap_err();
        let expected = NetError::Dns { host: host.to_owned(), reason: LookUpFailure::NoAddress };
        assert_eq!((failed.code(), failed.sent()), (ErrorCode::DnsFailed, Sent::No));
        assert_eq!(failed, expected);
    }
}
