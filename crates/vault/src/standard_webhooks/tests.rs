//! Signatures against what the public libraries of Standard Webhooks say.

use super::*;

/// The vector in the tests of the reference libraries.
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: i64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn secret() -> SigningSecret {
    SigningSecret::parse(SECRET).unwrap()
}

#[test]
fn a_signature_is_what_the_reference_libraries_make() {
    assert_eq!(sign(ID, TIMESTAMP, BODY, &[secret()]), SIGNATURE);
    assert_eq!(verify(ID, TIMESTAMP, BODY, SIGNATURE, &[secret()], TIMESTAMP), Ok(()));
}

#[test]
fn a_secret_is_read_with_and_without_its_prefix() {
    assert_eq!(SigningSecret::parse(&SECRET[PREFIX.len()..]).unwrap(), secret());
    assert_eq!(secret().to_secret().expose(), SECRET);
    for unreadable in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!", &format!("whsec_{}", STANDARD.encode([0; 65]))] {
        assert_eq!(SigningSecret::parse(unreadable), Err(VaultError::Unreadable), "{unreadable}");
    }
}

#[test]
fn a_generated_secret_has_256_bits_and_is_not_shown() {
    let made = SigningSecret::generate().unwrap();
    let text = made.to_secret();
    assert_eq!(STANDARD.decode(text.expose().strip_prefix(PREFIX).unwrap()).unwrap().len(), 32);
    assert_eq!(SigningSecret::parse(text.expose()).unwrap(), made);
    assert_ne!(SigningSecret::generate().unwrap(), made);
    assert_eq!(format!("{made:?}"), "••••••");
}

#[test]
fn during_a_rotation_either_secret_verifies() {
    let new = SigningSecret::generate().unwrap();
    let header = sign(ID, TIMESTAMP, BODY, &[new.clone(), secret()]);
    assert_eq!(header.split(' ').count(), 2);
    assert!(header.ends_with(SIGNATURE));
    for known in [new, secret()] {
        assert_eq!(verify(ID, TIMESTAMP, BODY, &header, &[known], TIMESTAMP), Ok(()));
    }
    let stranger = SigningSecret::generate().unwrap();
    assert_eq!(verify(ID, TIMESTAMP, BODY, &header, &[stranger], TIMESTAMP), Err(SignatureError::NoMatch));
}

#[test]
fn whatever_is_changed_the_signature_no_longer_fits() {
    let no_match = Err(SignatureError::NoMatch);
    assert_eq!(verify("msg_other", TIMESTAMP, BODY, SIGNATURE, &[secret()], TIMESTAMP), no_match);
    assert_eq!(verify(ID, TIMESTAMP + 1, BODY, SIGNATURE, &[secret()], TIMESTAMP), no_match);
    assert_eq!(verify(ID, TIMESTAMP, br#"{"test":2432232314}"#, SIGNATURE, &[secret()], TIMESTAMP), no_match);
    assert_eq!(verify(ID, TIMESTAMP, BODY, &SIGNATURE.replace("v1", "v2"), &[secret()], TIMESTAMP), no_match);
    assert_eq!(verify(ID, TIMESTAMP, BODY, "", &[secret()], TIMESTAMP), no_match);
    assert_eq!(verify(ID, TIMESTAMP, BODY, SIGNATURE, &[], TIMESTAMP), no_match);
}

#[test]
fn other_versions_are_passed_over() {
    let header = format!("v1a,AAAA v2,AAAA {SIGNATURE}");
    assert_eq!(verify(ID, TIMESTAMP, BODY, &header, &[secret()], TIMESTAMP), Ok(()));
}

#[test]
fn an_attempt_of_more_than_five_minutes_ago_or_ahead_is_refused() {
    for (now, verdict) in [
        (TIMESTAMP + 300, Ok(())),
        (TIMESTAMP - 300, Ok(())),
        (TIMESTAMP + 301, Err(SignatureError::TimestampTooFar)),
        (TIMESTAMP - 301, Err(SignatureError::TimestampTooFar)),
        (i64::MIN, Err(SignatureError::TimestampTooFar)),
    ] {
        assert_eq!(verify(ID, TIMESTAMP, BODY, SIGNATURE, &[secret()], now), verdict, "{now}");
    }
}

#[test]
fn the_hmac_is_that_of_rfc_4231() {
    // Test cases 1, 2 and 6: a short key, a text key, a key of more than a block.
    let table: [(&[u8], &[u8], &str); 3] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ];
    for (key, text, mac) in table {
        assert_eq!(hexadecimal(&hmac_sha256(key, &[text])), mac);
        let (left, right) = text.split_at(3);
        assert_eq!(hexadecimal(&hmac_sha256(key, &[left, right])), mac, "in parts");
    }
}
