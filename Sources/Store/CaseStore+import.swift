// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

/// A file that was taken in.
public struct Batch: Sendable, Hashable, Codable {
    public let id: EntityID
    /// The name that the file came with.
    public let fileName: String
    public let format: String
    /// Cases made.
    public let cases: Int
    public let records: Int
    /// Milliseconds since 1970 UTC.
    public let at: Int64
    public var isUndone: Bool

    public init(
        id: EntityID, fileName: String, format: String, cases: Int, records: Int, at: Int64, isUndone: Bool = false
    ) {
        self.id = id
        self.fileName = fileName
        self.format = format
        self.cases = cases
        self.records = records
        self.at = at
        self.isUndone = isUndone
    }
}

/// The records of one new case, sealed and ready to be written. Made on any thread.
public struct SealedCase: Sendable {
    let caseID: EntityID
    /// Who opens it, and whose it is.
    let actor: Actor
    let scopes: [[SQLValue]]
    let rows: [Row]
    let digest: String

    /// How many records the case begins with.
    public var recordCount: Int { rows.count }

    /// Ids as their bytes.
    struct Row: Sendable {
        let scope: [UInt8]
        let id: [UInt8]
        let sealed: [UInt8]
    }
}

extension CaseStore {
    /// Seals the records of a new case: version 1 of each, scopes made as they appear.
    ///
    /// - Parameter permit: For taking in the file.
    /// - Throws: `Rejected` for a field of a class that the permit does not let its actor write.
    public func seal(
        _ records: [(id: EntityID, scope: EntityID, record: Record)], ofCase caseID: EntityID, permit: Permit
    ) throws -> SealedCase {
        var scopes: [[SQLValue]] = []
        var open: [OpenScope] = []
        var rows: [SealedCase.Row] = []
        var digest = RowDigest()
        for (id, scopeID, record) in records {
            for entry in record.entries where !permit.ownClasses.contains(sealer.codec.fieldClass(entry.name)) {
                let message = "This field is not yours to bring in. Leave its column out."
                throw Rejected(findings: [Finding(.notYours, severity: .error, field: entry.name, message)])
            }
            var scope = open.first { $0.id == scopeID }
            if scope == nil {
                let (new, wrapped) = try sealer.newScope(scopeID, agency: permit.actor.agency)
                open.append(new)
                scopes.append([.blob(scopeID.bytes), .blob(wrapped)])
                scope = new
            }
            let sealed = try sealer.seal(record, id: id, version: 1, in: scope!)
            digest.add(id: id, version: 1, sealed: sealed)
            rows.append(.init(scope: scopeID.bytes, id: id.bytes, sealed: sealed))
        }
        return SealedCase(caseID: caseID, actor: permit.actor, scopes: scopes, rows: rows, digest: digest.hex)
    }

    /// Writes the cases of a file as they come, an audit entry for each and one for the file, in one transaction: all
    /// or nothing. Other writes wait meanwhile. The index does not know the new cases until `index(batch:)`.
    ///
    /// - Parameters:
    ///   - fingerprint: `fingerprint(ofFile:)` of the file's bytes.
    ///   - next: The next cases, in order; nil when there are no more. May wait; what it throws undoes everything.
    /// - Throws: `StoreError.sameFile` when the same bytes are in the register already, from a batch that was not
    ///   undone; `Refusal` when the actor lost the right meanwhile: nothing of the file is kept.
    public func commit(
        fingerprint: [UInt8], permit: Permit, batch id: EntityID, fileName: String,
        format: @escaping @Sendable () -> String,
        next: @escaping @Sendable () throws -> [SealedCase]?
    ) async throws -> Batch {
        try permit.covers(.importCommit, subject: .importBatch(id))
        return try await database.writeOnce { connection in
            if let earlier = try self.batch(withFingerprint: fingerprint, connection) {
                throw StoreError.sameFile(earlier)
            }
            let today = self.clock.today.description
            let first = try self.trail.begin(connection)
            var (cases, records) = (0, 0)
            while let some = try next() {
                try self.insistOnStanding(permit)
                guard some.allSatisfy({ $0.actor == permit.actor }) else { throw StoreError.notPermitted }
                let acts = some.enumerated().map { position, one in
                    self.entry(
                        permit, verb: .caseRegister, about: one.caseID, act: first + cases + position,
                        count: one.rows.count, digest: one.digest)
                }
                try self.insert(some, of: permit.actor, batch: id, day: today, firstAct: first + cases, connection)
                try self.trail.append(acts, connection)
                cases += some.count
                records += some.reduce(0) { $0 + $1.rows.count }
            }
            try self.insistOnStanding(permit)
            let batch = Batch(
                id: id, fileName: fileName, format: format(), cases: cases, records: records, at: self.clock.now())
            let sealed = try self.keys.system.seal(
                Array(try JSONEncoder().encode(batch)), column: "batch", record: id.bytes, version: 1)
            try connection.execute(
                """
                INSERT INTO batch (id, fingerprint, day, undone, sealed, agency)
                VALUES (\(id.bytes), \(fingerprint), \(today), \(false), \(sealed), \(permit.actor.agency.bytes))
                """)
            try self.trail.append([self.entry(permit, act: first + cases, count: cases)], connection)
            try self.tell([.batch(id)], connection)
            return batch
        }
    }

