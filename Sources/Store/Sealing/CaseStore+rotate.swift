// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension CaseStore {
    /// Puts a new key in the place of an agency's: every key below it is wrapped anew, in one transaction with the
    /// audit entry. The old key opens nothing of the register from then on; a backup made before still has it. A
    /// process that is killed meanwhile leaves the old key in force.
    ///
    /// About 10 µs a case on SQLite: 1 to 2 s for 100,000.
    ///
    /// - Returns: how many keys were wrapped anew.
    /// - Throws: `StoreError.damaged` when one does not open, and nothing is changed; `SQLError`.
    @discardableResult
    public func rotateKey(of agency: EntityID, permit: Permit) async throws -> Int {
        try permit.covers(.keyRotate, subject: .agency(agency))
        let old = try keys.key(of: agency)
        let (new, stored) = keys.maker.successor(of: old)
        return try await database.write { connection in
            var rows: [[SQLValue]] = []
            try connection.forEach("SELECT id, epoch, wrapped FROM scope WHERE agency = \(agency.bytes)") { row in
                guard let id = row.bytes(0), let epoch = row.int(1), let wrapped = row.bytes(2),
                    let rewrapped = try? old.rewrap(wrapped, scope: id, epoch: epoch, to: new)
                else { throw StoreError.damaged("scope key") }
                rows.append([.blob(rewrapped), .blob(id)])
            }
            let (first, second) = (connection.dialect.placeholder(1), connection.dialect.placeholder(2))
            try connection.executeMany(
                "UPDATE scope SET wrapped = \(first) WHERE id = \(second)", shared: [], rows)
            try connection.execute("UPDATE agency SET wrapped = \(stored) WHERE id = \(agency.bytes)")
            try self.tell([.agency(agency)], connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: rows.count), connection)
            connection.afterCommit { self.keys.add(new, of: agency) }
            return rows.count
        }
    }

    /// Puts a new key, of the next epoch, in the place of a case's, person's or organisation's, and seals every version
    /// of its records in it, in one transaction with the audit entry. Its earlier keys then open nothing that lies on
    /// disk. What people alone can open is moved unopened.
    ///
    /// About 10 µs a version.
    ///
    /// - Returns: how many versions of records were sealed anew.
    /// - Throws: `StoreError.notFound`; `.damaged` when something does not open, and nothing is changed; `SQLError`.
    @discardableResult
    public func rotateKey(ofScope id: EntityID, permit: Permit) async throws -> Int {
        try permit.covers(.keyRotate, subject: .caseFile(id))
        return try await database.write { connection in
            let row = try connection.query("SELECT agency, epoch, wrapped FROM scope WHERE id = \(id.bytes)").first
            guard let row, let agency = row.bytes(0).flatMap({ EntityID(bytes: $0) }), let epoch = row.int(1),
                let wrapped = row.bytes(2)
            else { throw StoreError.notFound }
            let old = try self.sealer.scope(id, agency: agency, epoch: epoch, wrapped: wrapped)
            let next = try self.keys.key(of: agency).nextScopeKey(after: wrapped, scope: id.bytes, epoch: epoch)
            let new = OpenScope(id: id, key: next.key, install: self.keys.install, agency: agency)
            let count = try self.reseal(id, from: old, to: new, connection)
            try connection.execute(
                "UPDATE scope SET epoch = \(epoch + 1), wrapped = \(next.wrapped) WHERE id = \(id.bytes)")
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: count), connection)
            return count
        }
    }

    private func reseal(
        _ scope: EntityID, from old: OpenScope, to new: OpenScope, _ connection: any SQLConnection
    ) throws -> Int {
        var rows: [[SQLValue]] = []
        try connection.forEach("SELECT seq, id, version, sealed FROM record WHERE scope = \(scope.bytes)") { row in
            guard let seq = row.int(0), let id = row.bytes(1).flatMap({ EntityID(bytes: $0) }),
                let version = row.int(2), let sealed = row.bytes(3)
            else { throw StoreError.damaged("row") }
            let written = try OuterLayer.peel(sealed, id: id, version: version, in: old)
            rows.append([.blob(try OuterLayer.put(written, id: id, version: version, in: new)), .int(Int64(seq))])
        }
        let (first, second) = (connection.dialect.placeholder(1), connection.dialect.placeholder(2))
        try connection.executeMany("UPDATE record SET sealed = \(first) WHERE seq = \(second)", shared: [], rows)
        for table in ["review", "glass", "share"] { try reseal(table, scope, from: old, to: new, connection) }
        return rows.count
    }

    private func reseal(
        _ table: String, _ scope: EntityID, from old: OpenScope, to new: OpenScope, _ connection: any SQLConnection
    ) throws {
        for row in try connection.query(
            "SELECT id, revision, sealed FROM \(raw: table) WHERE scope = \(scope.bytes)")
        {
            guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }), let revision = row.int(1),
                let sealed = row.bytes(2)
            else { throw StoreError.damaged(table) }
            let open = try old.open(sealed, table: table, id: id, revision: revision)
            let again = try new.seal(open, table: table, id: id, revision: revision)
            try connection.execute("UPDATE \(raw: table) SET sealed = \(again) WHERE id = \(id.bytes)")
        }
    }
}
