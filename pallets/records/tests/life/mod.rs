//! Parts of the random lives: who takes part, what may happen, and the rules read a second time.

pub mod cast;
pub mod rules;
pub mod script;
