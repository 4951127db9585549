//! What arguments say: people, moments, roles.

use salus_sdk::{
	primitives::{
		ids::{OrganisationId, PatientId, PractitionerId, RepresentativeId},
		time::Moment,
	},
	AccountId, As,
};
use std::{
	fmt,
	str::FromStr,
	time::{Duration, UNIX_EPOCH},
};

/// Longest profile name.
const MAX_PROFILE_NAME: usize = 48;

/// The name of a profile: lower-case letters, digits, `-` and `_`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ProfileName(String);

impl ProfileName {
	/// The name.
	pub fn as_str(&self) -> &str {
		&self.0
	}
}

impl fmt::Display for ProfileName {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0)
	}
}

impl FromStr for ProfileName {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		// One spelling, so that a profile is the same on file systems that ignore case.
		let name = text.to_ascii_lowercase();
		let ordinary = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
		let sound = name.starts_with(ordinary)
			&& name.len() <= MAX_PROFILE_NAME
			&& name.chars().all(|c| ordinary(c) || c == '-' || c == '_');
		if !sound {
			return Err(format!(
				"a profile's name has 1 to {MAX_PROFILE_NAME} letters, digits, - or _ and starts with a letter or digit"
			));
		}
		Ok(Self(name))
	}
}

/// Somebody: a profile of this machine, an account, an organisation or a practitioner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
	/// A profile of this machine.
	Profile(ProfileName),
	/// An account.
	Account(AccountId),
	/// An organisation.
	Organisation(OrganisationId),
	/// A practitioner.
	Practitioner(PractitionerId),
	/// A representative.
	Representative(RepresentativeId),
}

impl FromStr for Who {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let number = |digits: &str| {
			digits.parse().map_err(|_| {
				format!("{digits} is not a number: say org:ID, practitioner:ID or representative:ID")
			})
		};
		if let Some(id) = text.strip_prefix("org:") {
			return number(id).map(Self::Organisation);
		}
		if let Some(id) = text.strip_prefix("practitioner:") {
			return number(id).map(Self::Practitioner);
		}
		if let Some(id) = text.strip_prefix("representative:") {
			return number(id).map(Self::Representative);
		}
		if let Ok(account) = text.parse() {
			return Ok(Self::Account(account));
		}
		text.parse().map(Self::Profile).map_err(|_| {
			format!("{text} is none of PROFILE, ADDRESS (SS58), org:ID, practitioner:ID, representative:ID")
		})
	}
}

/// A practitioner by id, or whoever is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PractitionerRef {
	/// Its id.
	Id(PractitionerId),
	/// Its profile or account.
	Who(Who),
}

impl FromStr for PractitionerRef {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		if let Ok(id) = text.parse() {
			return Ok(Self::Id(id));
		}
		match text.parse()? {
			Who::Practitioner(id) => Ok(Self::Id(id)),
			Who::Organisation(id) => Err(format!("organisation {id} is no practitioner")),
			Who::Representative(id) => Err(format!("representative {id} is no practitioner")),
			who => Ok(Self::Who(who)),
		}
	}
}

/// A patient by id, or the one that a profile controls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PatientRef {
	/// Its id.
	Id(PatientId),
	/// The profile that controls it.
	Profile(ProfileName),
}

impl FromStr for PatientRef {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		if let Ok(id) = text.parse() {
			return Ok(Self::Id(id));
		}
		// A cut id must not pass for somebody's name.
		let profile = if text.starts_with("0x") { Err(String::new()) } else { text.parse() };
		profile
			.map(Self::Profile)
			.map_err(|_| format!("{text} is neither a patient's id (32 bytes in hexadecimal) nor a profile"))
	}
}

/// In whose name an account acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
	/// The patient.
	Patient,
	/// The practitioner, at work for the organisation; none means the only one.
	Practitioner(Option<OrganisationId>),
	/// The organisation.
	Organisation,
	/// This representative.
	Representative(RepresentativeId),
}

impl From<Role> for As {
	fn from(role: Role) -> Self {
		match role {
			Role::Patient => Self::Patient,
			Role::Practitioner(organisation) => Self::Practitioner { organisation },
			Role::Organisation => Self::Organisation,
			Role::Representative(representative) => Self::Representative(representative),
		}
	}
}

