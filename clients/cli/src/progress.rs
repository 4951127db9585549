//! Progress bars: on a terminal only, on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use salus_sdk::Progress;
use std::{
	io::IsTerminal,
	sync::{Mutex, MutexGuard, PoisonError},
};

/// One bar at a time.
#[derive(Debug)]
struct Bars {
	current: Mutex<ProgressBar>,
}

impl Bars {
	fn current(&self) -> MutexGuard<'_, ProgressBar> {
		// A bar is as good after a panic elsewhere as before.
		self.current.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

impl Progress for Bars {
	fn start(&self, label: &str, bytes: u64) {
		let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
		let template = "{msg:30!} {bar:30} {binary_bytes:>11} of {binary_total_bytes} {binary_bytes_per_sec}";
		if let Ok(style) = ProgressStyle::with_template(template) {
			bar.set_style(style);
		}
		bar.set_message(label.to_owned());
		*self.current() = bar;
	}

	fn advance(&self, bytes: u64) {
		self.current().inc(bytes);
	}

	fn finish(&self) {
		self.current().finish_and_clear();
	}
}

/// Bars where standard error is a terminal, silence elsewhere.
pub fn progress() -> Box<dyn Progress> {
	if std::io::stderr().is_terminal() {
		Box::new(Bars { current: Mutex::new(ProgressBar::hidden()) })
	} else {
		Box::new(())
	}
}
