// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

extension CaseStore {
    /// A whole case and the people in it. Its audit entry is on disk before this returns.
    ///
    /// - Throws: `StoreError.notFound`, also for ids that never were.
    public func caseFile(_ id: EntityID, permit: Permit) async throws -> CaseFile {
        let file = try await database.read { connection in try self.load(id, classes: permit.classes, connection) }
        try await note(permit, count: 1 + file.people.count)
        return file
    }

    /// One record and its scope; for editing. Audited like a case that is read.
    public func record(_ id: EntityID, scope: EntityID, permit: Permit) async throws -> Stored {
        guard let latest = try await versions(of: id, scope: scope, permit: permit).last, !latest.isRemoved else {
            throw StoreError.notFound
        }
        return latest
    }

    /// Every version of one record, oldest first; the last is the current one.
    public func versions(of id: EntityID, scope: EntityID, permit: Permit) async throws -> [Stored] {
        let found = try await database.read { connection in
            let rows = try connection.query(
                """
                SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
                WHERE r.scope = \(scope.bytes) AND r.id = \(id.bytes) ORDER BY r.version
                """
            ).map(Self.sealedRow)
            return try self.open(rows, RecordFilter(classes: permit.classes)).map(\.stored)
        }
        guard !found.isEmpty else { throw StoreError.notFound }
        try await note(permit, count: 1)
        return found
    }

    /// Every case in turn, in the order they were registered; one audit entry for all, on disk before the first is
    /// given.
    ///
    /// - Parameter body: Called on the database's thread; must not wait.
    public func forEachCase(permit: Permit, _ body: @escaping @Sendable (CaseFile) throws -> Void) async throws {
        let scopes = try await database.read { connection in
            try connection.query("SELECT scope FROM record GROUP BY scope ORDER BY MIN(seq)")
                .compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } }
        }
        let ids = index.withLock { index in scopes.filter { index.cases[$0] != nil } }
        try await note(permit, count: ids.count)
        try await database.read { connection in
            for id in ids {
                do { try body(try self.load(id, classes: permit.classes, connection)) } catch StoreError.notFound {
                    continue
                }
            }
        }
    }

    private func load(_ id: EntityID, classes: Set<FieldClass>, _ connection: any SQLConnection) throws -> CaseFile {
        let records = try current(in: id, classes: classes, connection)
        guard records.contains(where: { $0.record.kind == .caseFile }) else { throw StoreError.notFound }
        var people: [EntityID: Stored] = [:]
        var organisations: [EntityID: Stored] = [:]
        for stored in records {
            if let person = stored.record.links[.person], people[person] == nil {
                people[person] = try current(in: person, classes: classes, connection).first { $0.id == person }
            }
            if let place = stored.record.links[.organisation], organisations[place] == nil {
                organisations[place] = try current(in: place, classes: classes, connection).first { $0.id == place }
            }
        }
        return CaseFile(id: id, records: records, people: people, organisations: organisations)
    }

    private func current(in scope: EntityID, classes: Set<FieldClass>, _ connection: any SQLConnection) throws
        -> [Stored]
    {
        let rows = try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope = \(scope.bytes) AND r.live = 1 AND r.removed = 0 ORDER BY r.seq
            """
        ).map(Self.sealedRow)
        return try open(rows, RecordFilter(classes: classes)).map(\.stored)
    }
}
