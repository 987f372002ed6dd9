// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

/// Erases by destroying keys: the wrapped keys of a case, of its compartments and of its files go together with every
/// sealed row, in one transaction. What a thief or an old copy of the database still has opens with no key that exists.
///
/// Knows tables and no key, so that an erasure can be carried out once more on an old copy while it is being restored.
public enum Erasure {
    /// How much went.
    public struct Counts: Sendable, Hashable, Codable {
        /// Cases and people whose key was destroyed.
        public var keys = 0
        /// Versions of records.
        public var versions = 0
        /// Envelopes with keys of compartments.
        public var compartmentKeys = 0
        public var files = 0
        /// Shares with other agencies, reviews, broken glass, assignments, decisions on keeping.
        public var around = 0
        /// Words of searches, alerts and requests about it.
        public var words = 0

        public init() {}
    }

    /// Everything in a register that was erased, oldest first: what a backup keeps so that a restore can repeat it.
    public static func ledger(_ connection: any SQLConnection) throws -> [Tombstone] {
        try connection.query("SELECT \(raw: Tombstone.columns) FROM tombstone ORDER BY act, scope")
            .map { try Tombstone($0) }
    }

    /// Erases once more, on a copy from before: each scope's keys, rows and files go, and its tombstone stands again.
    /// Needs no key. An entry in the log of the copy follows when the register is next opened. Harmless when done
    /// already, and for scopes that the copy never had.
    ///
    /// - Returns: what went.
    @discardableResult
    public static func replay(_ tombstones: [Tombstone], on connection: any SQLConnection) throws -> Counts {
        var counts = Counts()
        guard !tombstones.isEmpty else { return counts }
        let known = Set(try ledger(connection).map(\.scope))
        var fresh: [Tombstone] = []
        for old in tombstones where !known.contains(old.scope) {
            try connection.execute("DELETE FROM erasure WHERE scope = \(old.scope.bytes) AND state = 'coolingOff'")
            fresh.append(Tombstone(scope: old.scope, agency: old.agency, day: old.day, reason: old.reason, act: 0))
        }
        try destroy(fresh, act: 0, &counts, connection)
        return counts
    }

    /// The same by ids alone, when no more is known.
    @discardableResult
    public static func replay(_ scopes: [EntityID], on connection: any SQLConnection) throws -> Counts {
        let nobody = EntityID(high: 0, low: 0)
        let day = Clock.system.today.description
        return try replay(
            scopes.map { scope in
                Tombstone(scope: scope, agency: nobody, day: day, reason: EraseReason.asked.rawValue, act: 0)
            }, on: connection)
    }

    /// The numbers of the searches whose words were erased, in order; a backup keeps them as it keeps the ledger.
    static func words(_ connection: any SQLConnection) throws -> [Int] {
        try connection.query("SELECT seq FROM erasedWords ORDER BY seq").compactMap { $0.int(0) }
    }

    /// Erases the words of searches once more, on a copy from before; those that the copy does not have are passed
    /// over. As with `replay`, the entry in the log follows when the register is next opened.
    ///
    /// - Returns: how many went.
    @discardableResult
    static func replay(words: Set<Int>, on connection: any SQLConnection) throws -> Int {
        var count = 0
        for seq in words.sorted() {
            guard try !connection.query("SELECT 1 FROM auditWords WHERE seq = \(seq)").isEmpty else { continue }
            try connection.execute(
                "INSERT INTO erasedWords (seq, erasure) VALUES (\(seq), 0) ON CONFLICT (seq) DO NOTHING")
            count += try connection.execute("DELETE FROM auditWords WHERE seq = \(seq)")
        }
        return count
    }

    /// A row as the act that wrote it wrote it, from under the layer that a later key of its case or person put on it.
    typealias Peel = (CaseStore.SealedRow) throws -> [UInt8]

