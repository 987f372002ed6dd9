// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

extension CaseStore {
    /// The latest entries of the log, newest first; of one subject when one is given.
    public func acts(latest limit: Int, about subject: EntityID? = nil, permit: Permit) async throws -> [Act] {
        let found = try await database.read { connection in
            let sql: SQL =
                if let subject {
                    """
                    SELECT entry FROM audit WHERE seq IN (SELECT seq FROM auditIndex WHERE id = \(subject.bytes)
                    AND side = 1 ORDER BY seq DESC LIMIT \(limit)) ORDER BY seq DESC
                    """
                } else {
                    "SELECT entry FROM audit ORDER BY seq DESC LIMIT \(limit)"
                }
            return try connection.query(sql).compactMap { $0.bytes(0).flatMap { Act(canonical: $0) } }
        }
        try await note(permit, count: found.count)
        return found
    }
}

extension CaseStore {
    /// The words of a search, by the number of its entry. The look is an entry of its own, on disk before this returns.
    ///
    /// - Throws: `StoreError.notFound` when the entry is no search of this agency.
    public func words(ofSearch act: Int, permit: Permit) async throws -> String {
        try permit.covers(.auditRead)
        let agency = permit.actor.agency
        let row = try await database.read { connection in
            try connection.query(
                "SELECT sealed FROM auditWords WHERE seq = \(act) AND agency = \(agency.bytes)"
            ).first
        }
        guard let sealed = row?.bytes(0) else { throw StoreError.notFound }
        let words = try keys.openAuditWords(sealed, act: act, agency: agency)
        try await note(permit, count: 1)
        return words
    }
}
