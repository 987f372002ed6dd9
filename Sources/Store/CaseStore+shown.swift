// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// What those who see no records were shown, kept with the settings of their agency: sealed, and never a record.
extension CaseStore {
    /// The number of the last thing that was done: what was written by it, or before it, is how things stand now.
    public func lastAct() async throws -> Int {
        try await database.read { try AuditTrail.head($0)?.count ?? 0 }
    }

    /// Keeps what was shown, next to the version of the agency that was read.
    ///
    /// - Parameter permit: For publishing, of somebody of the agency.
    /// - Throws: `StoreError.conflict` when somebody else wrote meanwhile; `.notFound`.
    public func keepShown(_ text: String, named name: String, of agency: Agency, permit: Permit) async throws {
        try permit.covers(.datasetPublish)
        guard permit.actor.agency == agency.id else { throw StoreError.notPermitted }
        var agency = agency
        agency.settings.more[name] = text
        try await write(agency, permit)
    }
}
