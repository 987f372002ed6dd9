// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// A change to a record as it is about to be written.
struct WrittenChange: Sendable {
    let id: EntityID
    let scope: EntityID
    let agency: EntityID
    let kind: RecordKind
    /// The version before; 0 for a new record.
    let base: Int
    /// What stood there, as far as it could be opened; nil for a new record.
    let before: Record?
    /// What stands there now; nil when it was removed.
    let after: Record?
    /// How the case stands; for a person's or organisation's record that of nothing: open.
    let state: RecordState
    let act: Int
}

extension CaseStore {
    /// Called in the transaction after each written record: locks the record when the permit demands a review.
    ///
    /// - Returns: what the index must know.
    func lockForReview(_ change: WrittenChange, permit: Permit, _ connection: any SQLConnection) throws -> [TierUpdate]
    {
        []
    }
}