impl FromStr for Role {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"patient" => Ok(Self::Patient),
			"organisation" | "organization" | "org" => Ok(Self::Organisation),
			"practitioner" => Ok(Self::Practitioner(None)),
			other => {
				let number = |prefix| other.strip_prefix(prefix).and_then(|id: &str| id.parse().ok());
				number("practitioner:")
					.map(|id| Self::Practitioner(Some(id)))
					.or_else(|| number("representative:").map(Self::Representative))
					.ok_or_else(|| {
						"say patient, organisation, practitioner, practitioner:ORG or representative:ID"
							.into()
					})
			}
		}
	}
}

/// A moment: a date, or so long from now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
	/// Milliseconds since the Unix epoch.
	At(Moment),
	/// From now on.
	In(Duration),
}

impl When {
	/// The moment, if it is `now`; an overflow is the end of time.
	pub fn from(self, now: Moment) -> Moment {
		match self {
			Self::At(moment) => moment,
			Self::In(duration) => now.saturating_add(millis(duration)),
		}
	}
}

impl FromStr for When {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let text = text.trim();
		if text.eq_ignore_ascii_case("now") {
			return Ok(Self::In(Duration::ZERO));
		}
		let span = text.strip_prefix("in ").or_else(|| text.strip_prefix('+')).unwrap_or(text);
		if let Ok(duration) = humantime::parse_duration(span) {
			return Ok(Self::In(duration));
		}
		rfc3339(text).map(Self::At).ok_or_else(|| {
			format!("{text} is neither a date like 2026-12-31 or 2026-12-31T18:00:00+01:00 nor a time from now like 2h or 90days")
		})
	}
}

