//! Bytes that are wiped when dropped and never printed.

use rand::{rngs::OsRng, RngCore};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes: wiped on drop, compared in constant time, printed as their length.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
	/// Takes the bytes over; the caller's copy stays the caller's to wipe.
	pub fn new(bytes: [u8; N]) -> Self {
		Self(Box::new(bytes))
	}

	/// Bytes of the operating system's random generator.
	///
	/// # Panics
	/// If the operating system has no randomness.
	pub fn random() -> Self {
		let mut secret = Self(Box::new([0; N]));
		OsRng.fill_bytes(secret.0.as_mut());
		secret
	}

	/// The bytes.
	pub fn expose(&self) -> &[u8; N] {
		&self.0
	}

	/// The bytes, to fill in place.
	pub(crate) fn expose_mut(&mut self) -> &mut [u8; N] {
		&mut self.0
	}
}

impl<const N: usize> TryFrom<&[u8]> for Secret<N> {
	type Error = crate::Error;

	fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
		if bytes.len() != N {
			return Err(crate::Error::InvalidKey("secret"));
		}
		let mut secret = Self(Box::new([0; N]));
		secret.0.copy_from_slice(bytes);
		Ok(secret)
	}
}

impl<const N: usize> PartialEq for Secret<N> {
	fn eq(&self, other: &Self) -> bool {
		self.0.ct_eq(other.0.as_ref()).into()
	}
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Secret({N} bytes)")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn secret_should_print_no_byte_of_its_content() {
		assert_eq!(format!("{:?}", Secret::new([0xab; 32])), "Secret(32 bytes)");
	}

	#[test]
	fn secret_should_be_refused_when_of_another_length() {
		assert!(Secret::<32>::try_from([0u8; 31].as_slice()).is_err());
		assert!(Secret::<32>::try_from([0u8; 33].as_slice()).is_err());
		assert_eq!(Secret::<2>::try_from([1u8, 2].as_slice()).unwrap(), Secret::new([1, 2]));
	}

	#[test]
	fn secret_should_differ_when_drawn_twice() {
		assert_ne!(Secret::<32>::random(), Secret::<32>::random());
	}
}
