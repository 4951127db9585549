//! What a file is: FHIR resources say it themselves, others by their extension.

use super::NewFile;
use crate::{Error, Result};
use salus_vault::record::{MAX_CODE, MAX_RESOURCE_TYPE};
use serde_json::Value;
use std::path::Path;

/// Largest file that is looked into; larger ones are described by their extension.
const MAX_INSPECTED: u64 = 16 * 1024 * 1024;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// Where FHIR R4 resources have the moment they are about, most telling first.
const TIMES: [&[&str]; 21] = [
	&["effectiveDateTime"],
	&["effectiveInstant"],
	&["effectivePeriod", "start"],
	&["occurrenceDateTime"],
	&["occurrencePeriod", "start"],
	&["performedDateTime"],
	&["performedPeriod", "start"],
	&["onsetDateTime"],
	&["onsetPeriod", "start"],
	&["period", "start"],
	&["collection", "collectedDateTime"],
	&["started"],
	&["authoredOn"],
	&["dateAsserted"],
	&["recordedDate"],
	&["whenHandedOver"],
	&["issued"],
	&["date"],
	&["created"],
	&["recorded"],
	&["timestamp"],
];

impl NewFile {
	/// Looks at a file: a FHIR resource in JSON gives its type, code and time, anything else a media type by
	/// its extension.
	///
	/// # Errors
	/// Of kind usage if it is no readable file.
	pub fn inspect(path: &Path) -> Result<Self> {
		let failed = |error| Error::file(path, error);
		let metadata = std::fs::metadata(path).map_err(failed)?;
		if !metadata.is_file() {
			return Err(Error::usage(format!("{} is no file", path.display())));
		}
		let extension =
			path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
		let mut file = Self {
			path: path.to_owned(),
			media_type: media_type(&extension).to_owned(),
			resource_type: String::new(),
			code: String::new(),
			clinical_time: None,
		};
		if extension == "json" && metadata.len() <= MAX_INSPECTED {
			let bytes = std::fs::read(path).map_err(failed)?;
			if let Ok(resource) = serde_json::from_slice::<Value>(&bytes) {
				file.describe(&resource);
			}
		}
		Ok(file)
	}

	fn describe(&mut self, resource: &Value) {
		let Some(kind) = resource.get("resourceType").and_then(Value::as_str) else { return };
		let plain = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
		if !plain || kind.len() > MAX_RESOURCE_TYPE {
			return;
		}
		self.media_type = "application/fhir+json".to_owned();
		self.resource_type = kind.to_owned();
		self.code = code_of(resource).unwrap_or_default();
		self.clinical_time = time_of(resource);
	}
}

/// The first coding of the resource's code, as `system|code`.
fn code_of(resource: &Value) -> Option<String> {
	let concept = ["code", "vaccineCode", "medicationCodeableConcept", "type"]
		.iter()
		.filter_map(|field| resource.get(field))
		.find(|concept| concept.get("coding").is_some())?;
	let coding = concept.get("coding")?.as_array()?.first()?;
	let code = coding.get("code").and_then(Value::as_str)?;
	let system = coding.get("system").and_then(Value::as_str).unwrap_or_default();
	let text = format!("{system}|{code}");
	let fits = text.len() <= MAX_CODE && !text.chars().any(char::is_control);
	fits.then_some(text)
}

fn time_of(resource: &Value) -> Option<i64> {
	TIMES.iter().find_map(|path| {
		let value = path.iter().try_fold(resource, |value, field| value.get(field))?;
		parse_time(value.as_str()?)
	})
}

fn media_type(extension: &str) -> &'static str {
	match extension {
		"json" => "application/json",
		"xml" => "application/xml",
		"pdf" => "application/pdf",
		"dcm" | "dicom" => "application/dicom",
		"png" => "image/png",
		"jpg" | "jpeg" => "image/jpeg",
		"gif" => "image/gif",
		"svg" => "image/svg+xml",
		"tif" | "tiff" => "image/tiff",
		"txt" => "text/plain;charset=utf-8",
		"csv" => "text/csv",
		"html" | "htm" => "text/html",
		"hl7" => "x-application/hl7-v2+er7",
		"zip" => "application/zip",
		_ => "application/octet-stream",
	}
}

/// FHIR's `date`, `dateTime` or `instant` in milliseconds since 1970-01-01T00:00Z: a year, a month or a day
/// counts from its start, and without a time of day from midnight UTC.
fn parse_time(text: &str) -> Option<i64> {
	let (date, time) = match text.split_once('T') {
		Some((date, time)) => (date, Some(time)),
		None => (text, None),
	};
	let mut parts = date.split('-');
	let year: i64 = digits(parts.next()?, 4)?;
	let month =
		parts.next().map_or(Some(1), |month| digits(month, 2)).filter(|month| (1..=12).contains(month))?;
	let day = parts
		.next()
		.map_or(Some(1), |day| digits(day, 2))
		.filter(|day| (1..=days_in(year, month)).contains(day))?;
	if parts.next().is_some() {
		return None;
	}
	let midnight = days_since_1970(year, month, day) * MILLIS_PER_DAY;
	match time {
		None => Some(midnight),
		Some(time) => Some(midnight + millis_of_day(time)?),
	}
}

