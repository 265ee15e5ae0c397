use crate::upstream::*;
use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use axum::serve::Listener;
use patchbay_engine::net::{Connection, NetError, OutboundSettings, Sent};
use patchbay_model::execution::ErrorCode;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto};
use tokio_rustls::server::TlsStream;

struct TlsListener {
    tcp: TcpListener,
    tls: TlsAcceptor,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            // A client that does not trust us says so in the handshake.
            if let Ok(stream) = self.tls.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}

/// A server with a certificate for `name` that nobody signed; its port and the certificate.
async fn self_signed(name: &str) -> (u16, Vec<u8>) {
    let certified = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let certificate = certified.cert.der().clone();
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    let mut config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key.into())
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];

    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = tcp.local_addr().unwrap().port();
    let listener = TlsListener { tcp, tls: TlsAcceptor::from(Arc::new(config)) };
    let version = |request: Request| async move { format!("{:?}", request.version()) };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(any(version))).await });
    (port, certificate.to_vec())
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_refused() {
    let (port, _) = self_signed("crm.test").await;
    let client = client_with_name(&allowing("crm.test"), "crm.test", &["127.0.0.1"]);
    let error = send(&client, &get(&format!("https://crm.test:{port}/"))).await.unwrap_err();
    assert!(matches!(&error, NetError::Tls { reason, .. } if reason.contains("UnknownIssuer")), "{error:?}");
    assert_eq!((error.code(), error.sent()), (ErrorCode::TlsFailed, Sent::No));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let (port, certificate) = self_signed("other.test").await;
    let settings = OutboundSettings { extra_roots: vec![certificate], ..allowing("crm.test") };
    let client = client_with_name(&settings, "crm.test", &["127.0.0.1"]);
    let error = send(&client, &get(&format!("https://crm.test:{port}/"))).await.unwrap_err();
    assert!(matches!(error, NetError::Tls { sent: Sent::No, .. }), "{error:?}");
}

#[tokio::test]
async fn tls_to_a_server_without_it_is_a_tls_failure() {
    let upstream = Upstream::serve(Router::new()).await;
    let client = client_with_name(&allowing("crm.test"), "crm.test", &["127.0.0.1"]);
    let error = send(&client, &get(&format!("https://crm.test:{}/", upstream.address.port()))).await.unwrap_err();
    assert!(matches!(error, NetError::Tls { sent: Sent::No, .. }), "{error:?}");
}

#[tokio::test]
async fn a_trusted_server_is_called_with_http_2_and_its_connection_is_kept() {
    let (port, certificate) = self_signed("crm.test").await;
    let settings = OutboundSettings { extra_roots: vec![certificate], ..allowing("crm.test") };
    let client = client_with_name(&settings, "crm.test", &["127.0.0.1"]);
    let mut request = get(&format!("https://crm.test:{port}/"));
    request.method = http::Method::POST;
    request.body = "{}".into();
    let first = send(&client, &request).await.unwrap();
    assert_eq!(first.answer.body, "HTTP/2.0");
    assert_eq!(first.connection, Connection::New);
    assert_eq!(send(&client, &request).await.unwrap().connection, Connection::Reused);
}

#[tokio::test]
async fn an_extra_root_that_is_no_certificate_stops_the_start() {
    let settings = OutboundSettings { extra_roots: vec![b"no certificate".to_vec()], ..settings() };
    assert!(patchbay_engine::net::OutboundClient::new(&settings).is_err());
}
