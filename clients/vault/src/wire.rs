//! Reading and writing the plaintexts' fields.

use crate::Error;

/// Appends each field after its length as two bytes, big-endian.
///
/// # Errors
/// [`Error::InvalidField`] for a field of 65,536 bytes or more.
pub(crate) fn length_prefixed(fields: &[&[u8]]) -> Result<Vec<u8>, Error> {
	let mut out = Vec::with_capacity(fields.iter().map(|field| field.len() + 2).sum());
	for field in fields {
		let max = usize::from(u16::MAX);
		let len = u16::try_from(field.len()).map_err(|_| Error::InvalidField { field: "field", max })?;
		out.extend_from_slice(&len.to_be_bytes());
		out.extend_from_slice(field);
	}
	Ok(out)
}

/// Takes fields off the front of a plaintext.
pub(crate) struct Fields<'a> {
	what: &'static str,
	rest: &'a [u8],
}

impl<'a> Fields<'a> {
	/// Reads `bytes`; `what` names the plaintext in errors.
	pub(crate) fn new(what: &'static str, bytes: &'a [u8]) -> Self {
		Self { what, rest: bytes }
	}

	/// The next `len` bytes.
	pub(crate) fn slice(&mut self, len: usize) -> Result<&'a [u8], Error> {
		let (taken, rest) = self.rest.split_at_checked(len).ok_or(self.malformed("ends early"))?;
		self.rest = rest;
		Ok(taken)
	}

	/// The next `N` bytes.
	pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
		let mut out = [0; N];
		out.copy_from_slice(self.slice(N)?);
		Ok(out)
	}

	/// The next byte.
	pub(crate) fn byte(&mut self) -> Result<u8, Error> {
		self.array::<1>().map(|[byte]| byte)
	}

	/// The next bytes, after their number in one byte.
	pub(crate) fn short(&mut self) -> Result<&'a [u8], Error> {
		let len = self.byte()?;
		self.slice(usize::from(len))
	}

	/// As [`Self::short`], in UTF-8.
	pub(crate) fn short_text(&mut self) -> Result<&'a str, Error> {
		let bytes = self.short()?;
		std::str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
	}

	/// Nothing but zeros may be left.
	pub(crate) fn padding(self) -> Result<(), Error> {
		if self.rest.iter().any(|byte| *byte != 0) {
			return Err(self.malformed("the padding is not zeros"));
		}
		Ok(())
	}

	/// The error for a broken rule.
	pub(crate) fn malformed(&self, why: &'static str) -> Error {
		Error::Malformed { what: self.what, why }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fields_should_not_run_into_each_other_when_prefixed() {
		assert_ne!(length_prefixed(&[b"ab", b"c"]).unwrap(), length_prefixed(&[b"a", b"bc"]).unwrap());
		assert_eq!(length_prefixed(&[b"ab", b""]).unwrap(), b"\0\x02ab\0\0");
		assert!(length_prefixed(&[&vec![0; 65_536]]).is_err());
	}

	#[test]
	fn fields_should_be_refused_when_they_end_early() {
		let mut fields = Fields::new("test", &[3, b'a', b'b']);
		assert!(matches!(fields.short(), Err(Error::Malformed { what: "test", .. })));
	}

	#[test]
	fn padding_should_be_refused_when_not_zeros() {
		assert!(Fields::new("test", &[0, 0]).padding().is_ok());
		assert!(Fields::new("test", &[0, 1]).padding().is_err());
	}
}
