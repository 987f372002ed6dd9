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
        var after = 0
        var opening: Task<[IndexEntry], any Error>?
        while true {
            let (rows, last) = try await currentRows(after: after)
            if let opened = try await opening?.value { for entry in opened { built.take(.record(entry)) } }
            opening = Task { try await self.indexEntries(rows) }
            guard let last else { break }
            after = last
        }
        if let opened = try await opening?.value { for entry in opened { built.take(.record(entry)) } }
        built.settle()
        let finished = built
        index.withLock { $0 = finished }
    }

    /// The same, read at one moment on one thread: when too much was changed by other servers to follow it.
    func rebuildIndex(_ connection: any SQLConnection) throws {
        var built = OfficeIndex()
        built.tier = try loadTier(connection)
        for update in try Self.assignments(connection) { built.take(update) }
        var after: Int? = 0
        while let start = after {
            let (rows, last) = try currentRows(after: start, connection)
            for entry in try openedEntries(rows[...]) { built.take(.record(entry)) }
            after = last
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

    private static let loadBatchRows = 20_000

    private func currentRows(after start: Int) async throws -> (rows: [SealedRow], last: Int?) {
        try await database.read { connection in
            // Pages that nobody asks for again soon.
            defer { connection.releaseMemory() }
            return try self.currentRows(after: start, connection)
        }
    }

    private func currentRows(after start: Int, _ connection: any SQLConnection) throws -> (
        rows: [SealedRow], last: Int?
    ) {
        var rows: [SealedRow] = []
        var last: Int?
        try connection.forEach(
            """
            SELECT \(raw: Self.rowColumns), r.seq FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.seq > \(start) AND r.live = 1 AND r.removed = 0 ORDER BY r.seq LIMIT \(Self.loadBatchRows)
            """
        ) { row in
            last = row.int(Self.rowColumnCount)
            rows.append(try Self.sealedRow(row))
        }
        return (rows, last)
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
