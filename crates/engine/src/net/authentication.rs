//! HTTP authentication that the client itself carries out. Tokens and header credentials are plain headers.

use super::error::RequestFault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use patchbay_model::secret::Secret;

/// A user and a secret, and how they are shown to the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpAuthentication {
    /// RFC 7617: in the first request, readable by whoever reads that.
    Basic {
        /// The user name, without a colon.
        user: String,
        /// The password.
        secret: Secret,
    },
    /// RFC 7616: only as an answer to a challenge. The first request goes out without credentials.
    Digest {
        /// The user name.
        user: String,
        /// The password.
        secret: Secret,
    },
}

/// The `Authorization` header of Basic authentication, in UTF-8.
///
/// # Errors
/// [`RequestFault::BasicUser`] when the user name holds a colon.
pub fn basic(user: &str, secret: &Secret) -> Result<String, RequestFault> {
    if user.contains(':') {
        return Err(RequestFault::BasicUser);
    }
    let pair = Secret::new(format!("{user}:{}", secret.expose()));
    Ok(format!("Basic {}", STANDARD.encode(pair.expose())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_as_in_rfc_7617() {
        let header = basic("Aladdin", &"open sesame".into());
        assert_eq!(header.as_deref(), Ok("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert_eq!(basic("test", &"123£".into()).as_deref(), Ok("Basic dGVzdDoxMjPCow=="));
        assert_eq!(basic("", &"a:b".into()).as_deref(), Ok("Basic OmE6Yg=="));
    }

    #[test]
    fn a_colon_in_the_user_name_is_refused() {
        assert_eq!(basic("a:b", &"c".into()), Err(RequestFault::BasicUser));
    }
}
