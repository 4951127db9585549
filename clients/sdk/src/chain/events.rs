//! Events of one extrinsic, decoded with the types the runtime encoded them from.

use super::refusal::DispatchRefusal;
use crate::{Error, Result};
use codec::Decode;
use subxt::{
	error::DispatchError,
	ext::scale_decode::visitor::{decode_with_visitor, IgnoreVisitor},
	ArcMetadata,
};

/// The events that one extrinsic emitted, in order.
#[derive(Clone, Default)]
pub struct Events(Vec<Event>, Option<ArcMetadata>);

/// One event: its fields are found by name and decoded natively.
#[derive(Clone)]
pub struct Event {
	pallet: String,
	name: String,
	fields: Vec<(String, Vec<u8>)>,
}

impl std::fmt::Debug for Events {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_list().entries(self.0.iter().map(|event| format!("{}.{}", event.pallet, event.name))).finish()
	}
}

impl Events {
	/// Adds an event with these bytes of fields.
	pub(crate) fn push(
		&mut self,
		metadata: &ArcMetadata,
		pallet_index: u8,
		event_index: u8,
		mut bytes: &[u8],
	) -> Result<()> {
		let unknown = |_| Error::Chain("an event is not as the runtime's metadata says".into());
		let pallet = metadata.pallet_by_event_index(pallet_index).ok_or(()).map_err(unknown)?;
		let variant = pallet.event_variant_by_index(event_index).ok_or(()).map_err(unknown)?;
		let mut fields = Vec::with_capacity(variant.fields.len());
		for (position, field) in variant.fields.iter().enumerate() {
			let start = bytes;
			decode_with_visitor(&mut bytes, field.ty.id, metadata.types(), IgnoreVisitor::new())
				.map_err(|_| ())
				.map_err(unknown)?;
			let (field_bytes, _) = start.split_at(start.len() - bytes.len());
			let name = field.name.clone().unwrap_or_else(|| position.to_string());
			fields.push((name, field_bytes.to_vec()));
		}
		self.0.push(Event { pallet: pallet.name().to_owned(), name: variant.name.clone(), fields });
		self.1.get_or_insert_with(|| metadata.clone());
		Ok(())
	}

	/// The first event of this name.
	pub fn find(&self, pallet: &str, name: &str) -> Option<&Event> {
		self.0.iter().find(|event| event.pallet == pallet && event.name == name)
	}

	/// A field of the first event of this name, which a successful call always emits.
	///
	/// # Errors
	/// Of kind chain if there is no such event or field, or it is of another type.
	pub fn field<T: Decode>(&self, pallet: &str, name: &str, field: &str) -> Result<T> {
		self.find(pallet, name)
			.ok_or_else(|| Error::Chain(format!("the call emitted no event {pallet}.{name}")))?
			.field(field)
	}

	/// How a call went that was dispatched by another, as the first event of this name says in its field `result`; none if
	/// there is no such event.
	///
	/// # Errors
	/// Of kind chain if the event has no such field, or it is of another type.
	pub fn outcome(
		&self,
		pallet: &str,
		name: &str,
	) -> Result<Option<std::result::Result<(), DispatchRefusal>>> {
		let (Some(event), Some(metadata)) = (self.find(pallet, name), &self.1) else { return Ok(None) };
		let unexpected = || Error::Chain(format!("event {pallet}.{name} does not tell how a call went"));
		let (_, bytes) = event.fields.iter().find(|(known, _)| known == "result").ok_or_else(unexpected)?;
		match bytes.split_first() {
			Some((0, [])) => Ok(Some(Ok(()))),
			Some((1, error)) => {
				let error = DispatchError::decode_from(error, metadata.clone()).map_err(|_| unexpected())?;
				Ok(Some(Err(DispatchRefusal::from_dispatch_error(&error))))
			}
			_ => Err(unexpected()),
		}
	}

	/// Pallet and name of each event.
	pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
		self.0.iter().map(|event| (event.pallet.as_str(), event.name.as_str()))
	}
}

impl Event {
	/// A field by its name; by its position for one without.
	///
	/// # Errors
	/// Of kind chain if there is no such field, or it is of another type.
	pub fn field<T: Decode>(&self, name: &str) -> Result<T> {
		let unexpected = || {
			Error::Chain(format!(
				"event {}.{} has no field {name} of the expected type",
				self.pallet, self.name
			))
		};
		let (_, bytes) = self.fields.iter().find(|(known, _)| known == name).ok_or_else(unexpected)?;
		let mut rest = bytes.as_slice();
		let value = T::decode(&mut rest).map_err(|_| unexpected())?;
		if !rest.is_empty() {
			return Err(unexpected());
		}
		Ok(value)
	}
}
