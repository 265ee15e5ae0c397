//! `patchbay worker`: works on the durable queue beside servers, and serves nobody.

use crate::database::Owner;
use crate::deployment::Deployment;
use crate::error::ServerError;
use crate::settings::Settings;
use crate::{connections, jobs, operation, router, serve, shutdown};
use tokio::task::JoinHandle;

/// Works until a signal says to stop; then claims nothing new, waits for what runs and writes what came of it.
///
/// # Errors
/// What kept it from starting.
pub async fn work(settings: Settings) -> Result<(), ServerError> {
    let signal = tokio::spawn(shutdown::requested());
    let deployment = Deployment::open(settings, Owner::Worker).await?;
    let worked = run(&deployment, signal).await;
    let closed = deployment.close().await;
    tracing::info!("stopped");
    worked.and(closed)
}

async fn run(deployment: &Deployment, signal: JoinHandle<std::io::Result<&'static str>>) -> Result<(), ServerError> {
    let metrics = operation::recorder()?;
    jobs::start(deployment, metrics.clone());
    if let Some(address) = deployment.settings.worker_listen {
        let listener = serve::bind(address).await?;
        let router = router::probes(deployment.state(metrics)?);
        tokio::spawn(connections::answer(listener, router, deployment.stopping.clone()));
    }
    deployment.dispatcher.start_working();
    tracing::info!(slots = deployment.settings.worker_slots, "working on the queue");
    let caught = signal.await.map_err(|error| ServerError::Failed(error.to_string()))?;
    let name = caught.map_err(ServerError::file("signals"))?;
    tracing::info!(signal = name, "stopping: nothing new is claimed");
    deployment.stopping.cancel();
    Ok(())
}
