//! People's words, made fit for a column.

/// Text without control characters and without marks that turn the direction of writing, which can make an address read
/// as another. Blanks are single, as a column shows them; accents stay.
pub(crate) fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|character| !turns_direction(*character)).map(breaks_to_blanks).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn breaks_to_blanks(character: char) -> char {
    if character.is_control() || character == '\u{FEFF}' { ' ' } else { character }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_column_cannot_show_goes_and_accents_stay() {
        for (text, expected) in [
            ("Zoë Müller-Ó Briain", "Zoë Müller-Ó Briain"),
            ("  12 High\tStreet\r\nFlat 3 ", "12 High Street Flat 3"),
            ("\u{202E}teertS hgiH\u{202C}", "teertS hgiH"),
            ("a\u{0}b\u{7}c\u{1b}[31m", "a b c [31m"),
            ("\u{FEFF}Łódź\u{2028}Polska", "Łódź Polska"),
            ("\u{200F}\u{2066}", ""),
        ] {
            assert_eq!(clean(text), expected);
        }
    }
}
