//! Opening connections: names past the guard, TCP, TLS.

use super::client::OutboundSettings;
use super::exchange::{WatchOpening, WatchedConnector};
use super::resolver::{GuardedResolver, Names};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use tower::Layer as _;

/// What opens connections.
pub(super) type Connector = WatchedConnector<HttpsConnector<HttpConnector<GuardedResolver>>>;

/// Installs ring as the process's TLS implementation, unless one is installed already.
///
/// [`OutboundClient`](super::OutboundClient) has its own. Whoever builds another HTTP client in the same process, as tests
/// and benchmarks do, calls it before, because this build of `reqwest` brings no implementation.
pub fn install_tls_provider() {
    // An error means that there is one: whichever it is, it will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

pub(super) fn connector(settings: &OutboundSettings, names: Arc<dyn Names>) -> Result<Connector, rustls::Error> {
    let mut tcp = HttpConnector::new_with_resolver(GuardedResolver(names));
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_local_address(settings.egress_address);
    let tls = HttpsConnectorBuilder::new()
        .with_tls_config(tls(settings)?)
        // Which hosts are called without TLS is the guard's to say, and it has.
        .https_or_http()
        .enable_http1()
        .enable_http2()
        .wrap_connector(tcp);
    Ok(WatchOpening.layer(tls))
}

fn tls(settings: &OutboundSettings) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let extra = || settings.extra_roots.iter().map(|der| CertificateDer::from(der.clone()));
    let mut extra_alone = RootCertStore::empty();
    for root in extra() {
        // What is no certificate is a mistake of the operator's, to be told at the start.
        extra_alone.add(root)?;
    }
    let builder = |provider: Arc<CryptoProvider>| {
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
    };
    match Verifier::new_with_extra_roots(extra(), Arc::clone(&provider)) {
        Ok(verifier) => Ok(builder(provider)?
            .dangerous() // is how a verifier of one's own is set; this is the platform's
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth()),
        Err(error) => {
            // The platform's certificates are missing, on a machine without ca-certificates. What is allow-listed for
            // http works there, and a start that fails would hide the reason behind a crash loop.
            tracing::warn!(
                ?error,
                "no root certificates found: https calls will fail until ca-certificates is installed"
            );
            Ok(builder(provider)?.with_root_certificates(extra_alone).with_no_client_auth())
        }
    }
}
