//! `patchbay serve`: the process from start to stop.

use crate::database::Owner;
use crate::deployment::Deployment;
use crate::error::ServerError;
use crate::settings::Settings;
use crate::{connections, first_start, jobs, operation, router, shutdown};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// How long requests in flight get at the end.
const DRAIN_LIMIT: Duration = Duration::from_secs(10);

/// Serves until a signal says to stop, then drains, writes what is not written and closes everything.
///
/// # Errors
/// What kept it from starting, or from going on.
pub async fn serve(settings: Settings) -> Result<(), ServerError> {
    // First, so that a signal during the start is not lost: a half-made start is cleaned up like a whole one.
    let signal = tokio::spawn(shutdown::requested());
    let mut deployment = Deployment::open(settings, Owner::Server).await?;
    let served = run(&mut deployment, signal).await;
    let closed = deployment.close().await;
    tracing::info!("stopped");
    served.and(closed)
}

async fn run(
    deployment: &mut Deployment,
    signal: JoinHandle<std::io::Result<&'static str>>,
) -> Result<(), ServerError> {
    let link = first_start::prepare(deployment).await?;
    let address = deployment.settings.listen;
    let listener = bind(address).await?;
    let metrics = operation::recorder()?;
    jobs::start(deployment, metrics.clone());
    deployment.dispatcher.watch_backlog();
    if deployment.settings.worker {
        deployment.dispatcher.start_working();
    }
    let listening = listener.local_addr().unwrap_or(address);
    let router = router::router(deployment.state(metrics)?);
    let serving = tokio::spawn(connections::answer(listener, router, deployment.stopping.clone()));
    greet(&deployment.settings.address(listening), link.as_deref());

    let reason = tokio::select! {
        caught = signal => caught.map_err(|error| ServerError::Failed(error.to_string()))?.map_err(ServerError::file("signals")),
        error = deployment.failed() => Err(error),
    };
    if let Ok(name) = &reason {
        tracing::info!(signal = name, "stopping: no new requests");
    }
    deployment.stopping.cancel();
    drain(serving).await?;
    reason.map(drop)
}

/// Listens.
///
/// # Errors
/// When the address is taken, or is none of this machine.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServerError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| ServerError::Failed(format!("can't listen on {address}: {error}")))
}

async fn drain(serving: JoinHandle<()>) -> Result<(), ServerError> {
    match tokio::time::timeout(DRAIN_LIMIT, serving).await {
        Ok(served) => served.map_err(|error| ServerError::Failed(error.to_string())),
        Err(_) => {
            tracing::warn!(seconds = DRAIN_LIMIT.as_secs(), "some requests did not end in time");
            Ok(())
        }
    }
}

/// On the standard output, where a person or a script looks for it.
fn greet(address: &str, link: Option<&str>) {
    use std::io::Write as _;
    let mut text = format!("\n  Patchbay is ready: {address}\n");
    if let Some(path) = link {
        text.push_str("\n  Nobody can sign in yet. Open this link once to make the first administrator:\n");
        text.push_str(&format!("  {address}{path}\n  It works for a day; the next start prints a new one.\n"));
    }
    // A closed standard output is no reason not to serve.
    let _ = writeln!(std::io::stdout(), "{text}");
}
