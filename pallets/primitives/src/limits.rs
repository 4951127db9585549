//! Bounds of everything the chain stores or accepts. `integrity_test` of each pallet holds them.

use sp_core::ConstU32;

/// Consents kept per (patient, grantee), live and ended together; at the bound the oldest ended one leaves
/// the list, and with 32 live ones a further grant is refused.
pub type MaxConsentsPerGrantee = ConstU32<32>;
/// Consents that one commitment to a blinded reader ever names; a further one is refused, so that no two are seen to be of one
/// reader.
pub const MAX_CONSENTS_PER_COMMITMENT: usize = 1;
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
/// How long the author's side has for its answer to a dispute, in milliseconds: 30 days. Afterwards it is overdue, and is
/// still taken.
pub const DISPUTE_PERIOD: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Open disputes of one patient; a further one is refused.
pub const MAX_OPEN_DISPUTES: u32 = 64;
/// How often one version of a record may be disputed, whatever became of it before; then no more.
pub const MAX_DISPUTES_OF_RECORD: u8 = 3;
/// Registrars of an organisation; a further one is refused.
pub type MaxRegistrars = ConstU32<16>;
/// Memberships of a practitioner; a further one is refused.
pub type MaxMemberships = ConstU32<8>;
/// Entries of a status history; at the bound the oldest leaves, and questions about the time before the oldest
/// that is left are answered with "not in standing".
pub type MaxHistory = ConstU32<16>;
/// Bytes of an organisation's name.
pub type MaxNameLen = ConstU32<64>;
/// Organisations that are or were members; a further one is refused.
pub type MaxOrganisations = ConstU32<128>;
/// Validators of the consortium; a further one is refused.
pub type MaxValidators = ConstU32<128>;
/// Accounts with session keys that the start of a session looks at for keys that are to go; the rest waits for the next. Some
/// go each time while there are more than this, for no more than three quarters of these have a seat or are in a set.
pub const MAX_SWEPT_KEYS: u32 = 512;
/// Sessions that keys of a seat that rests are kept before it joins: a week where a session is an hour.
pub const UNUSED_KEYS_SESSIONS: u32 = 168;
/// Motions of the council that are open; a further one is refused until one is closed.
pub type MaxMotions = ConstU32<64>;
/// Fewest blocks between the start of the session whose validators take over stalled finality and their doing so: the block
/// that says so has to be on everyone's chain by then.
pub const MIN_STALL_DELAY: u32 = 16;
/// Most of them, a day of 2 s slots: no other set of validators starts meanwhile.
pub const MAX_STALL_DELAY: u32 = 43_200;
/// How long an expelled organisation keeps what lies in its stores, in milliseconds, where no vote said otherwise: 90 days.
pub const DEFAULT_NOTICE_PERIOD: u64 = 90 * 24 * 60 * 60 * 1_000;
/// Shortest notice period, in milliseconds: 7 days.
pub const MIN_NOTICE_PERIOD: u64 = 7 * 24 * 60 * 60 * 1_000;
/// Longest notice period, in milliseconds: two years.
pub const MAX_NOTICE_PERIOD: u64 = 2 * 366 * 24 * 60 * 60 * 1_000;
/// Fewest organisations in good standing that a vote leaves, where no vote said otherwise.
pub const DEFAULT_MINIMUM_ORGANISATIONS: u32 = 2;
/// Fewest validators with keys that a vote leaves, where no vote said otherwise.
pub const DEFAULT_MINIMUM_VALIDATORS: u32 = 1;
/// Depth of delegation below a patient's own grant.
pub const MAX_DELEGATION_DEPTH: u8 = 3;
/// Consents delegated from one that are not revoked; a further one is refused until the delegator revokes one, be it ended.
pub const MAX_DELEGATIONS: u32 = 8;
/// Delegated consents among those listed for a grantee: half, so that nobody takes the room of what the patient grants.
/// At the bound the oldest delegated one that has stopped leaves the list; with all in force a further one is refused.
pub const MAX_DELEGATED_PER_GRANTEE: usize = 16;
/// Delegated consents that hold the key of one item: half of all. A further one is refused; on a record the envelope of a
/// delegated one that has stopped makes room first.
pub const MAX_DELEGATED_HOLDERS: usize = 32;
/// Items in one page of a runtime API; a larger wish is cut to it.
pub const MAX_PAGE: u32 = 256;
/// Bytes of a signed text.
pub const MAX_TEXT_LEN: usize = 2_560;
/// Epochs that keys are sealed ahead for to a representative who rotates, as many as the generation has left; whoever held
/// such a key and stopped is shut out by the next generation alone.
pub const EPOCHS_AHEAD: u32 = 64;
/// Longest life of a signed text, in milliseconds: 30 days.
pub const MAX_TEXT_LIFE: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Entries of a storage map that one block, or one call, looks at to clean up; a pass over the map goes on with the next.
pub const MAX_CLEANUP_STEPS: u32 = 32;
/// Blocks that pass between the end of a pass over a storage map and the next that begins by itself: a day of 2 s slots.
pub const CLEANUP_REST: u32 = 43_200;
/// Guardians of a patient; a policy with more does not decode. Attempts to recover it are no more either, as each has a
/// guardian of its own.
pub type MaxGuardians = ConstU32<9>;
/// Fewest guardians who recover a patient.
pub const MIN_RECOVERY_THRESHOLD: u8 = 2;
/// Shortest delay of a recovery, in milliseconds: a day.
pub const MIN_RECOVERY_DELAY: u64 = 24 * 60 * 60 * 1_000;
/// Longest delay of a recovery, in milliseconds: 90 days.
pub const MAX_RECOVERY_DELAY: u64 = 90 * 24 * 60 * 60 * 1_000;
/// How long an attempt lives after it was started, became ready or was vetoed, in milliseconds: 30 days. No shorter than a
/// text, so that none outlives the attempt it was made for.
pub const RECOVERY_LIFE: u64 = MAX_TEXT_LIFE;
/// Representatives of a patient that were not ended. At the bound those whose time is over leave the list; a further one is
/// refused.
pub type MaxRepresentativesPerPatient = ConstU32<8>;
/// Patients whom an account represents, and was not ended for. At the bound those whose time is over leave the list; a
/// further one is refused.
pub type MaxPatientsPerRepresentative = ConstU32<16>;
/// How long after it was attested that a patient cannot decide or has died that counts, in milliseconds: 7 days.
pub const ATTESTATION_DELAY: u64 = 7 * 24 * 60 * 60 * 1_000;
/// How long after the patient contested it nothing may be attested of it, in milliseconds: 30 days.
pub const ATTESTATION_REST: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Soonest hand-over of a patient, in milliseconds from when it is scheduled: a day.
pub const MIN_HAND_OVER: u64 = 24 * 60 * 60 * 1_000;
/// Latest hand-over of a patient, in milliseconds from when it is scheduled: 20 years.
pub const MAX_HAND_OVER: u64 = 20 * 366 * 24 * 60 * 60 * 1_000;
/// Patients that are linked to one; a further one is refused.
pub type MaxMergedPatients = ConstU32<16>;
/// How long keys stay as they were when guardians alone gave control, in milliseconds: 30 days.
pub const RECOVERED_KEYS_DELAY: u64 = 30 * 24 * 60 * 60 * 1_000;
/// Nodes of an organisation; a further one is refused until one is withdrawn.
pub type MaxNodesPerOrganisation = ConstU32<8>;
/// Bytes of a DNS name.
pub const MAX_DNS_NAME: usize = 253;
/// Bytes between two dots of a DNS name.
pub const MAX_DNS_LABEL: usize = 63;
/// Bytes of a node's endpoint: a DNS name, a colon and a port.
pub type MaxEndpointLen = ConstU32<259>;
/// Fewest validators that offences leave in a set: with four one may fail and the others finalise. An offender whose absence would
/// leave fewer stays in the set, and is marked.
pub const SAFE_MINIMUM_VALIDATORS: usize = 4;
/// Bytes of a header in a report of an equivocation, twice what a header with the largest change of validators has; a report with
/// a longer one is refused.
pub const MAX_REPORTED_HEADER: usize = 20 * 1_024;
/// Bytes of a header when its block begins: what its author puts in. With the largest change of validators, which the chain adds,
/// and the seal it is no longer than [`MAX_REPORTED_HEADER`]. A block with more is refused.
pub const MAX_HEADER_BEGINNING: u32 = 4 * 1_024;
/// Bytes of all nodes in the proof of a report that names a key's owner; a report with more is refused.
pub const MAX_OWNER_PROOF: usize = 8 * 1_024;
