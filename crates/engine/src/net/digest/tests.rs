use super::*;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

fn headers(values: &[&str]) -> HeaderMap {
    values.iter().map(|value| (WWW_AUTHENTICATE, HeaderValue::from_bytes(value.as_bytes()).unwrap())).collect()
}

fn challenge(header: &str) -> Challenge {
    Challenge::strongest(&headers(&[header])).unwrap()
}

/// The value of one parameter of an `Authorization` header.
fn sent<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let parameters = header.strip_prefix("Digest ").unwrap().split(", ");
    parameters
        .filter_map(|one| one.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.trim_matches('"'))
}

const MUFASA_NONCE: &str = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
const MUFASA: Round<'_> =
    Round { method: "GET", uri: "/dir/index.html", cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", count: 1 };

#[test]
fn the_answers_are_those_of_rfc_7616_section_3_9_1() {
    for (algorithm, response) in [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ] {
        let challenge = challenge(&format!(
            r#"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, nonce="{MUFASA_NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
        ));
        let answer = challenge.authorization("Mufasa", &"Circle of Life".into(), &MUFASA);
        let expected = format!(
            r#"Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm={algorithm}, nonce="{MUFASA_NONCE}", nc=00000001, qop=auth, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response="{response}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
        );
        assert_eq!(answer, expected);
    }
}

#[test]
fn the_answer_is_that_of_rfc_7616_section_3_9_2_as_corrected() {
    // As its erratum corrects it: the text's values are of a draft, a truncated SHA-512 and not SHA-512/256.
    let challenge = challenge(
        r#"Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true"#,
    );
    let round =
        Round { method: "GET", uri: "/doe.json", cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", count: 1 };
    let answer = challenge.authorization("Jäsøn Doe", &"Secret, or not?".into(), &round);
    assert_eq!(sent(&answer, "username"), Some("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"));
    assert_eq!(sent(&answer, "response"), Some("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"));
    assert_eq!(sent(&answer, "userhash"), Some("true"));
}

#[test]
fn the_answer_is_that_of_rfc_2617_section_3_5() {
    let challenge = challenge(
        r#"Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41""#,
    );
    let round = Round { method: "GET", uri: "/dir/index.html", cnonce: "0a4f113b", count: 1 };
    let answer = challenge.authorization("Mufasa", &"Circle Of Life".into(), &round);
    assert_eq!(sent(&answer, "response"), Some("6629fae49393a05397450978507c4ef1"));
    assert_eq!(sent(&answer, "algorithm"), None);
}

#[test]
fn a_server_without_qop_gets_the_answer_of_rfc_2069() {
    // RFC 2069, section 2.4, as its erratum corrects it.
    let challenge = challenge(
        r#"Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41""#,
    );
    let round = Round { method: "GET", uri: "/dir/index.html", cnonce: "unused", count: 1 };
    let answer = challenge.authorization("Mufasa", &"CircleOfLife".into(), &round);
    assert_eq!(sent(&answer, "response"), Some("1949323746fe6a43ef61f9606e7febea"));
    assert_eq!((sent(&answer, "nc"), sent(&answer, "cnonce"), sent(&answer, "qop")), (None, None, None));
}

#[test]
fn a_session_variant_binds_the_hash_to_both_nonces() {
    // Computed with Python's hashlib from the formula of RFC 7616, section 3.4.2.
    for (algorithm, response) in [
        ("MD5-sess", "e783283f46242139c486a698fec7211d"),
        ("SHA-256-sess", "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7"),
        ("SHA-512-256-sess", "3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e"),
    ] {
        let challenge = challenge(&format!(
            r#"Digest realm="http-auth@example.org", qop=auth, algorithm={algorithm}, nonce="{MUFASA_NONCE}""#
        ));
        let answer = challenge.authorization("Mufasa", &"Circle of Life".into(), &MUFASA);
        assert_eq!(sent(&answer, "response"), Some(response), "{algorithm}");
    }
}

#[test]
fn the_strongest_challenge_is_answered_wherever_it_stands() {
    let md5 = r#"Digest realm="r", nonce="1", algorithm=MD5, qop="auth""#;
    let sha = r#"Digest realm="r", nonce="2", algorithm=SHA-256, qop="auth""#;
    let half = r#"digest REALM="r",NONCE="3",Algorithm="sha-512-256",QOP="auth-int, auth""#;
    for values in [
        vec![md5, sha, half],
        vec![half, md5],
        vec![r#"Basic realm="a, b=c""#, sha, half, "Negotiate YIIJ/9+/a==, NTLM"],
    ] {
        let several = headers(&values);
        let joined = headers(&[&values.join(", ")]);
        assert_eq!(Challenge::strongest(&several).unwrap().nonce, "3");
        assert_eq!(Challenge::strongest(&joined), Challenge::strongest(&several));
    }
    let first = Challenge::strongest(&headers(&[md5, &md5.replace("\"1\"", "\"9\"")])).unwrap();
    assert_eq!(first.nonce, "1");
}

#[test]
fn a_challenge_that_can_not_be_answered_is_passed_over() {
    for header in [
        "",
        "Digest",
        r#"Basic realm="Digest realm=\"x\", nonce=\"y\"""#,
        r#"Digest realm="r""#,
        r#"Digest nonce="n""#,
        r#"Digest realm="r", nonce="n", algorithm=SHA-1"#,
        r#"Digest realm="r", nonce="n", qop="auth-int""#,
        "\"Digest realm=r, nonce=n",
        "=,=,\"",
    ] {
        assert_eq!(Challenge::strongest(&headers(&[header])), None, "{header}");
    }
}

#[test]
fn quoted_strings_are_read_and_written_with_their_escapes() {
    let challenge = challenge(r#"Digest realm="a \"b\", c=\\", nonce = "x,y=z", stale=TRUE, opaque="""#);
    assert_eq!(challenge.realm, r#"a "b", c=\"#);
    assert_eq!(challenge.nonce, "x,y=z");
    assert!(challenge.is_stale());
    let answer = challenge.authorization("\"u\\", &"p".into(), &MUFASA);
    assert!(answer.starts_with(r#"Digest username="\"u\\", realm="a \"b\", c=\\", "#), "{answer}");
    assert!(answer.ends_with(r#", opaque="""#), "{answer}");
}

#[test]
fn a_user_name_in_utf_8_is_sent_in_the_way_that_the_server_names() {
    let named = challenge(r#"Digest realm="r", nonce="n", charset=UTF-8"#);
    let answer = named.authorization("Jäsøn Doe", &"p".into(), &MUFASA);
    assert!(answer.starts_with("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm="), "{answer}");
    let unnamed = challenge(r#"Digest realm="r", nonce="n""#);
    let answer = unnamed.authorization("Jäsøn Doe", &"p".into(), &MUFASA);
    assert!(answer.starts_with("Digest username=\"Jäsøn Doe\", realm="), "{answer}");
}

#[test]
fn a_session_counts_its_answers_and_keeps_its_nonce() {
    let session = Session::new(challenge(r#"Digest realm="r", nonce="n", qop=auth"#));
    let answer = |uri| session.authorization("u", &"p".into(), "GET", uri);
    let (first, second) = (answer("/a?b=c"), answer("/a?b=d"));
    assert_eq!((sent(&first, "nc"), sent(&second, "nc")), (Some("00000001"), Some("00000002")));
    assert_eq!(sent(&first, "cnonce"), sent(&second, "cnonce"));
    assert_eq!(sent(&first, "cnonce").unwrap().len(), 32);
    assert_eq!(sent(&first, "uri"), Some("/a?b=c"));
    assert_ne!(sent(&first, "response"), sent(&second, "response"));
}
