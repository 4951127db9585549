//! `salus-node`: makes, checks, finalises and serves the blocks of a Salus chain.
//!
//! - [`cli`]: the command line and its defaults for the two roles of a node.
//! - [`command`]: does what it asks for.
//! - [`chain_spec`]: the chains that a node knows or is given.
//! - [`hard_forks`]: finality that was passed on by force.
//! - [`moving`]: a chain that goes on from the state of another.
//! - [`permissions`], [`network`]: who may connect, and the network that holds to it.
//! - [`service`]: the running node.
//! - [`clock`]: whether the machine's clock agrees with the validators'.
//! - [`disk`]: whether there is room for the database.
//! - [`equivocations`]: what it does when a validator makes two blocks of one slot.
//! - [`metrics`]: what it tells Prometheus of its own.
//! - [`rpc`]: what it answers.

// The errors of sc-cli and sc-service are large; they are returned once in the life of the process.
#![allow(clippy::result_large_err)]

pub mod chain_spec;
pub mod cli;
pub mod clock;
pub mod command;
pub mod disk;
pub mod equivocations;
pub mod hard_forks;
pub mod metrics;
pub mod moving;
pub mod network;
pub mod permissions;
pub mod rpc;
pub mod service;
