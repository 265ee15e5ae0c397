//! What `make bench` runs: Patchbay beside a bare axum + reqwest forwarder, same machine, same upstream, one go.
//!
//! # Layout
//! [`upstream`] is the other side, [`forwarder`] the baseline, [`drive`] starts everything, [`execute`] measures calls,
//! [`events`] events, [`messages`] messages there and back, [`web_chat`] those of visitors; [`load`] runs wrk, [`database`] PostgreSQL's own tools, [`process`] the servers.

mod database;
mod drive;
mod error;
mod events;
mod execute;
mod forwarder;
mod load;
mod messages;
mod percentile;
mod process;
mod upstream;
mod web_chat;

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Parser)]
#[command(about = "Measures Patchbay against a bare forwarder")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The third-party system that both call.
    Upstream {
        /// Where it listens.
        #[arg(long)]
        listen: SocketAddr,
    },
    /// The baseline: takes a POST, calls the upstream, answers with what came back.
    Forwarder {
        /// Where it listens.
        #[arg(long)]
        listen: SocketAddr,
        /// Where the upstream listens.
        #[arg(long)]
        upstream: SocketAddr,
    },
    /// Starts all of it, runs the load and prints the ratios.
    Drive {
        /// The `patchbay` binary.
        #[arg(long, default_value = "target/release/patchbay")]
        patchbay: PathBuf,
        /// Seconds of each round.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// Rounds of each side; they take turns, so that a drift of the machine hits both.
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// Clients that post events, and that commit rows beside them.
        #[arg(long, default_value_t = 64)]
        clients: u32,
        /// Only messages there and back.
        #[arg(long)]
        only_messages: bool,
    },
}

#[tokio::main]
async fn main() -> Result<(), error::BenchError> {
    // reqwest asks for a provider even when only plain http is spoken. Refused only if there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match Arguments::parse().command {
        Command::Upstream { listen } => upstream::serve(listen).await,
        Command::Forwarder { listen, upstream } => forwarder::serve(listen, upstream).await,
        Command::Drive { patchbay, seconds, rounds, clients, only_messages } => {
            drive::run(&drive::Plan { patchbay, seconds, rounds, clients, only_messages }).await
        }
    }
}
