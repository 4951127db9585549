//! Texts of strangers, who must not make one text look like another.

/// Whether a person sees a character as what it is. What steers a terminal, or turns the direction of what follows,
/// could make a text look like another.
fn is_plain(c: char) -> bool {
	let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
	!c.is_control() && !turns && !matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_trimmed(text: &str, max: usize) -> bool {
	!text.is_empty() && text.len() <= max && text.trim() == text
}

/// Whether it is a text of 1 to `max` bytes, without white space at its ends, that has no control characters but line feed
/// and tab.
pub(crate) fn is_text(text: &str, max: usize) -> bool {
	is_trimmed(text, max) && text.chars().all(|c| is_plain(c) || c == '\n' || c == '\t')
}

/// As [`is_text`], on one line.
pub(crate) fn is_name(name: &str, max: usize) -> bool {
	is_trimmed(name, max) && name.chars().all(is_plain)
}

/// A text as somebody typed it, with line feeds alone and without white space at its ends.
pub(crate) fn tidied(text: &str) -> String {
	text.replace("\r\n", "\n").trim().to_owned()
}
