//! Configuration of the pallets, a file a concern.

mod consensus;
mod governance;
mod offences;
mod quota;
mod records;
mod system;
mod zero_currency;

pub use consensus::{ForcedFinality, ReportLongevity, HISTORY_SESSIONS};
pub use governance::motions;
pub use offences::{AuthorSessions, KeyOwners};
pub use quota::Policy;
pub use system::{MigrationServiceWeight, RuntimeBlockLength, RuntimeBlockWeights};
