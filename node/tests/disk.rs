//! When a node takes its disk for full.

use salus_node::disk::{room, shortage, watch, LEAST};
use std::{path::Path, time::Duration};

#[test]
fn shortage_should_be_told_when_less_than_the_least_is_free() {
	let folder = Path::new("/data/salus");
	assert_eq!(shortage(folder, LEAST), None);
	assert_eq!(shortage(folder, u64::MAX), None);
	let told = shortage(folder, LEAST - 1).expect("it is too little");
	assert!(told.contains("/data/salus is full: 63 MiB are free, and a node needs 64"), "{told}");
	assert!(shortage(folder, 0).is_some());
}

#[test]
fn room_should_be_that_of_the_disk_when_the_folder_is_not_there_yet() {
	let there = std::env::temp_dir();
	assert!(room(&there).is_ok_and(|room| room > 0));
	assert!(room(&there.join("not/yet/there")).is_ok_and(|room| room > 0));
	assert!(room(Path::new("/proc")).is_ok_and(|room| room < LEAST), "/proc has no room");
}

#[tokio::test]
async fn watch_should_end_when_there_is_no_room_and_not_before() {
	let long = Duration::from_millis(300);
	assert!(tokio::time::timeout(long, watch("/proc".into())).await.is_ok(), "it goes on without room");
	assert!(
		tokio::time::timeout(long, watch(std::env::temp_dir())).await.is_err(),
		"it ended with room left"
	);
}