    /// Destroys keys and rows of scopes and sets their tombstones, in the transaction at hand.
    ///
    /// - Parameters:
    ///   - act: The number of the audit entry, 0 when none can be written.
    ///   - peel: Nil without the register's key: then what stays and was sealed anew is digested when the register is
    ///     next opened (`settle`).
    static func destroy(
        _ tombstones: [Tombstone], act: Int, peel: Peel? = nil, _ counts: inout Counts, _ connection: any SQLConnection
    ) throws {
        guard !tombstones.isEmpty else { return }
        var acts: Set<Int> = []
        for tombstone in tombstones {
            let scope = tombstone.scope.bytes
            for row in try connection.query("SELECT DISTINCT act FROM record WHERE scope = \(scope)") {
                if let number = row.int(0) { acts.insert(number) }
            }
            for row in try connection.query("SELECT act FROM file WHERE scope = \(scope) AND act > 0") {
                if let number = row.int(0) { acts.insert(number) }
            }
            try destroyRows(scope, &counts, connection)
            try connection.execute(
                """
                INSERT INTO tombstone (scope, agency, day, reason, act) VALUES
                (\(scope), \(tombstone.agency.bytes), \(tombstone.day), \(tombstone.reason), \(act))
                """)
        }
        for number in acts.sorted() {
            try note(number, erasure: act, peel, connection)
            try connection.execute("DELETE FROM idempotency WHERE act = \(number)")
        }
    }

    private static func destroyRows(_ scope: [UInt8], _ counts: inout Counts, _ connection: any SQLConnection) throws {
        // The keys first: whatever follows is tidying up.
        counts.compartmentKeys += try connection.execute("DELETE FROM compartmentKey WHERE scope = \(scope)")
        try connection.execute("DELETE FROM compartment WHERE scope = \(scope)")
        counts.files += try Files.destroy(ofScope: scope, connection)
        counts.around += try connection.execute("DELETE FROM review WHERE scope = \(scope)")
        counts.around += try connection.execute("DELETE FROM glass WHERE scope = \(scope)")
        counts.around += try connection.execute("DELETE FROM share WHERE scope = \(scope)")
        counts.around += try connection.execute("DELETE FROM assignment WHERE scope = \(scope)")
        counts.around += try connection.execute("DELETE FROM retention WHERE scope = \(scope)")
        counts.versions += try connection.execute("DELETE FROM record WHERE scope = \(scope)")
        counts.keys += try connection.execute("DELETE FROM scope WHERE id = \(scope)")
    }

    /// Writes down what is left of the records that an act wrote, so that the log can still be checked against them.
    private static func note(
        _ number: Int, erasure: Int, _ peel: Peel?, _ connection: any SQLConnection
    ) throws {
        let rows = try connection.query(
            """
            SELECT \(raw: CaseStore.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.act = \(number) ORDER BY r.seq
            """
        ).map(CaseStore.sealedRow)
        var digest = RowDigest()
        for row in rows {
            digest.add(id: row.id, version: row.version, sealed: try peel?(row) ?? row.sealed)
        }
        let isUnknown = peel == nil && rows.contains { OuterLayer.covers($0.sealed) }
        try connection.execute(
            """
            INSERT INTO erasedAct (act, erasure, digest) VALUES
            (\(number), \(erasure), \(isUnknown ? unknown : digest.hex))
            ON CONFLICT (act, erasure) DO UPDATE SET digest = excluded.digest
            """)
    }

    /// Stands for a digest that could not be made without the register's key.
    static let unknown = "?"

    /// Makes the digests that an erasure without the register's key had to leave open.
    static func settle(_ connection: any SQLConnection, _ peel: @escaping Peel) throws {
        let open = try connection.query("SELECT act FROM erasedAct WHERE erasure = 0 AND digest = \(unknown)")
        for number in open.compactMap({ $0.int(0) }) { try note(number, erasure: 0, peel, connection) }
    }

    /// SHA-256 over all that one erasure left behind, as its audit entry says it; empty when there is nothing of it.
    static func digest(ofErasure act: Int, _ connection: any SQLConnection) throws -> String {
        var text = ""
        let tombstones = try connection.query(
            "SELECT \(raw: Tombstone.columns) FROM tombstone WHERE act = \(act) ORDER BY scope")
        for row in tombstones { text += try Tombstone(row).line }
        for row in try connection.query("SELECT act, digest FROM erasedAct WHERE erasure = \(act) ORDER BY act") {
            text += "act \(row.int(0) ?? 0) \(row.text(1) ?? "")\n"
        }
        for row in try connection.query("SELECT seq FROM erasedWords WHERE erasure = \(act) ORDER BY seq") {
            text += "words \(row.int(0) ?? 0)\n"
        }
        return text.isEmpty ? "" : digest(of: text)
    }

    private static func digest(of text: String) -> String {
        var hash = RunningHash()
        hash.update(Array(text.utf8))
        return hash.hex
    }
}
