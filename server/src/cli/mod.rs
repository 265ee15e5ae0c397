//! The commands of the binary `patchbay` (spec/api.md, Operation). What they print on the standard output is theirs alone,
//! so that it can be piped; everything else goes to the standard error.

mod key;
mod secrets;
mod simulate;
mod template;
mod user;

use crate::deployment::{Deployment, Owner};
use crate::error::ServerError;
use crate::settings::{Origin, Settings, show};
use crate::{demo_crm, logging, serve, worker};
use clap::{Args, Parser, Subcommand};
use patchbay_model::access::{Actor, Identity};
use std::path::PathBuf;

/// The integration patch panel of a contact centre.
#[derive(Debug, Parser)]
#[command(name = "patchbay", version, about, max_term_width = 100)]
pub struct Arguments {
    /// A TOML file with settings; the environment wins over it.
    #[arg(long, global = true, env = "PATCHBAY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the portal and the API. Without DATABASE_URL it starts a private PostgreSQL in the data folder.
    Serve(ServeArguments),
    /// Works on the queue beside `serve`, on the same database, without serving the portal or the API.
    Worker,
    /// Brings the database's schema up to date and ends.
    Migrate,
    /// People who sign in.
    #[command(subcommand)]
    User(user::Command),
    /// Keys of programs.
    #[command(subcommand)]
    Key(key::Command),
    /// Creates a template with its endpoints, or an event integration, from an exported document.
    Import(template::Import),
    /// Prints a template with its endpoints as one document, without secrets.
    Export(template::Export),
    /// The encryption of stored secrets.
    #[command(subcommand)]
    Secrets(secrets::Command),
    /// Serves a small CRM with faults to switch on, for trying the callbox: see `make demo`.
    DemoCrm(DemoCrmArguments),
    /// Serves the other side of an adapter or a channel with faults to switch on, for demos, tests and whoever builds one of their own.
    #[command(subcommand)]
    Simulate(simulate::Command),
    /// Prints the settings in force, and where each came from; secrets as dots.
    Config,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// Where to listen, such as 127.0.0.1:3000; wins over PATCHBAY_LISTEN.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<std::net::SocketAddr>,
}

#[derive(Debug, Args)]
struct DemoCrmArguments {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: std::net::SocketAddr,
}

/// Runs the command.
///
/// # Errors
/// What kept it from being done, as one line for a person.
pub async fn run(arguments: Arguments) -> Result<(), ServerError> {
    let (mut settings, origins) = read(&arguments)?;
    logging::start(&settings.log, settings.log_format)?;
    match arguments.command {
        Command::Config => print(&show(&origins)),
        Command::Serve(given) => {
            settings.listen = given.listen.unwrap_or(settings.listen);
            serve::serve(settings).await
        }
        Command::Worker => worker::work(settings).await,
        Command::DemoCrm(given) => demo_crm::serve(given.listen).await,
        Command::Simulate(command) => simulate::simulate(command).await,
        command => {
            let deployment = Deployment::open(settings, Owner::Command).await?;
            let done = with(&deployment, command).await;
            deployment.close().await?;
            done
        }
    }
}

async fn with(deployment: &Deployment, command: Command) -> Result<(), ServerError> {
    match command {
        Command::User(command) => user::run(deployment, command).await,
        Command::Key(command) => key::run(deployment, command).await,
        Command::Import(command) => template::import(deployment, command).await,
        Command::Export(command) => template::export(deployment, command).await,
        Command::Secrets(command) => secrets::run(deployment, command).await,
        // Opening did it already.
        Command::Migrate
        | Command::Serve(_)
        | Command::Worker
        | Command::DemoCrm(_)
        | Command::Simulate(_)
        | Command::Config => Ok(()),
    }
}

fn read(arguments: &Arguments) -> Result<(Settings, Vec<Origin>), ServerError> {
    Settings::read(arguments.config.as_deref(), &|name| std::env::var(name).ok())
}

/// Whoever can run commands on the server's machine may do everything; the audit trail names the command line.
pub(crate) fn operator() -> Actor {
    Actor { identity: Identity::Operator, call_center: None, name: "command line".to_owned(), request_id: None }
}

/// Writes to the standard output. A reader that went away, such as `head`, is no failure.
fn print(text: &str) -> Result<(), ServerError> {
    use std::io::Write as _;
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(ServerError::file("standard output")(error))
        }
        _ => Ok(()),
    }
}
