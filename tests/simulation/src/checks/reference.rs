//! External references, read by no code of ours.

/// The Shopify order that a reference names, and its part: `SO-<id in base 36>-<part>`, with `.<n>` behind it where a part that was
/// cancelled is booked anew for the n-th time.
pub fn order_of(reference: &str) -> Option<(u64, u16)> {
    let mut pieces = reference.trim().split('-');
    let (Some("SO"), Some(order), Some(part), None) = (pieces.next(), pieces.next(), pieces.next(), pieces.next())
    else {
        return None;
    };
    let (part, again) = part.split_once('.').map_or((part, None), |(part, again)| (part, Some(again)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_ours = order.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && is_number(part)
        && again.is_none_or(is_number);
    if is_ours { Some((u64::from_str_radix(order, 36).ok()?, part.parse().ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::order_of;

    #[test]
    fn a_reference_names_an_order_and_a_part_and_nothing_else_does() {
        for (reference, named) in [
            ("SO-ZZ-1", Some((1295, 1))),
            ("SO-ZZ-12", Some((1295, 12))),
            ("SO-ZZ-1.2", Some((1295, 1))),
            (" SO-ZZ-1 ", Some((1295, 1))),
            ("SO-ZZ", None),
            ("SO-ZZ-", None),
            ("SO--1", None),
            ("SO-zz-1", None),
            ("SO-+Z-1", None),
            ("SO-ZZ-1.", None),
            ("SO-ZZ-1.x", None),
            ("SO-ZZ-1-2", None),
            ("PO-ZZ-1", None),
        ] {
            assert_eq!(order_of(reference), named, "{reference}");
        }
    }
}
