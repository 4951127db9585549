//! A small runtime.