    /// Makes the cases of a batch known to lists and search.
    public func index(batch: EntityID) async throws {
        if let feed {
            // Not while somebody's change to one of them is being taken in.
            return try await feed.database.readBetweenWrites { try self.index(batch: batch, $0) }
        }
        let rows = try await database.read { try self.rows(ofBatch: batch, $0) }
        take(batch: try await indexEntries(rows))
    }

    func index(batch: EntityID, _ connection: any SQLConnection) throws {
        take(batch: try openedEntries(try rows(ofBatch: batch, connection)[...]))
    }

    private func rows(ofBatch batch: EntityID, _ connection: any SQLConnection) throws -> [SealedRow] {
        try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.batch = \(batch.bytes) AND r.live = 1 AND r.removed = 0 ORDER BY r.seq
            """
        ).map(Self.sealedRow)
    }

    /// Takes many new cases into the index at once.
    private func take(batch entries: [IndexEntry]) {
        index.withLock { index in
            if let agency = entries.first?.head.agency { index.loosen(agency) }
            for entry in entries {
                index.take(.record(entry))
                // Cases that came in a file are assigned to whoever took it in, and nobody else yet.
                if entry.id == entry.scope, let author = entry.head.author, case .caseFile? = entry.item {
                    index.take(
                        .assignment(entry.id, agency: entry.head.agency, account: author, isAssigned: true))
                }
            }
            index.settle()
        }
    }

    private func insert(
        _ cases: [SealedCase], of actor: Actor, batch: EntityID, day: String, firstAct: Int,
        _ connection: any SQLConnection
    ) throws {
        func places(_ count: Int) -> String {
            (1...count).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        }
        let author = actor.isPerson ? SQLValue.blob(actor.id.bytes) : .null
        try connection.executeMany(
            "INSERT INTO scope (epoch, agency, author, id, wrapped) VALUES (\(places(5)))",
            shared: [.int(1), .blob(actor.agency.bytes), author], cases.flatMap(\.scopes))
        var rows: [[SQLValue]] = []
        for (position, one) in cases.enumerated() {
            let act = SQLValue.int(Int64(firstAct + position))
            for row in one.rows { rows.append([act, .blob(row.scope), .blob(row.id), .blob(row.sealed)]) }
        }
        let shared: [SQLValue] = [.int(1), .int(1), .int(0), .text(day), .blob(batch.bytes), author]
        try connection.executeMany(
            "INSERT INTO record (version, live, removed, day, batch, author, act, scope, id, sealed) VALUES (\(places(10)))",
            shared: shared, rows)
        if actor.isPerson {
            try connection.executeMany(
                "INSERT INTO assignment (account, scope) VALUES (\(places(2)))", shared: [author],
                cases.map { [.blob($0.caseID.bytes)] })
        }
    }

    /// A keyed digest that recognises the same bytes again within one agency and says nothing about them.
    public func fingerprint(ofFile bytes: [UInt8], agency: EntityID) throws -> [UInt8] {
        try keys.key(of: agency).fingerprint(of: bytes, purpose: "import file")
    }

    /// The batch that the same bytes came in, when it was not undone.
    public func batch(withFingerprint fingerprint: [UInt8]) async throws -> EntityID? {
        try await database.read { try self.batch(withFingerprint: fingerprint, $0) }
    }

    private func batch(withFingerprint fingerprint: [UInt8], _ connection: any SQLConnection) throws -> EntityID? {
        try connection.query("SELECT id FROM batch WHERE fingerprint = \(fingerprint) AND undone = 0").first?.bytes(0)
            .flatMap { EntityID(bytes: $0) }
    }

    /// The files that the permit's agency took in, latest first.
    public func batches(permit: Permit) async throws -> [Batch] {
        try permit.covers(.registerList)
        let agency = permit.actor.agency.bytes
        let rows = try await database.read {
            try $0.query("SELECT id, undone, sealed FROM batch WHERE agency = \(agency)")
        }
        let batches = try rows.map { row in
            guard let id = row.bytes(0), let sealed = row.bytes(2) else { throw StoreError.damaged("batch") }
            let open = try keys.system.open(sealed, column: "batch", record: id, version: 1)
            var batch = try JSONDecoder().decode(Batch.self, from: Data(open))
            batch.isUndone = row.int(1) == 1
            return batch
        }.sorted { $0.at > $1.at }
        try await note(permit, count: batches.count)
        return batches
    }

    /// The cases that a file brought, when the agency took it in and it was not undone.
    ///
    /// - Throws: `StoreError.notFound`.
    public func cases(ofBatch batch: EntityID, agency: EntityID) async throws -> [EntityID] {
        let scopes = try await database.read { connection in
            let found = try connection.query(
                "SELECT id FROM batch WHERE id = \(batch.bytes) AND agency = \(agency.bytes) AND undone = 0")
            guard !found.isEmpty else { throw StoreError.notFound }
            return try connection.query("SELECT DISTINCT scope FROM record WHERE batch = \(batch.bytes)")
                .compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } }
        }
        return index.withLock { index in scopes.filter { index.agencies[agency]?.cases[$0] != nil } }
    }

    /// Takes everything that a file brought out of sight again, in one transaction. The versions stay for the record.
    ///
    /// - Throws: `StoreError.editedSince` when records of it were changed since, or something was added to its cases:
    ///   nobody's later work goes with it. `.notFound` for an unknown or undone batch.
    public func undo(_ batch: EntityID, permit: Permit) async throws -> Receipt {
        try permit.covers(.importUndo, subject: .importBatch(batch))
        return try await changing { connection in
            let undone = try connection.execute(
                """
                UPDATE batch SET undone = 1
                WHERE id = \(batch.bytes) AND undone = 0 AND agency = \(permit.actor.agency.bytes)
                """)
            guard undone == 1 else { throw StoreError.notFound }
            let later =
                try connection.query(
                    """
                    SELECT COUNT(*) FROM record WHERE (batch IS NULL OR batch <> \(batch.bytes))
                    AND scope IN (SELECT scope FROM record WHERE batch = \(batch.bytes))
                    """
                ).first?.int(0) ?? 0
            guard later == 0 else { throw StoreError.editedSince(later) }
            let rows = try connection.query(
                """
                SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
                WHERE r.batch = \(batch.bytes) AND r.live = 1 ORDER BY r.seq
                """
            ).map(Self.sealedRow)
            let act = try self.trail.begin(connection)
            var digest = RowDigest()
            let entries = try self.withdraw(rows, batch: batch, act: act, digest: &digest, connection)
            try self.append(self.entry(permit, act: act, count: rows.count, digest: digest.hex), connection)
            return (Receipt(act: act, isRepeat: false), entries)
        }
    }

    private func withdraw(
        _ rows: [SealedRow], batch: EntityID, act: Int, digest: inout RowDigest, _ connection: any SQLConnection
    ) throws -> [IndexUpdate] {
        try connection.execute("UPDATE record SET live = 0 WHERE batch = \(batch.bytes)")
        var scope: OpenScope?
        return try rows.map { row in
            if scope?.id != row.scope { scope = try sealer.scope(of: row) }
            let record = try sealer.open(
                row.sealed, id: row.id, version: row.version, in: scope!, .everything)
            let sealed = try seal(
                record, over: row.sealed, id: row.id, version: row.version + 1, in: scope!, for: nil, connection)
            digest.add(id: row.id, version: row.version + 1, sealed: sealed)
            try connection.execute(
                """
                INSERT INTO record (scope, id, version, live, removed, day, act, batch, sealed, author) VALUES
                (\(row.scope.bytes), \(row.id.bytes), \(row.version + 1), 1, \(true), \(clock.today.description), \(act), \
                \(batch.bytes), \(sealed), \(row.author?.bytes))
                """)
            let stored = Stored(id: row.id, version: row.version + 1, day: clock.today, isRemoved: true, record: record)
            return .record(IndexEntry(stored, scope: row.scope, head: row.head))
        }
    }
}
