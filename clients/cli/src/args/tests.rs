use super::{consent::History, *};
use clap::{CommandFactory, Parser};
use salus_sdk::primitives::{ids::PatientId, purpose::Purpose};
use values::{PatientRef, When, Who};

const ADDRESS: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

/// Parses a line as a shell would split it.
fn parse(line: &str) -> Result<Cli, clap::Error> {
	let mut words: Vec<String> = Vec::new();
	for (position, quoted) in line.split('\'').enumerate() {
		if position % 2 == 1 {
			words.push(quoted.into());
		} else {
			words.extend(quoted.split_whitespace().map(String::from));
		}
	}
	Cli::try_parse_from(words)
}

fn parsed(line: &str) -> Cli {
	parse(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// A patient's id in place of the abbreviation that texts for people have.
fn complete(line: &str) -> String {
	line.replace("0x5f…", &PatientId([0x5f; 32]).to_string())
}

#[test]
fn grammar_should_be_sound_when_checked_by_clap() {
	Cli::command().debug_assert();
}

#[test]
fn every_documented_command_line_should_parse() {
	let id = PatientId([0xab; 32]);
	let lines = [
		"profile new carol".into(),
		"profile list".into(),
		"profile show carol".into(),
		"profile recover carol".into(),
		"org list".into(),
		"org show 1".into(),
		"org accept --as ferdie --org 1 --out acceptance.json --valid 2days".into(),
		"org add-registrar --as alice ferdie".into(),
		"org add-registrar --as alice --acceptance acceptance.json".into(),
		format!("org remove-registrar --as alice {ADDRESS}"),
		"gov status".into(),
		"gov offences".into(),
		"gov join --as eve --name 'Hillside Clinic' --out word.json --valid 14days".into(),
		"gov accept --as ferdie --role controller --org 2 --out word.json".into(),
		"gov accept --as ferdie --role validator --org 2 --out word.json --force".into(),
		"gov propose admit --as alice --word word.json".into(),
		"gov propose suspend --as alice 4".into(),
		"gov propose reinstate --as alice 4".into(),
		"gov propose expel --as alice 4".into(),
		"gov propose give --as alice --acceptance word.json".into(),
		format!("gov propose take-seat --as alice {ADDRESS}"),
		"gov propose parameter --as alice --notice-period 180days".into(),
		"gov propose parameter --as alice --minimum-organisations 3".into(),
		"gov propose parameter --as alice --minimum-validators 4".into(),
		"gov propose authorize-upgrade --as alice --code runtime.wasm".into(),
		format!("gov propose authorize-upgrade --as alice --hash 0x{}", "00".repeat(32)),
		"gov propose note-stalled --as alice --delay 600 --finalized 1234".into(),
		"gov apply-upgrade runtime.wasm".into(),
		"gov vote --as bob 3 yes".into(),
		"gov vote --as bob 3 no".into(),
		"gov close --as bob 3".into(),
		"validator keys --as ferdie --node ws://127.0.0.1:9945".into(),
		"validator keys --as ferdie --show".into(),
		format!("validator keys --owner {ADDRESS} --show"),
		"validator join --as ferdie".into(),
		"validator join --as bob ferdie".into(),
		"validator leave --as ferdie".into(),
		format!("validator leave --as bob {ADDRESS}"),
		"validator status".into(),
		"validator status ferdie".into(),
		"network list".into(),
		"network announce --as alice --node-key secret_ed25519 --wireguard hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo= \
		 --endpoint 192.0.2.7:51820 --role history"
			.into(),
		"network withdraw --as alice 3".into(),
		"network wireguard --private-key key --print".into(),
		"network wireguard --private-key key --interface salus0 --watch --every 5s --chain-spec raw.json --remember list.json"
			.into(),
		"patient choose-home --as eve --org 3 --out home.json".into(),
		"patient choose-home --as guardian --patient eve --org 3 --out home.json".into(),
		"patient rehome --as carol --word home.json".into(),
		"practitioner accept --as ferdie --org 1 --out acceptance.json".into(),
		"practitioner accept --as ferdie --replacing 3 --out acceptance.json --valid 30days --force".into(),
		"practitioner add --as alice --acceptance acceptance.json --role laboratory --credential file --until 365days"
			.into(),
		"practitioner add --as alice --account dave --role laboratory --credential file --until 365days".into(),
		"practitioner suspend --as alice 3".into(),
		"practitioner reinstate --as alice 3".into(),
		"practitioner renew --as alice 3 --role clinician --emergency --credential file --until 2030-01-01".into(),
		"practitioner replace-account --as alice 3 --account ferdie".into(),
		"practitioner replace-account --as alice 3 --acceptance acceptance.json".into(),
		"practitioner show 3".into(),
		"patient request --as eve --org 1 --out request.json".into(),
		"patient enrol --as alice --patient eve".into(),
		"patient enrol --as alice --request request.json".into(),
		format!("patient show {id}"),
		format!("patient accept --as eve2 --patient {id} --out acceptance.json --valid 2days"),
		"patient move --as eve --account eve2".into(),
		"patient move --as eve --acceptance acceptance.json".into(),
		format!("recovery set --as eve --guardian gill {ADDRESS} hugo --threshold 2 --delay 3days --out guardians"),
		"recovery set --as eve --guardian a --guardian b --guardian c --threshold 2 --delay 90days --out g".into(),
		"recovery clear --as eve".into(),
		format!("recovery start --as eve2 --patient {id} --out start.json --valid 30days --force"),
		"recovery approve --as gill --request start.json --opening opening-1.json --out approval.json".into(),
		"recovery approve --as gill --request s.json --opening o.json --out a.json --submit-as alice".into(),
		"recovery submit --as alice --request start.json --approval approval.json".into(),
		format!("recovery veto --as eve {ADDRESS}"),
		format!("recovery override --as eve --submit-as alice --patient {id} eve2"),
		format!("recovery finish --as alice --patient {id} {ADDRESS}"),
		format!("recovery status --patient {id}"),
		"recovery confirm --as eve3".into(),
		"recovery renew --as eve2".into(),
		"recovery renew --as eve4 --former eve3".into(),
		"recovery key --as gill --out gill.key.json --force".into(),
		"recovery split --as eve --guardians g.json --key a.json b.json c.json --mixed-in-file p --out shares".into(),
		"recovery release --as gill --request start.json --share share-1.json --out released-1.json".into(),
		"recovery combine --as eve2 --share a.json b.json --mixed-in-file p --into eve3 --patient-number 1".into(),
		"scope init --as eve".into(),
		"scope create --as eve --scope sports".into(),
		"scope list --as eve".into(),
		"scope list --as eve --scope labs".into(),
		"scope rotate --as eve --scope labs".into(),
		"scope reseal --as eve --scope labs".into(),
		"scope reseal --as eve --scope labs --accept-new-key 3 4".into(),
		"vault rotate --as charlie".into(),
		"vault rotate --as charlie --root-is-safe".into(),
		"scope reencrypt --as eve --scope labs".into(),
		format!("record put --as dave --patient {id} --scope labs a.json b.json"),
		format!("record list --as eve --patient {id}"),
		format!("record get --as charlie --patient {id} 0 --out record.json"),
		format!("record get --as charlie --patient {id} 0 --out record.json --purpose TREAT"),
		format!("record amend --as dave --patient {id} 0 c.json"),
		format!("record refile --as eve --patient {id} 0 --scope labs"),
		format!("record erase --as eve --patient {id} 0"),
		"record erase --as eve --patient eve 0 --yes".into(),
		format!("record propose-erasure --as dave --patient {id} 0"),
		format!("record propose-erasure --as dave --role practitioner:1 --patient {id} 0"),
		"record decline-erasure --as eve 0".into(),
		"record dispute --as eve 0".into(),
		"record dispute --as eve 0 --to org:2 --text-file wrong.txt".into(),
		format!("record refuse-dispute --as dave --patient {id} 0"),
		format!("record refuse-dispute --as dave --role practitioner:1 --patient {id} 0 --text-file why.txt"),
		"record withdraw-dispute --as eve 0".into(),
		"record disputes --as eve --patient eve".into(),
		format!("record disputes --as dave --patient {id} --overdue"),
		"record disputes --as alice --org 1 --overdue".into(),
		format!("record verify --patient {id}"),
		format!("record verify --patient {id} 7"),
		"consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT".into(),
		format!("consent grant --as eve --to {ADDRESS} --scope labs imaging --permission read --purpose TREAT ETREAT"),
		"consent grant --as eve --to org:2 --record 0 1 --permission read --purpose TREAT --history none".into(),
		"consent grant --as eve --to dave --scope labs --permission write --purpose TREAT --from 2h --until \
		 2027-01-01T00:00:00Z --history all"
			.into(),
		"consent grant --as eve --to charlie --scope labs --permission read delegate --purpose TREAT".into(),
		format!("consent delegate --as charlie --patient {id} --parent 2 --to dave"),
		format!(
			"consent delegate --as bob --patient {id} --parent 2 --to org:1 --scope labs imaging --permission read,write \
			 --purpose TREAT --from 2h --until 30days --history none"
		),
		"consent delegate --as charlie --patient eve --parent 2 --to practitioner:4 --record 0 1 --permission read".into(),
		"consent tree --as eve".into(),
		format!("consent tree --as charlie --patient {id}"),
		format!("consent revoke --as charlie --patient {id} 5"),
		"consent list --as eve".into(),
		"consent revoke --as eve 3".into(),
		"consent revoke --as eve 3 --no-rotate".into(),
		"consent exclude --as eve org:2".into(),
		format!("consent exclude --as rob --patient {id} org:2"),
		format!("consent readmit --as rob --patient {id} org:2"),
		"consent grant --as eve --to representative:1 --scope labs --permission read --purpose PATRQT --history ahead"
			.into(),
		format!("scope rotate --as rob --patient {id} --scope 3"),
		format!("access check --patient {id} --who charlie --record 0 --action read --purpose TREAT"),
		format!("access check --patient {id} --who {ADDRESS} --record 0 --action write --purpose HRESCH"),
		format!("access check --patient {id} --who org:1 --record 0 --action write --purpose HRESCH"),
		format!(
			"access request --as charlie --patient {id} --permission read,write --purpose TREAT --from 2027-01-01 \
			 --until 2028-01-01 --expires 7days --wish wish.txt --wanted names.txt"
		),
		"access request --as bob --for org:2 --patient eve --permission write --purpose TREAT,HRESCH".into(),
		"access list --as eve".into(),
		format!("access list --as charlie --patient {id}"),
		"access approve --as eve 3 --scope labs --scope imaging".into(),
		"access approve --as eve --record 4 --record 5 --permission read --purpose TREAT --until 30days --history none 3"
			.into(),
		"access refuse --as eve 3".into(),
		format!("access refuse --as rob --patient {id} 3"),
		format!("access approve --as rob --patient {id} 3 --scope 2"),
		format!("access withdraw --as charlie --patient {id} 3"),
		"export --as eve --out export".into(),
		format!("export --as charlie --role practitioner:2 --patient {id} --purpose TREAT --out export"),
		"verify-export export".into(),
		format!("verify-export export --block {id} --genesis {id} --chain-spec salus-raw.json"),
		"chain status".into(),
		"chain cleanup --as alice".into(),
		"completions bash".into(),
		"completions zsh".into(),
	];
	for line in lines {
		parsed(&format!("salus {line}"));
	}
}

#[test]
fn every_command_should_say_what_it_does_who_may_and_an_example_that_parses() {
	fn leaves<'a>(command: &'a clap::Command, path: &str, all: &mut Vec<(String, &'a clap::Command)>) {
		let path = format!("{path} {}", command.get_name()).trim().to_owned();
		if command.has_subcommands() {
			command.get_subcommands().for_each(|sub| leaves(sub, &path, all));
		} else {
			all.push((path, command));
		}
	}
	let command = Cli::command();
	let mut all = Vec::new();
	leaves(&command, "", &mut all);
	assert!(all.len() > 45, "{}", all.len());
	for (path, leaf) in all {
		assert!(leaf.get_about().is_some(), "{path} says nothing of itself");
		let help = leaf.get_after_help().map(ToString::to_string).unwrap_or_default();
		assert!(help.contains("Who may: "), "{path}: who may?");
		let example = help.split("Example: ").nth(1).unwrap_or_else(|| panic!("{path}: no example"));
		assert!(example.starts_with(&path), "{path}: {example}");
		let line = complete(example.split(" > ").next().unwrap_or_default());
		parsed(&line);
		let mut ids = std::collections::BTreeSet::new();
		for argument in leaf.get_arguments() {
			assert!(
				ids.insert(argument.get_id().as_str()),
				"{path}: two arguments are {}",
				argument.get_id()
			);
			assert!(argument.get_help().is_some(), "{path}: {} is not explained", argument.get_id());
		}
	}
}

#[test]
fn global_options_should_be_taken_before_and_after_the_command() {
	for line in [
		"salus --url ws://n:1 --home /h --dev --store s3://b/p --envelopes /e --output json --wait best -vv chain status",
		"salus chain status --url ws://n:1 --home /h --dev --store s3://b/p --envelopes /e --output json --wait best -vv",
	] {
		let global = parsed(line).global;
		assert_eq!((global.url.as_str(), global.home.as_deref()), ("ws://n:1", Some("/h".as_ref())));
		assert_eq!((global.store.as_deref(), global.envelopes.as_deref()), (Some("s3://b/p"), Some("/e")));
		assert!(global.dev && !global.insecure_dev);
		assert_eq!((global.output, global.wait, global.verbose), (Form::Json, Until::Best, 2));
	}
}

#[test]
fn waiting_should_be_for_finality_when_not_said_otherwise() {
	assert_eq!(parsed("salus chain status").global.wait, Until::Finalized);
	assert_eq!(parsed("salus --wait finalised chain status").global.wait, Until::Finalized);
	assert_eq!(parsed("salus chain status").global.output, Form::Table);
}

#[test]
fn grant_should_have_all_its_parts() {
	let line = "salus consent grant --as eve --to org:2 --scope labs --scope 3 --permission read,write \
		--purpose treat --purpose HRESCH --until 90days --history none";
	let Command::Consent(Consent::Grant(grant)) = parsed(line).command else { panic!("no grant") };
	assert_eq!(grant.acting.profile.as_str(), "eve");
	assert_eq!(grant.to, Who::Organisation(2));
	assert_eq!((grant.scopes.len(), grant.records.len()), (2, 0));
	assert_eq!(grant.permissions.len(), 2);
	assert_eq!(grant.purposes, [Purpose::Treatment, Purpose::Research]);
	assert_eq!(grant.until.map(|until| until.from(0)), Some(90 * 86_400_000));
	assert_eq!((grant.from, grant.history), (None, History::None));
}

#[test]
fn request_should_take_its_reasons_from_standard_input_when_no_file_is_named() {
	let line = "salus access request --as charlie --patient eve --permission read --purpose TREAT";
	let Command::Access(Access::Request(order)) = parsed(line).command else { panic!("no request") };
	assert_eq!(order.wish.as_os_str(), "-");
	assert_eq!((order.requester, order.wanted), (None, None));
	assert_eq!(order.expires.from(0), 7 * 86_400_000);
}

#[test]
fn delegation_should_be_of_what_the_consent_has_when_not_said_otherwise() {
	let line = "salus consent delegate --as charlie --patient eve --parent 2 --to dave";
	let Command::Consent(Consent::Delegate(order)) = parsed(line).command else { panic!("no delegation") };
	assert_eq!(order.parent, 2);
	assert!(order.scopes.is_empty() && order.records.is_empty());
	assert!(order.permissions.is_empty() && order.purposes.is_empty());
	assert_eq!((order.from, order.until, order.history), (None, None, None));
}

#[test]
fn approval_should_be_of_what_was_asked_for_when_not_said_otherwise() {
	let line = "salus access approve --as eve --scope labs 3";
	let Command::Access(Access::Approve(order)) = parsed(line).command else { panic!("no approval") };
	assert_eq!((order.request, order.scopes.len()), (3, 1));
	assert!(order.permissions.is_empty() && order.purposes.is_empty());
	assert_eq!((order.from, order.until, order.history), (None, None, History::All));
}

#[test]
fn reasons_of_a_request_should_never_be_on_the_command_line() {
	let command = Cli::command();
	let access = command.find_subcommand("access").unwrap();
	for name in ["wish", "wanted"] {
		let request = access.find_subcommand("request").unwrap();
		let argument = request.get_arguments().find(|argument| argument.get_id() == name).unwrap();
		assert_eq!(argument.get_value_names().unwrap(), ["FILE"], "{name}");
	}
	let line =
		"salus access request --as charlie --patient eve --permission read --purpose TREAT 'her cancer'";
	assert_eq!(parse(line).map(|_| ()).unwrap_err().exit_code(), 2);
}

#[test]
fn wrong_lines_should_be_refused_as_usage() {
	let id = PatientId([0xab; 32]);
	for line in [
		"salus".into(),
		"salus profile".into(),
		"salus profile new ../carol".into(),
		"salus profile delete carol".into(),
		"salus patient enrol --as alice".into(),
		"salus patient enrol --as alice --patient eve --request file".into(),
		"salus org add-registrar --as alice".into(),
		"salus org add-registrar --as alice ferdie --acceptance file".into(),
		"salus org accept --as ferdie --out file".into(),
		"salus practitioner accept --as ferdie --out file".into(),
		"salus practitioner accept --as ferdie --org 1 --replacing 3 --out file".into(),
		"salus practitioner accept --as ferdie --org 1".into(),
		"salus practitioner add --as alice --role laboratory --credential file --until 365days".into(),
		"salus practitioner add --as alice --account dave --acceptance file --role laboratory --credential file --until 1h"
			.into(),
		"salus practitioner replace-account --as alice 3".into(),
		"salus consent grant --as eve --to charlie --permission read --purpose TREAT".into(),
		"salus consent grant --as eve --to charlie --scope labs --record 0 --permission read --purpose TREAT".into(),
		"salus consent grant --as eve --to charlie --scope labs --purpose TREAT".into(),
		"salus consent grant --as eve --to charlie --scope labs --permission erase --purpose TREAT".into(),
		"salus consent delegate --as charlie --parent 2 --to dave".into(),
		format!("salus consent delegate --as charlie --patient {id} --to dave"),
		format!("salus consent delegate --as charlie --patient {id} --parent 2"),
		format!("salus consent delegate --as charlie --patient {id} --parent 2 --to dave --scope labs --record 0"),
		format!("salus consent delegate --as charlie --patient {id} --parent -1 --to dave"),
		format!("salus consent revoke --as charlie --patient {id}"),
		format!("salus consent revoke --as charlie --patient {id} 3 --no-rotate"),
		"salus consent tree".into(),
		"salus consent grant --as eve --to charlie --scope labs --permission read --purpose MARKETING".into(),
		"salus consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT --until tomorrow".into(),
		format!("salus record put --as dave --patient {id} --scope labs"),
		"salus record get --as dave --patient 0xab 0 --out file".into(),
		format!("salus record get --as dave --patient {id} -1 --out file"),
		format!("salus record erase --as eve --patient {id}"),
		"salus record erase --as eve 0 --yes".into(),
		format!("salus record erase --as eve --patient {id} 0 1"),
		"salus record propose-erasure --as dave 0".into(),
		"salus record decline-erasure --as eve".into(),
		"salus record dispute --as eve".into(),
		"salus record dispute --as eve 0 'it is wrong'".into(),
		format!("salus record dispute --as eve --patient {id} 0"),
		"salus record refuse-dispute --as dave 0".into(),
		"salus record withdraw-dispute --as eve".into(),
		"salus record disputes --as eve".into(),
		"salus record disputes --as eve --patient eve --org 1".into(),
		format!("salus access check --patient {id} --who charlie --action read --purpose TREAT"),
		format!("salus access check --patient {id} --who charlie --record 0 --action delete --purpose TREAT"),
		"salus access request --as charlie --permission read --purpose TREAT".into(),
		format!("salus access request --as charlie --patient {id} --purpose TREAT"),
		format!("salus access request --as charlie --patient {id} --permission read"),
		format!("salus access request --as charlie --patient {id} --permission erase --purpose TREAT"),
		"salus access approve --as eve --scope labs".into(),
		"salus access approve --as eve 3".into(),
		"salus access approve --as eve 3 --scope labs --record 4".into(),
		"salus access refuse --as eve".into(),
		"salus access refuse --as eve -1".into(),
		"salus access withdraw --as charlie 3".into(),
		"salus export --as eve".into(),
		"salus export --out folder".into(),
		"salus verify-export".into(),
		"salus verify-export folder --block 0xab".into(),
		"salus verify-export folder --as eve".into(),
		"salus --output xml chain status".into(),
		"salus --passphrase secret chain status".into(),
	] {
		let refused = parse(&line).map(|_| ()).expect_err(&line);
		assert_eq!(refused.exit_code(), 2, "{line}");
	}
}

#[test]
fn account_elsewhere_should_be_asked_for_its_own_word_when_it_is_to_get_a_role() {
	for line in [
		format!("salus org add-registrar --as alice {ADDRESS}"),
		format!("salus practitioner replace-account --as alice 3 --account {ADDRESS}"),
		format!(
			"salus practitioner add --as alice --account {ADDRESS} --role laboratory --credential file --until 1h"
		),
	] {
		let refused = parse(&line).map(|_| ()).expect_err(&line);
		assert_eq!(refused.exit_code(), 2, "{line}");
		let said = refused.to_string();
		for part in ["--acceptance FILE", "salus practitioner accept", "salus org accept"] {
			assert!(said.contains(part), "{line}: {said}");
		}
	}
}

#[test]
fn no_option_should_take_a_secret_on_the_command_line() {
	fn check(command: &clap::Command) {
		for argument in command.get_arguments() {
			let name = argument.get_id().as_str();
			let secret = ["passphrase", "phrase", "words", "seed", "suri", "mnemonic"]
				.iter()
				.any(|word| name.contains(word));
			assert!(!secret || name.ends_with("_file"), "{name} of {}", command.get_name());
		}
		command.get_subcommands().for_each(check);
	}
	check(&Cli::command());
}

#[test]
fn patient_and_time_should_be_read_where_they_are_named() {
	let line =
		"salus access check --patient eve --who practitioner:7 --scope 2 --action read --at 2026-01-01";
	let Command::Access(Access::Check(question)) = parsed(line).command else { panic!("no question") };
	assert_eq!(question.patient, PatientRef::Profile("eve".parse().unwrap()));
	assert_eq!(question.who, Who::Practitioner(7));
	assert_eq!(question.purpose, Purpose::Treatment);
	assert!(matches!(question.at, Some(When::At(_))));
}

#[test]
fn completions_and_manual_should_name_every_noun() {
	let mut script = Vec::new();
	clap_complete::generate(clap_complete::Shell::Bash, &mut Cli::command(), "salus", &mut script);
	let script = String::from_utf8(script).unwrap();
	let folder = tempfile::tempdir().unwrap();
	clap_mangen::generate_to(Cli::command(), folder.path()).unwrap();
	for noun in [
		"profile",
		"org",
		"practitioner",
		"patient",
		"representative",
		"vault",
		"scope",
		"record",
		"consent",
		"access",
		"chain",
	] {
		assert!(script.contains(noun), "{noun}");
		assert!(folder.path().join(format!("salus-{noun}.1")).exists(), "{noun}");
	}
}

#[test]
fn blinded_reader_should_be_asked_for_with_what_belongs_to_it() {
	let id = PatientId([0xab; 32]);
	let grant = "salus consent grant --as eve --to charlie --scope labs --permission read --purpose TREAT";
	let question = format!("salus access check --patient {id} --who charlie --record 0 --action read");
	for line in [
		format!("{grant} --blinded"),
		format!("{grant} --blinded --opening-file for-charlie.json"),
		"salus consent opening --as eve 3".to_owned(),
		"salus consent opening --as eve 3 --out for-charlie.json --force".to_owned(),
		format!("salus record list --as charlie --patient {id} --opening for-charlie.json"),
		format!(
			"salus record get --as charlie --patient {id} 0 --out report.json --opening for-charlie.json"
		),
		format!("{question} --as charlie --opening for-charlie.json"),
		format!("{} --as charlie --opening for-charlie.json", question.replace("check", "explain")),
	] {
		parsed(&line);
	}
	for line in [
		format!("{grant} --opening-file for-charlie.json"),
		format!("{grant} --blinded --patient {id}"),
		format!("{question} --opening for-charlie.json"),
		"salus consent opening --as eve".to_owned(),
	] {
		assert!(parse(&line).is_err(), "{line}");
	}
}
