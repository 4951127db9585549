//! Disks that can be full, and folders on them.

use crate::hosts;
use anyhow::{ensure, Context, Result};
use std::{
	path::{Path, PathBuf},
	process::Command,
};

/// A file system in memory, of a few megabytes; dropping it takes it away, with what is on it.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
	/// Mounts it over a folder.
	///
	/// # Errors
	/// When the system doesn't let it.
	pub fn mount(folder: &Path, megabytes: u64) -> Result<Self> {
		let size = format!("size={megabytes}m");
		let mount = Command::new("mount")
			.args(["-t", "tmpfs", "-o", &size, &hosts::own("disk")])
			.arg(folder)
			.status()?;
		ensure!(mount.success(), "nothing can be mounted over {}", folder.display());
		Ok(Self(folder.to_owned()))
	}
}

impl Drop for SmallDisk {
	fn drop(&mut self) {
		// Its node may still run when a test fails.
		let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
	}
}

/// Copies what is in a folder, holes included.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
	let copied = Command::new("cp").args(["-a", "--sparse=always"]).arg(from.join(".")).arg(to).status()?;
	ensure!(copied.success(), "{} cannot be copied to {}", from.display(), to.display());
	Ok(())
}

/// Megabytes that the files of a folder take, rounded up.
///
/// # Errors
/// When the system doesn't tell.
pub fn megabytes(folder: &Path) -> Result<u64> {
	let output = Command::new("du").args(["-sm"]).arg(folder).output()?;
	let said = String::from_utf8_lossy(&output.stdout).into_owned();
	said.split_whitespace().next().and_then(|size| size.parse().ok()).context("du tells no size")
}

/// Takes room on the disk of a folder, by a file of this name, until so many megabytes are left.
///
/// # Errors
/// When there are fewer already.
pub fn fill(folder: &Path, name: &str, left: u64) -> Result<PathBuf> {
	let output = Command::new("df").args(["--output=avail", "--block-size=1K"]).arg(folder).output()?;
	let said = String::from_utf8_lossy(&output.stdout).into_owned();
	let free: u64 = said.lines().nth(1).context("df tells how much is free")?.trim().parse()?;
	let file = folder.join(name);
	let size = format!("{}K", free.checked_sub(left * 1_024).context("there is as little room already")?);
	ensure!(
		Command::new("fallocate").args(["-l", &size]).arg(&file).status()?.success(),
		"no room was taken"
	);
	Ok(file)
}
