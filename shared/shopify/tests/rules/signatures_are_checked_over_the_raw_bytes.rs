use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use secrecy::SecretString;
use shopify::{Forged, verify};

const BODY: &[u8] = br#"{"a":1}"#;
/// Made with `openssl dgst -sha256 -hmac hush -binary | base64`.
const SIGNATURE: &str = "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI=";

fn secrets(secrets: &[&str]) -> Vec<SecretString> {
    secrets.iter().map(|secret| SecretString::from(*secret)).collect()
}

#[test]
fn the_known_signature_is_accepted() {
    assert_eq!(verify(&secrets(&["hush"]), BODY, SIGNATURE), Ok(()));
}

#[test]
fn either_of_two_secrets_will_do_while_they_rotate() {
    assert_eq!(verify(&secrets(&["hush", "next"]), BODY, SIGNATURE), Ok(()));
    assert_eq!(verify(&secrets(&["next", "hush"]), BODY, SIGNATURE), Ok(()));
    assert_eq!(verify(&secrets(&["next", "last"]), BODY, SIGNATURE), Err(Forged));
}

#[test]
fn no_secret_no_signature_and_no_base64_are_forgeries() {
    assert_eq!(verify(&[], BODY, SIGNATURE), Err(Forged));
    for signature in
        ["", "!", "3+Yq", "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI", "dfe62afd3a708ea27b217b8cabc11f10", "\u{0}"]
    {
        assert_eq!(verify(&secrets(&["hush"]), BODY, signature), Err(Forged), "{signature}");
    }
}

#[test]
fn the_body_counts_byte_for_byte() {
    for body in [
        &br#"{"a": 1}"#[..],
        br#"{"a":1}
"#,
        b"",
        br#"{"a":2}"#,
    ] {
        assert_eq!(verify(&secrets(&["hush"]), body, SIGNATURE), Err(Forged));
    }
}

#[test]
fn each_flipped_bit_of_the_signature_is_a_forgery() {
    let signature = STANDARD.decode(SIGNATURE).unwrap();
    for bit in 0..signature.len() * 8 {
        let mut flipped = signature.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(verify(&secrets(&["hush"]), BODY, &STANDARD.encode(flipped)), Err(Forged), "bit {bit}");
    }
}

#[test]
fn each_flipped_bit_of_the_body_is_a_forgery() {
    for bit in 0..BODY.len() * 8 {
        let mut flipped = BODY.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(verify(&secrets(&["hush"]), &flipped, SIGNATURE), Err(Forged), "bit {bit}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_check_panic_or_pass(signature in ".*", body: Vec<u8>) {
        prop_assert_eq!(verify(&secrets(&["hush", "next"]), &body, &signature), Err(Forged));
    }
}
