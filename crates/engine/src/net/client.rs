//! The client: checks a request, asks the breaker and the limiter, sends it, tells the breaker how it went.

use super::breaker::{Breakers, CircuitPolicy, CircuitSnapshot, Outcome};
use super::conversation::Conversation;
use super::digest::Sessions;
use super::error::{NetError, Sent, SetupError, Stage};
use super::guard::{AllowList, Destination};
use super::limiter::{LaneLimits, Lanes};
use super::request::{Checked, OutboundRequest, OverRate};
use super::resolver::{Names, SystemNames};
use super::response::{OutboundResponse, Timings};
use super::transport::Transport;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout_at;

/// A timeout below what an endpoint can be configured to is the caller's hurry, not the other side's failure: without
/// this a caller could open a circuit by asking for a millisecond.
const SHORTEST_FAIR_TIMEOUT: Duration = Duration::from_secs(1);

/// What the operator decides about outbound calls.
#[derive(Debug, Clone, Default)]
pub struct OutboundSettings {
    /// Hosts and networks that may be called although they are not public (`PATCHBAY_ALLOW_HOSTS`).
    pub allow_list: AllowList,
    /// The local address that calls leave from (`PATCHBAY_EGRESS_ADDRESS`); none: the system chooses.
    pub egress_address: Option<IpAddr>,
    /// The limits of each destination.
    pub lanes: LaneLimits,
    /// When an integrator's circuit opens.
    pub circuit: CircuitPolicy,
    /// Root certificates in DER that are trusted besides the platform's.
    pub extra_roots: Vec<Vec<u8>>,
}

/// The one outbound client of a process. It keeps connections, circuits and rates, so there is to be one.
pub struct OutboundClient {
    transport: Transport,
    allow_list: Arc<AllowList>,
    lanes: Lanes,
    breakers: Breakers,
    sessions: Sessions,
}

impl OutboundClient {
    /// A client that asks the system for addresses. Reads the system's name servers and root certificates, so it takes
    /// some milliseconds.
    ///
    /// # Errors
    /// [`SetupError`] when the TLS or HTTP layer refuses the settings.
    pub fn new(settings: &OutboundSettings) -> Result<Self, SetupError> {
        Self::with_names(settings, Arc::new(SystemNames::new()))
    }

    /// A client that asks `names` for addresses, for tests.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_names(settings: &OutboundSettings, names: Arc<dyn Names>) -> Result<Self, SetupError> {
        Ok(Self {
            transport: Transport::new(settings, names)?,
            allow_list: Arc::new(settings.allow_list.clone()),
            lanes: Lanes::new(settings.lanes),
            breakers: Breakers::new(settings.circuit),
            sessions: Sessions::new(),
        })
    }

    /// The operator's allow-list, which also says which hosts are called without TLS.
    #[must_use]
    pub fn allow_list(&self) -> &AllowList {
        &self.allow_list
    }

    /// The circuits of the integrators that were called since the process began.
    #[must_use]
    pub fn circuits(&self) -> Vec<CircuitSnapshot> {
        self.breakers.snapshot(Instant::now())
    }

    /// Sends `request` and reads the response, within the request's timeout. Any status is a response, redirects
    /// included.
    ///
    /// # Errors
    /// [`NetError`]; its [`sent`](NetError::sent) says whether the request may have got out.
    pub async fn send(&self, request: &OutboundRequest) -> Result<OutboundResponse, NetError> {
        let checked = request.check()?;
        let destination = Destination::of(&checked.url, &self.allow_list)?;
        let admitted = request.integrator.map(|integrator| self.breakers.admit(integrator, Instant::now()));
        let pass = admitted.transpose().map_err(|retry_after| NetError::CircuitOpen { retry_after })?;
        // Boxed: the HTTP client's futures are large, and every caller up to the router would carry them.
        let sent = Box::pin(self.send_in_lane(request, checked, destination)).await;
        if let Some(pass) = pass {
            pass.settle(outcome(&sent, request.timeout), Instant::now());
        }
        sent
    }

    async fn send_in_lane(
        &self,
        request: &OutboundRequest,
        checked: Checked,
        destination: Destination,
    ) -> Result<OutboundResponse, NetError> {
        let started = tokio::time::Instant::now();
        let deadline = started + request.timeout;
        let host = destination.authority();
        let lane = self.lanes.lane(host.clone());
        while let Err(retry_after) = lane.count() {
            if request.over_rate == OverRate::Fails || started.elapsed() + retry_after >= request.timeout {
                return Err(NetError::RateLimited { host, retry_after });
            }
            tokio::time::sleep(retry_after).await;
        }
        let seat = timeout_at(deadline, lane.enter()).await.ok().flatten();
        let Some(_seat) = seat else {
            return Err(NetError::Timeout { stage: Stage::Queue, limit: request.timeout, sent: Sent::No });
        };
        let conversation = Conversation {
            transport: &self.transport,
            sessions: &self.sessions,
            allow_list: &self.allow_list,
            request,
            checked,
            destination,
            deadline,
            timings: Timings { queue: started.elapsed(), ..Timings::default() },
            exchanges: 0,
        };
        conversation.run().await
    }
}

/// What a call says about the other side's health.
fn outcome(sent: &Result<OutboundResponse, NetError>, timeout: Duration) -> Outcome {
    match sent {
        Ok(response) if response.answer.status >= 500 => Outcome::Failure,
        Ok(_) | Err(NetError::ResponseTooLarge { .. }) => Outcome::Success,
        Err(NetError::Dns { .. } | NetError::Tls { .. } | NetError::Connect { sent: Sent::No, .. }) => {
            Outcome::NoConnection
        }
        Err(NetError::Connect { sent: Sent::Maybe, .. } | NetError::ResponseInvalid { .. }) => Outcome::Failure,
        Err(NetError::Timeout { stage: Stage::Queue, .. }) => Outcome::Neutral,
        Err(NetError::Timeout { .. }) if timeout < SHORTEST_FAIR_TIMEOUT => Outcome::Neutral,
        Err(NetError::Timeout { stage: Stage::LookUp | Stage::Connect, .. }) => Outcome::NoConnection,
        Err(NetError::Timeout { .. }) => Outcome::Failure,
        Err(
            NetError::RequestInvalid(_)
            | NetError::Refused(_)
            | NetError::RateLimited { .. }
            | NetError::CircuitOpen { .. },
        ) => Outcome::Neutral,
    }
}
