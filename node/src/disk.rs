//! Room on the disk of the database.
//!
//! The database maps its files into memory. When no room is left, the system ends the process with SIGBUS, without a word
//! and in the middle of whatever it does. So the node ends before that, and says why.

use std::{
	io,
	path::{Path, PathBuf},
	time::Duration,
};

/// Bytes that must be free for a node to start and to run on.
pub const LEAST: u64 = 64 * 1024 * 1024;

/// How often a running node looks.
const INTERVAL: Duration = Duration::from_secs(2);

/// Bytes that are free on the disk that has this folder, or will have it.
///
/// # Errors
/// When the system doesn't tell.
pub fn room(folder: &Path) -> io::Result<u64> {
	let known = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
	let disk = rustix::fs::statvfs(known)?;
	Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Why a node cannot run with so many bytes free for its folder, if it cannot.
pub fn shortage(folder: &Path, room: u64) -> Option<String> {
	(room < LEAST).then(|| {
		let (room, least) = (room / 1024 / 1024, LEAST / 1024 / 1024);
		let folder = folder.display();
		format!("the disk of {folder} is full: {room} MiB are free, and a node needs {least}; make room, and start it again")
	})
}

/// Looks now and then, and ends when there is no longer room enough.
pub async fn watch(folder: PathBuf) {
	loop {
		match room(&folder) {
			Ok(room) => {
				if let Some(shortage) = shortage(&folder, room) {
					tracing::error!(target: "disk", "💾 Ending, as {shortage}");
					return;
				}
			}
			Err(error) => tracing::warn!(target: "disk", "💾 No telling how full the disk is: {error}"),
		}
		tokio::time::sleep(INTERVAL).await;
	}
}
