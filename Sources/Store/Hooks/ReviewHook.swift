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
    let isRemoval: Bool
    /// The classes of the fields that differ from the version before; all filled ones of a removal.
    let classes: Set<FieldClass>
    let act: Int
}

extension CaseStore {
    /// Called in the transaction after each written record: locks the record when the permit demands a review.
    ///
    /// - Returns: what the index must know.
    func lockForReview(_ change: WrittenChange, permit: Permit, _ connection: any SQLConnection) throws -> [TierUpdate] {
        []
    }
}