fn millis(duration: Duration) -> u64 {
	u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// RFC 3339 with any offset, and a bare date as its midnight in UTC.
fn rfc3339(text: &str) -> Option<Moment> {
	if text.len() == 10 {
		return rfc3339(&format!("{text}T00:00:00Z"));
	}
	// Only behind the date can a sign be an offset's.
	let offset_at = text.get(10..)?.rfind(['+', '-']).map(|at| at.saturating_add(10));
	let (local, offset) = match offset_at {
		Some(at) => (format!("{}Z", text.get(..at)?), offset_minutes(text.get(at..)?)?),
		None => (text.to_owned(), 0),
	};
	let time = humantime::parse_rfc3339(&local.to_ascii_uppercase()).ok()?;
	let local = i64::try_from(millis(time.duration_since(UNIX_EPOCH).ok()?)).ok()?;
	u64::try_from(local.checked_sub(offset.checked_mul(60_000)?)?).ok()
}

/// Minutes east of UTC of an offset like `+01:00`.
fn offset_minutes(text: &str) -> Option<i64> {
	let (sign, rest) = (text.get(..1)?, text.get(1..)?);
	let (hours, minutes) = rest.split_once(':')?;
	let number = |digits: &str, below: i64| {
		let sound = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
		digits.parse().ok().filter(|number: &i64| sound && *number < below)
	};
	let minutes = number(hours, 24)?.checked_mul(60)?.checked_add(number(minutes, 60)?)?;
	Some(if sign == "-" { minutes.checked_neg()? } else { minutes })
}

/// Reads a duration like `7days`.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn duration(text: &str) -> Result<Duration, String> {
	humantime::parse_duration(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	#[test]
	fn profile_name_should_be_lower_case_and_never_a_path() {
		assert_eq!("Alice_2".parse::<ProfileName>().unwrap().as_str(), "alice_2");
		for name in ["", "..", "a/b", "a.age", "-a", "_a", "é", "a b", &"x".repeat(49)] {
			assert!(name.parse::<ProfileName>().is_err(), "{name:?}");
		}
	}

	#[test]
	fn who_should_tell_profiles_addresses_organisations_and_practitioners_apart() {
		assert_eq!("org:2".parse(), Ok(Who::Organisation(2)));
		assert_eq!("practitioner:7".parse(), Ok(Who::Practitioner(7)));
		assert_eq!("representative:3".parse(), Ok(Who::Representative(3)));
		assert_eq!("charlie".parse(), Ok(Who::Profile("charlie".parse().unwrap())));
		assert_eq!(ALICE.parse(), Ok(Who::Account(ALICE.parse().unwrap())));
		for bad in ["org:", "org:x", "org:-1", "practitioner:4294967296", "a b"] {
			assert!(bad.parse::<Who>().is_err(), "{bad}");
		}
	}

	#[test]
	fn address_should_not_pass_for_a_profile_when_mistyped() {
		let mistyped = ALICE.replace("GKutQY", "GKutQZ");
		assert!(!matches!(mistyped.parse::<Who>(), Ok(Who::Account(_))));
	}

	#[test]
	fn practitioner_should_be_named_by_id_or_account() {
		assert_eq!("3".parse(), Ok(PractitionerRef::Id(3)));
		assert_eq!("practitioner:3".parse(), Ok(PractitionerRef::Id(3)));
		assert_eq!("dave".parse(), Ok(PractitionerRef::Who(Who::Profile("dave".parse().unwrap()))));
		assert!("org:1".parse::<PractitionerRef>().is_err());
	}

	#[test]
	fn patient_should_be_named_by_id_with_or_without_prefix_or_by_profile() {
		let id = PatientId([0xab; 32]);
		assert_eq!(id.to_string().parse(), Ok(PatientRef::Id(id)));
		assert_eq!("AB".repeat(32).parse(), Ok(PatientRef::Id(id)));
		assert_eq!("eve".parse(), Ok(PatientRef::Profile("eve".parse().unwrap())));
		for cut in ["0x", "0xab", &format!("0x{}", "ab".repeat(31)), &"ab".repeat(33)] {
			assert!(cut.parse::<PatientRef>().is_err(), "{cut}");
		}
	}

	#[test]
	fn role_should_name_the_practitioners_organisation() {
		assert_eq!("practitioner:2".parse(), Ok(Role::Practitioner(Some(2))));
		assert_eq!("org".parse(), Ok(Role::Organisation));
		assert_eq!("representative:6".parse(), Ok(Role::Representative(6)));
		assert!("representative".parse::<Role>().is_err());
		assert!("practitioner:".parse::<Role>().is_err());
		assert!("doctor".parse::<Role>().is_err());
	}

	#[test]
	fn moment_should_be_a_date_with_any_offset() {
		const NOON: Moment = 1_795_348_800_000;
		for text in [
			"2026-11-22T12:00:00Z",
			"2026-11-22t12:00:00z",
			"2026-11-22T12:00:00.000Z",
			"2026-11-22T13:00:00+01:00",
			"2026-11-22T06:30:00-05:30",
			"2026-11-23T11:59:00+23:59",
		] {
			assert_eq!(text.parse(), Ok(When::At(NOON)), "{text}");
		}
		assert_eq!("2026-11-22".parse(), Ok(When::At(NOON - 12 * 3_600_000)));
	}

	#[test]
	fn moment_should_be_so_long_from_now() {
		assert_eq!("2h".parse::<When>().unwrap().from(1_000), 7_201_000);
		assert_eq!("+90days".parse::<When>().unwrap().from(0), 90 * 86_400_000);
		assert_eq!("in 1h 30m".parse::<When>().unwrap().from(0), 5_400_000);
		assert_eq!("now".parse::<When>().unwrap().from(5), 5);
		assert_eq!(When::In(Duration::MAX).from(5), Moment::MAX);
	}

	#[test]
	fn moment_should_be_refused_when_no_such_date() {
		for text in [
			"",
			"tomorrow",
			"2026-13-01",
			"2026-02-30T00:00:00Z",
			"2026-11-22T12:00:00",
			"2026-11-22T12:00:00+1:00",
			"2026-11-22T12:00:00+24:00",
			"2026-11-22T12:00:00+01:60",
			"2026-11-22T12:00:00++1:00",
			"1969-12-31T00:00:00Z",
			"1970-01-01T00:00:00+01:00",
			"-2h",
			"é026-11-22T12:00:00Z",
		] {
			assert!(text.parse::<When>().is_err(), "{text}");
		}
	}
}
