//! `patchbay user create`

use super::{operator, print};
use crate::deployment::Deployment;
use crate::error::ServerError;
use clap::{Args, Subcommand};
use patchbay_model::access::Role;
use patchbay_model::id::CallCenterId;
use patchbay_model::user::UserDraft;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Creates a user. Prints a one-time link to set a password, unless the password is given.
    Create(Create),
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// What the user signs in with.
    #[arg(long)]
    email: String,
    /// portalAdministrator, portalViewer, tenantAdministrator or tenantViewer.
    #[arg(long, value_parser = role)]
    role: Role,
    /// The call center of a tenant's role.
    #[arg(long, value_name = "ID")]
    call_center: Option<CallCenterId>,
    /// Reads the password from the first line of the standard input. Not an option: other users see a command's options.
    #[arg(long)]
    password_stdin: bool,
}

pub(super) async fn run(deployment: &Deployment, Command::Create(create): Command) -> Result<(), ServerError> {
    let draft =
        UserDraft { email: create.email, role: create.role, call_center_id: create.call_center, disabled: false };
    // Read before anything is made: a forgotten pipe must not leave a user behind.
    let password = create.password_stdin.then(read_password).transpose()?;
    let invitation = deployment.portal.invite_user(&operator(), draft).await?;
    let Some(password) = password else {
        return print(&format!("{}{}", deployment.address(), invitation.path));
    };
    let made = deployment.accept(&invitation, &password).await;
    if made.is_err() {
        // The password was refused: the user goes again, so that the command can be repeated.
        let change = patchbay_app::portal::Change { id: invitation.user.id, version: None };
        deployment.portal.delete_user(&operator(), change).await?;
    }
    print(&made?.id.to_string())
}

fn read_password() -> Result<String, ServerError> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(ServerError::file("standard input"))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(ServerError::Refused("give the password as the first line of the standard input".to_owned()));
    }
    Ok(password.to_owned())
}

/// `portalAdministrator` as on the wire, or `portal-administrator` as commands are written.
fn role(text: &str) -> Result<Role, String> {
    let plain = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    let found = Role::ALL.iter().copied().find(|role| plain(role.as_str()) == plain(text));
    found.ok_or_else(|| {
        format!("use one of {}", Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_written_either_way() {
        assert_eq!(role("portal-administrator"), Ok(Role::PortalAdministrator));
        assert_eq!(role("tenantViewer"), Ok(Role::TenantViewer));
        assert!(role("root").unwrap_err().contains("portalViewer"));
    }
}
