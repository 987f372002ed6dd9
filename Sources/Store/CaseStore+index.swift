// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

extension CaseStore {
    /// Reads every current record and builds the index; rows are opened on all cores while more are read.
    func loadIndex() async throws {
        var built = OfficeIndex()
        let (assignments, tier) = try await database.read { connection in
            (try Self.assignments(connection), try self.loadTier(connection))
        }
        built.tier = tier
        for update in assignments { built.take(update) }
        let chunks = Handover<[SealedRow]>(waiting: 3)
        async let reading: Void = database.read { connection in
            defer { chunks.end() }
            try self.forEachChunk(connection) { try chunks.give($0) }
        }
        do {
            var opening: Task<[IndexEntry], any Error>?
            for await rows in chunks.pieces {
                chunks.took()
                let opened = try await opening?.value ?? []
                opening = Task { try await self.indexEntries(rows) }
                for entry in opened { built.take(.record(entry)) }
            }
            for entry in try await opening?.value ?? [] { built.take(.record(entry)) }
        } catch {
            chunks.abandon()
            throw error
        }
        try await reading
        built.settle()
        let finished = built
        index.withLock { $0 = finished }
    }

    /// The same, read at one moment on one thread: when too much was changed by other servers to follow it.
    func rebuildIndex(_ connection: any SQLConnection) throws {
        var built = OfficeIndex()
        built.tier = try loadTier(connection)
        for update in try Self.assignments(connection) { built.take(update) }
        try forEachChunk(connection) { rows in
            for entry in try openedEntries(rows[...]) { built.take(.record(entry)) }
        }
        built.settle()
        let finished = built
        index.withLock { $0 = finished }
    }

    private static func assignments(_ connection: any SQLConnection) throws -> [IndexUpdate] {
        var updates: [IndexUpdate] = []
        try connection.forEach(
            "SELECT a.scope, a.account, s.agency FROM assignment a JOIN scope s ON s.id = a.scope"
        ) { row in
            guard let scope = row.bytes(0).flatMap({ EntityID(bytes: $0) }),
                let account = row.bytes(1).flatMap({ EntityID(bytes: $0) }),
                let agency = row.bytes(2).flatMap({ EntityID(bytes: $0) })
            else { throw StoreError.damaged("assignment") }
            updates.append(.assignment(scope, agency: agency, account: account, isAssigned: true))
        }
        return updates
    }

    /// Enough that handing them on costs nothing, and so few that all who work on them begin at once.
    private static let chunkRows = 5_000

    /// All current rows in the order in which they were written, some thousand at a time. Scopes are read once and not
    /// with each of their rows: a database server would look up each.
    private func forEachChunk(_ connection: any SQLConnection, _ body: ([SealedRow]) throws -> Void) throws {
        var scopes: [EntityID: ScopeRow] = [:]
        try connection.forEach("SELECT s.id, \(raw: ScopeRow.columns) FROM scope s") { row in
            guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }) else { throw StoreError.damaged("scope") }
            scopes[id] = try ScopeRow(row, from: 1)
        }
        var rows: [SealedRow] = []
        // Pages that nobody asks for again soon.
        defer { connection.releaseMemory() }
        try connection.forEach(
            "SELECT \(raw: Self.ownColumns) FROM record r WHERE r.live = 1 AND r.removed = 0 ORDER BY r.seq"
        ) { row in
            guard let owner = row.bytes(0).flatMap({ EntityID(bytes: $0) }).flatMap({ scopes[$0] }) else {
                throw StoreError.damaged("row")
            }
            rows.append(try Self.sealedRow(row, of: owner))
            guard rows.count == Self.chunkRows else { return }
            try body(rows)
            rows.removeAll(keepingCapacity: true)
            connection.releaseMemory()
        }
        if !rows.isEmpty { try body(rows) }
    }

    func indexEntries(_ rows: [SealedRow]) async throws -> [IndexEntry] {
        let half = rows.count / 2
        @Sendable func entries(_ some: ArraySlice<SealedRow>) async throws -> [IndexEntry] { try openedEntries(some) }
        async let first = entries(rows[..<half])
        async let second = entries(rows[half...])
        return try await first + second
    }

    /// What the index keeps of rows, opened on this thread.
    func openedEntries(_ rows: ArraySlice<SealedRow>) throws -> [IndexEntry] {
        let opened = try open(Array(rows), .only(RegisterIndex.filter))
        PersonSummary.learnNames(of: opened.lazy.map(\.stored.record))
        return opened.map { IndexEntry($0.stored, scope: $0.row.scope, head: $0.row.head) }
    }
}
