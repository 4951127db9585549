//! Encrypting and decrypting take no more memory for a large file than for a small one.

use salus_vault::file::{decrypt_to_path, digest_of, encrypt, Opening};
use std::{
	fs::File,
	io::{self, BufWriter, Read},
	time::Instant,
};

const LENGTH: &str = "SALUS_STREAM_LENGTH";
const MIB: u64 = 1_024 * 1_024;

/// Content of any length that no one has to hold: byte number i is i modulo 251.
struct Pattern {
	position: u64,
	length: u64,
}

impl Read for Pattern {
	fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
		let left = usize::try_from(self.length - self.position).unwrap_or(usize::MAX);
		let read = left.min(buffer.len());
		for byte in &mut buffer[..read] {
			*byte = (self.position % 251) as u8;
			self.position += 1;
		}
		Ok(read)
	}
}

/// The most memory this process ever had resident, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
	let status = std::fs::read_to_string("/proc/self/status").unwrap();
	let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
	line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// 1 MiB and a byte, or what the test below asks for when it starts this one in a process of its own.
#[test]
fn file_should_come_back_when_streamed() {
	let length = std::env::var(LENGTH).map_or(MIB + 1, |length| length.parse().unwrap());
	let folder = tempfile::tempdir().unwrap();
	let (blob, content) = (folder.path().join("blob"), folder.path().join("content"));
	let start = Instant::now();
	let sink = BufWriter::new(File::create(&blob).unwrap());
	let file = encrypt(Pattern { position: 0, length }, sink).unwrap();
	let encrypting = start.elapsed();
	let start = Instant::now();
	decrypt_to_path(File::open(&blob).unwrap(), &Opening::from(&file), &content).unwrap();
	let decrypting = start.elapsed();
	assert_eq!(digest_of(File::open(&content).unwrap()).unwrap(), file.plaintext);
	assert_eq!(std::fs::metadata(&content).unwrap().len(), length);
	println!("encrypting {encrypting:?}, decrypting {decrypting:?}");
	#[cfg(target_os = "linux")]
	println!("peak {} KiB", peak_memory());
}

/// 64 MiB by default, 1 GiB with `SALUS_FULL=1`; either must stay below 100 MiB, and the default below half of its size.
#[test]
#[cfg(target_os = "linux")]
fn memory_should_stay_constant_when_the_file_is_large() {
	let full = std::env::var("SALUS_FULL").is_ok_and(|value| value == "1");
	let (length, bound) = if full { (1_024 * MIB, 100 * 1_024) } else { (64 * MIB + 1, 32 * 1_024) };
	let output = std::process::Command::new(std::env::current_exe().unwrap())
		.args(["--exact", "file_should_come_back_when_streamed", "--nocapture"])
		.env(LENGTH, length.to_string())
		.output()
		.unwrap();
	let printed = String::from_utf8_lossy(&output.stdout);
	assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
	println!("{length} bytes: {printed}");
	let peak: u64 = printed
		.lines()
		.find_map(|line| line.strip_prefix("peak ")?.strip_suffix(" KiB"))
		.expect("the other process says its peak")
		.parse()
		.unwrap();
	assert!(peak < bound, "{peak} KiB for {length} bytes");
}
