//! Bounds of everything the chain stores or accepts. `integrity_test` of each pallet holds them.

use sp_core::ConstU32;

/// Consents kept per (patient, grantee), live and ended together; at the bound the oldest ended one leaves
/// the list, and with 32 live ones a further grant is refused.
pub type MaxConsentsPerGrantee = ConstU32<32>;
/// Scopes or records that one consent names; a further one is refused.
pub type MaxConsentItems = ConstU32<16>;
/// Scopes of a patient; a further one is refused.
pub const MAX_SCOPES_PER_PATIENT: u16 = 64;
/// Scopes created in one call.
pub type MaxScopesPerCall = ConstU32<16>;
/// Consents that hold a key of one scope; a further grant on it is refused. A rotation can reseal all of them.
pub const MAX_HOLDERS_PER_SCOPE: u32 = 64;
/// Envelopes resealed in one call.
pub type MaxResealsPerCall = ConstU32<64>;
/// Scopes rotated in one call.
pub type MaxRotationsPerCall = ConstU32<16>;
/// Open requests for access to a patient; a further one is refused.
pub type MaxOpenRequestsPerPatient = ConstU32<64>;
/// Open requests for access by a party; a further one is refused.
pub type MaxOpenRequestsPerRequester = ConstU32<256>;
/// Open requests of one party for access to one patient; a further one is refused, so that no party takes up a patient's
/// whole room.
pub const MAX_OPEN_REQUESTS_PER_PAIR: usize = 4;
/// Requests for access to a patient kept after they were closed or expired. At the bound the oldest of the same requester
/// leaves, or else the oldest: nobody buries what others asked under requests of its own.
pub type MaxClosedRequestsPerPatient = ConstU32<64>;
/// Longest life of a request for access, in milliseconds: 30 days.
pub const MAX_REQUEST_LIFE: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Records registered in one call.
pub type MaxRecordsPerBatch = ConstU32<64>;
/// Proposals to erase records that await one patient; a further one is refused.
pub const MAX_ERASURE_PROPOSALS: u32 = 64;
/// Registrars of an organisation; a further one is refused.
pub type MaxRegistrars = ConstU32<16>;
/// Memberships of a practitioner; a further one is refused.
pub type MaxMemberships = ConstU32<8>;
/// Entries of a status history; at the bound the oldest leaves, and questions about the time before the oldest
/// that is left are answered with "not in standing".
pub type MaxHistory = ConstU32<16>;
/// Bytes of an organisation's name.
pub type MaxNameLen = ConstU32<64>;
/// Member organisations; a further one is refused.
pub type MaxOrganisations = ConstU32<128>;
/// Validators of the consortium; a further one is refused.
pub type MaxValidators = ConstU32<128>;
/// Depth of delegation below a patient's own grant.
pub const MAX_DELEGATION_DEPTH: u8 = 3;
/// Items in one page of a runtime API; a larger wish is cut to it.
pub const MAX_PAGE: u32 = 256;
/// Bytes of a signed text.
pub const MAX_TEXT_LEN: usize = 2_560;
/// Longest life of a signed text, in milliseconds: 30 days.
pub const MAX_TEXT_LIFE: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Entries of a storage map that one block, or one call, looks at to clean up; a pass over the map goes on with the next.
pub const MAX_CLEANUP_STEPS: u32 = 32;
/// Blocks that pass between the end of a pass over a storage map and the next that begins by itself: a day of 2 s slots.
pub const CLEANUP_REST: u32 = 43_200;