/// `hh:mm[:ss[.fraction]]` with `Z` or an offset, in milliseconds since midnight UTC.
fn millis_of_day(time: &str) -> Option<i64> {
	let zone = time.find(['Z', '+', '-'])?;
	let (clock, zone) = time.split_at(zone);
	let offset = match zone {
		"Z" => 0,
		_ => {
			let (hours, minutes) = zone.get(1..)?.split_once(':')?;
			let minutes = digits(hours, 2)?.checked_mul(60)? + digits(minutes, 2)?;
			if minutes > 14 * 60 {
				return None;
			}
			if zone.starts_with('-') {
				-minutes
			} else {
				minutes
			}
		}
	};
	let mut parts = clock.split(':');
	let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
	let minute = digits(parts.next()?, 2).filter(|minute| *minute < 60)?;
	let (second, milli) = match parts.next() {
		None => (0, 0),
		Some(seconds) => {
			let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
			let second = digits(whole, 2).filter(|second| *second <= 60)?;
			if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
				return None;
			}
			let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
			(second, digits(&padded, 3)?)
		}
	};
	if parts.next().is_some() {
		return None;
	}
	Some(((hour * 60 + minute - offset) * 60 + second) * 1_000 + milli)
}

fn digits(text: &str, count: usize) -> Option<i64> {
	let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
	right.then(|| text.parse().ok()).flatten()
}

fn days_in(year: i64, month: i64) -> i64 {
	match month {
		4 | 6 | 9 | 11 => 30,
		2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
		2 => 28,
		_ => 31,
	}
}

/// Days of the proleptic Gregorian calendar.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
	// Years run from March here, so that the leap day is a year's last.
	let year = if month <= 2 { year - 1 } else { year };
	let month_from_march = (month + 9) % 12;
	let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
	let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
	365 * year + leap_days + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn inspect(name: &str, content: &str) -> NewFile {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join(name);
		std::fs::write(&path, content).unwrap();
		NewFile::inspect(&path).unwrap()
	}

	#[test]
	fn fhir_resource_should_give_type_code_and_time() {
		let file = inspect(
			"a.json",
			r#"{"resourceType":"Observation","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},
			"effectiveDateTime":"2026-11-22T10:00:00+01:00"}"#,
		);
		assert_eq!(file.media_type, "application/fhir+json");
		assert_eq!(file.resource_type, "Observation");
		assert_eq!(file.code, "http://loinc.org|718-7");
		assert_eq!(file.clinical_time, Some(1_795_338_000_000));
	}

	#[test]
	fn other_files_should_be_described_by_their_extension() {
		assert_eq!(inspect("a.PDF", "%PDF").media_type, "application/pdf");
		assert_eq!(inspect("a", "?").media_type, "application/octet-stream");
		let json = inspect("a.json", r#"{"resourceType":"not a type!"}"#);
		assert_eq!((json.media_type.as_str(), json.resource_type.as_str()), ("application/json", ""));
		assert_eq!(inspect("a.json", "{ broken").media_type, "application/json");
	}

	#[test]
	fn code_should_be_left_out_when_it_does_not_fit_an_envelope() {
		let long = "x".repeat(MAX_CODE);
		let resource =
			format!(r#"{{"resourceType":"A","code":{{"coding":[{{"system":"s","code":"{long}"}}]}}}}"#);
		assert_eq!(inspect("a.json", &resource).code, "");
		assert_eq!(inspect("a.json", r#"{"resourceType":"A","code":"text"}"#).code, "");
	}

	#[test]
	fn folder_and_missing_file_should_be_refused() {
		let folder = tempfile::tempdir().unwrap();
		assert!(NewFile::inspect(folder.path()).is_err());
		assert!(NewFile::inspect(&folder.path().join("missing")).is_err());
	}

	#[test]
	fn times_should_be_those_of_the_calendar() {
		for (text, millis) in [
			("1970", 0),
			("1970-01-01", 0),
			("1969-12-31", -MILLIS_PER_DAY),
			("2000-02-29", 951_782_400_000),
			("2100-03-01", 4_107_542_400_000),
			("2000-02-29T23:59:59.999Z", 951_868_799_999),
			("2015-02-07T13:28:17.239+02:00", 1_423_308_497_239),
			("1970-01-01T00:00-05:30", 19_800_000),
		] {
			assert_eq!(parse_time(text), Some(millis), "{text}");
		}
	}

	#[test]
	fn malformed_times_should_be_left_out() {
		for text in [
			"",
			"70",
			"1970-13",
			"1970-02-30",
			"1970-01-01T",
			"1970-01-01T10:00",
			"1970-01-01T25:00Z",
			"1970-01-01T10:00:00.Z",
			"1970-01-01T10:00+99:00",
			"1970-01-01-01",
			"+970",
			"١٩٧٠",
		] {
			assert_eq!(parse_time(text), None, "{text}");
		}
	}

	proptest! {
		#[test]
		fn days_should_follow_each_other(year in 0i64..9_999, month in 1i64..=12) {
			let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
			let length = days_since_1970(next.0, next.1, 1) - days_since_1970(year, month, 1);
			prop_assert_eq!(length, days_in(year, month));
		}

		#[test]
		fn any_text_should_be_parsed_without_panic(text in "\\PC{0,40}") {
			let _ = parse_time(&text);
		}
	}
}
