//! `patchbay import` and `patchbay export`. What a document is, its `$schema` says.

use super::{operator, print};
use crate::deployment::Deployment;
use crate::error::ServerError;
use clap::Args;
use patchbay_model::id::CallCenterId;
use patchbay_model::json::{self, JsonError};
use serde_json::Value;
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The document; `-` reads the standard input.
    file: PathBuf,
    /// Makes the template private to this call center; published when left out. An event integration needs one.
    #[arg(long, value_name = "ID")]
    call_center: Option<CallCenterId>,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The template's name or id.
    template: String,
    /// Names a private template's call center.
    #[arg(long, value_name = "ID")]
    call_center: Option<CallCenterId>,
}

pub(super) async fn import(deployment: &Deployment, command: Import) -> Result<(), ServerError> {
    let text = read(&command.file)?;
    let refused = |error: JsonError| ServerError::Refused(format!("{}: {error}", command.file.display()));
    let document: Value = json::parse(&text).map_err(refused)?;
    if document["$schema"].as_str().is_some_and(|schema| schema.ends_with("event-integration-document.json")) {
        let call_center = command.call_center.ok_or_else(|| {
            ServerError::Refused("an event integration belongs to a call center: name it with --call-center".to_owned())
        })?;
        let document = json::parse(&text).map_err(refused)?;
        let made = deployment.portal.import_event_integration(&operator(), &call_center, document).await?;
        return print(&made.id.to_string());
    }
    let made = deployment.portal.import_template(&operator(), document, command.call_center).await?;
    print(&made.id.to_string())
}

pub(super) async fn export(deployment: &Deployment, command: Export) -> Result<(), ServerError> {
    let found = deployment.portal.template(&operator(), &command.template, command.call_center.as_ref()).await?;
    print(&format!("{:#}", deployment.portal.export_template(&operator(), found.id).await?))
}

fn read(file: &Path) -> Result<String, ServerError> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(file).map(|content| text = content)
    };
    read.map(|()| text).map_err(ServerError::file(file))
}
