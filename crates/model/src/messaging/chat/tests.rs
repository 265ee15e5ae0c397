//! Ids of chats, addresses and names.

use super::*;

fn key(channel: &str, client_id: &str, host_id: &str) -> ChatKey {
    ChatKey { channel: channel.parse().unwrap(), client_id: client_id.into(), host_id: host_id.into() }
}

fn account(id: &str) -> CallCenterId {
    id.parse().unwrap()
}

/// Computed with Python's `uuid.uuid5`. What changes here changes the id of every chat there is.
#[test]
fn the_id_of_a_chat_never_changes() {
    let id = key("WhatsApp", "628128778222", "628110000").id(&account("cc-1"));
    assert_eq!(id.to_string(), "14f8f7ff-e3f5-501a-8879-ab21916539b6");
    assert_eq!(id.0.get_version_num(), 5);
    assert_eq!(id.ticket_number(), id.to_string().replace('-', ""));
    assert_eq!(id.ticket_number().parse(), Ok(id));
}

#[test]
fn another_account_channel_client_or_host_is_another_chat() {
    let first = key("WhatsApp", "a", "b").id(&account("cc-1"));
    for other in [key("SMS", "a", "b"), key("WhatsApp", "c", "b"), key("WhatsApp", "a", "c"), key("whatsapp", "a", "b")]
    {
        assert_ne!(other.id(&account("cc-1")), first, "{other:?}");
    }
    assert_ne!(key("WhatsApp", "a", "b").id(&account("cc-2")), first);
}

#[test]
fn no_part_can_be_shifted_into_another() {
    assert_eq!(check_client_id("/c", "a|b").unwrap_err().code, RefusalCode::InvalidValue);
    assert!("Whats|App".parse::<ChannelName>().is_err());
    // The host's address comes last: whatever it holds, it is the host's.
    assert_eq!(check_address("/h", "a|b"), Ok(()));
}

#[test]
fn an_address_has_1_to_200_characters_and_no_line_breaks() {
    for good in ["1", "sip:ann@acme.test", "+84 90", &"é".repeat(200)] {
        assert_eq!(check_client_id("/c", good), Ok(()), "{good}");
    }
    for (bad, code) in [
        ("", RefusalCode::OutOfBounds),
        (&*"x".repeat(201), RefusalCode::OutOfBounds),
        ("a\nb", RefusalCode::InvalidValue),
        ("a\0", RefusalCode::InvalidValue),
    ] {
        let refusal = check_client_id("/c", bad).unwrap_err();
        assert_eq!((refusal.code, refusal.pointer.as_deref()), (code, Some("/c")), "{bad}");
    }
}

#[test]
fn a_name_is_split_at_its_last_space_and_joined_without_superfluous_ones() {
    for (full, first, last) in [
        ("Farhan Akbar", "Farhan", "Akbar"),
        ("  Nguyễn Thị  Mai ", "Nguyễn Thị", "Mai"),
        ("Suharto", "Suharto", ""),
        ("", "", ""),
    ] {
        assert_eq!(split_name(full), (first.to_owned(), last.to_owned()), "{full}");
    }
    assert_eq!(full_name(" Farhan ", "Akbar "), "Farhan Akbar");
    assert_eq!(full_name("", "Akbar"), "Akbar");
    assert_eq!(full_name("Farhan", ""), "Farhan");
    assert_eq!(full_name(" ", ""), "");
}
