//! `patchbay key create`

use super::{operator, print};
use crate::deployment::Deployment;
use crate::error::ServerError;
use clap::{Args, Subcommand};
use patchbay_model::access::Scope;
use patchbay_model::id::CallCenterId;
use patchbay_model::key::KeyDraft;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Creates a key and prints it: this once, it can't be read again.
    Create(Create),
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The call center that it belongs to; the portal when left out.
    #[arg(long, value_name = "ID")]
    call_center: Option<CallCenterId>,
    /// What it may do; several separated by commas or each with --scope.
    #[arg(long = "scope", required = true, value_delimiter = ',', num_args = 1.., value_parser = scope)]
    scopes: Vec<Scope>,
    /// What it is for.
    #[arg(long)]
    name: String,
}

pub(super) async fn run(deployment: &Deployment, Command::Create(create): Command) -> Result<(), ServerError> {
    let draft = KeyDraft { name: create.name, call_center_id: create.call_center, scopes: create.scopes };
    print(&deployment.portal.create_key(&operator(), draft).await?.key)
}

fn scope(text: &str) -> Result<Scope, String> {
    text.parse().map_err(|_| {
        format!("use one of {}", Scope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", "))
    })
}
