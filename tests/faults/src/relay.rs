//! A cable with a delay, for kernels without `netem`: two virtual network cards (TAP), and this process between them.
//!
//! What comes in at the one is given to the other as it is, so that no protocol above Ethernet notices more than the
//! time it takes. Both cards disappear with the process.

use anyhow::{ensure, Context, Result};
use std::{
	fs::{File, OpenOptions},
	io::{ErrorKind, Read, Write},
	os::fd::AsRawFd,
	sync::{
		atomic::{AtomicU64, Ordering},
		mpsc, Arc,
	},
	thread,
	time::{Duration, Instant},
};

/// The largest frame, jumbo ones included.
const FRAME: usize = 65_536;

/// The request that makes a card of an open `/dev/net/tun`, from `linux/if_tun.h`: `_IOW('T', 202, int)`.
const TUNSETIFF: libc::c_ulong = 0x4004_54ca;

/// Bytes of its argument, a `struct ifreq`: a name, then a union that begins with the flags.
const IFREQ: usize = 40;

/// Frames on the way that the cable holds before further ones are lost.
const CABLE: usize = 4_096;

/// A cable. It works for as long as both cards are there.
pub struct Relay {
	delay: Arc<AtomicU64>,
}

impl Relay {
	/// Makes the two cards, and starts.
	///
	/// # Errors
	/// When the system doesn't let it.
	pub fn start(cards: &[String; 2]) -> Result<Self> {
		let (host, hub) = (card(&cards[0])?, card(&cards[1])?);
		let delay = Arc::new(AtomicU64::new(0));
		let (sender, receiver) = mpsc::sync_channel::<(Instant, Vec<u8>)>(CABLE);
		let (from_host, to_hub) = (host.try_clone()?, hub.try_clone()?);
		thread::Builder::new().name("to the hub".into()).spawn(move || {
			copy(&from_host, |frame| send(&to_hub, frame));
		})?;
		let current = delay.clone();
		thread::Builder::new().name("from the hub".into()).spawn(move || {
			copy(&hub, |frame| {
				let due = Instant::now() + Duration::from_millis(current.load(Ordering::Relaxed));
				// A full cable loses frames, as a full queue does.
				!matches!(sender.try_send((due, frame.to_vec())), Err(mpsc::TrySendError::Disconnected(_)))
			});
		})?;
		thread::Builder::new().name("to the host".into()).spawn(move || {
			for (due, frame) in receiver {
				thread::sleep(due.saturating_duration_since(Instant::now()));
				if !send(&host, &frame) {
					return;
				}
			}
		})?;
		Ok(Self { delay })
	}

	/// How much later arrives at the host, from now on, what the hub sends to it.
	pub fn set_delay(&self, delay: Duration) {
		self.delay.store(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
	}
}

/// Gives each frame that comes in at a card to `send`, until the card is gone or `send` says that there is no more use.
fn copy(mut card: &File, send: impl Fn(&[u8]) -> bool) {
	let mut frame = vec![0; FRAME];
	loop {
		match card.read(&mut frame) {
			Ok(length) => {
				if !send(frame.get(..length).unwrap_or_default()) {
					return;
				}
			}
			Err(error) if error.kind() == ErrorKind::Interrupted => {}
			Err(_) => return,
		}
	}
}

/// Sends a frame; false once the card is gone. A card that is not up yet loses frames.
fn send(mut card: &File, frame: &[u8]) -> bool {
	match card.write_all(frame) {
		Ok(()) => true,
		Err(error) => error.raw_os_error() != Some(libc::EBADFD),
	}
}

/// Makes a card with this name.
#[allow(unsafe_code)]
fn card(name: &str) -> Result<File> {
	ensure!(name.len() < libc::IFNAMSIZ, "{name} is too long for a card's name");
	let file = OpenOptions::new().read(true).write(true).open("/dev/net/tun");
	let file = file.context("the kernel has neither netem nor /dev/net/tun")?;
	let flags = u16::try_from(libc::IFF_TAP | libc::IFF_NO_PI)?;
	let mut request = [0; IFREQ];
	for (place, byte) in request.iter_mut().zip(name.bytes()) {
		*place = byte;
	}
	for (place, byte) in request.iter_mut().skip(libc::IFNAMSIZ).zip(flags.to_ne_bytes()) {
		*place = byte;
	}
	// SAFETY: the descriptor is open, and the kernel reads and writes no more than the request, which lives on.
	let made = unsafe { libc::ioctl(file.as_raw_fd(), TUNSETIFF, request.as_mut_ptr()) };
	ensure!(made == 0, "the card {name}: {}", std::io::Error::last_os_error());
	Ok(file)
}
