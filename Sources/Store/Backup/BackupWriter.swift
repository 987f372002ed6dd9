// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Reads a register inside one read transaction and writes the two files of a backup.
///
/// Handed from the database's thread to the one that reads the files back; never used by two at once.
final class BackupWriter: @unchecked Sendable {
    let stem: String
    private let inner: BackupInner
    private var facts: BackupFacts
    private let data: BackupPart
    private let keyring: BackupPart
    private let recipients: [AgeRecipient]

    init(
        _ connection: any SQLConnection, _ folder: String, _ recipients: [AgeRecipient], _ base: BackupManifest?,
        now: Int64
    ) throws {
        guard let install = try connection.setting("install") else { throw StoreError.noInstance }
        let register = Hex.text(install)
        if let base, base.install != register { throw BackupFault.foreign }
        let set = EntityID.random().description
        inner = BackupInner(
            set: set, kind: base == nil ? .full : .increment, base: base?.set, install: register, made: now,
            steps: try Dump.steps(connection))
        stem = Self.name(at: now, set, isIncrement: base != nil)
        self.recipients = recipients
        data = try BackupPart(stem + ".data.age", in: folder, for: recipients)
        keyring = try BackupPart(stem + ".keyring.age", in: folder, for: recipients)
        facts = BackupFacts(audit: try Self.head(connection, install), counts: [:], erased: [])
        if inner.steps.contains(Migrations.erasure.name) {
            (facts.erased, facts.erasedWords) = (try Erasure.ledger(connection), try Erasure.words(connection))
        }
        for part in [data, keyring] { try part.write(.head(inner)) }
        for table in Migrations.tables { try copy(table, since: base, connection) }
    }

    private func copy(_ table: StoredTable, since base: BackupManifest?, _ connection: any SQLConnection) throws {
        try Dump.read(table, since: base, connection) { batch in
            let split = try KeyringSplit(batch, table)
            if let rows = split.data {
                facts.counts[table.name, default: 0] += rows.rows.count
                try data.write(.rows(rows))
            }
            if let keys = split.keys { try keyring.write(.rows(keys)) }
        }
    }

    /// Writes the ends, and reads both files back.
    func finish() throws -> BackupManifest {
        for part in [data, keyring] { try part.write(.end(facts)) }
        return BackupManifest(
            inner, facts, data: try data.finish(), keyring: try keyring.finish(),
            recipients: recipients.map(\.description))
    }

    /// Gives both files their names.
    func keep() throws {
        try data.keep()
        try keyring.keep()
    }

    /// `wayhouse-20261121T182200Z-3f2a91c0`, in the order of time.
    private static func name(at now: Int64, _ set: String, isIncrement: Bool) -> String {
        let moment = Date(timeIntervalSince1970: Double(now / 1000)).formatted(.iso8601)
            .filter { !"-:".contains($0) }
        return "wayhouse-\(moment)-\(set.prefix(8))" + (isIncrement ? "-increment" : "")
    }

    private static func head(_ connection: any SQLConnection, _ install: [UInt8]) throws -> BackupManifest.Head {
        var tree = MerkleFrontier()
        var last: [UInt8] = []
        try connection.forEach("SELECT hash FROM audit ORDER BY seq") { row in
            last = row.bytes(0) ?? []
            tree.append(last)
        }
        let words = AuditCheckpoint.words(install: install, size: tree.size, root: tree.root)
        return BackupManifest.Head(
            entries: tree.size, hash: Hex.text(last), words: "\(tree.size) \(words)")
    }
}

/// Rows as they go into the data file, and wrapped keys as they go into the keyring.
struct KeyringSplit {
    /// Nil when the whole table belongs to the keyring.
    var data: DumpBatch?
    var keys: DumpBatch?

    /// - Throws: `StoreError.damaged` when the table is not as this program knows it.
    init(_ batch: DumpBatch, _ table: StoredTable) throws {
        switch table.wraps {
        case .none: data = batch
        case .row: keys = batch
        case .column(let wrapped, let with):
            let names = table.key + with + [wrapped]
            let places = try names.map { name in
                guard let place = batch.columns.firstIndex(of: name) else { throw StoreError.damaged("dump") }
                return place
            }
            var rows = batch
            for row in rows.rows.indices { rows.rows[row][places[places.count - 1]] = .blob([]) }
            data = rows
            keys = DumpBatch(
                table: table.name, columns: names, rows: batch.rows.map { row in places.map { row[$0] } })
        }
    }
}

extension Dump {
    /// As `read`, of what an increment has to carry: all of tables whose rows change, of the others what came since.
    static func read(
        _ table: StoredTable, since base: BackupManifest?, _ connection: any SQLConnection,
        _ body: (DumpBatch) throws -> Void
    ) throws {
        guard let base else { return try read(table, after: nil, connection, body) }
        switch table.change {
        case .grows("seq") where table.identity != nil:
            try read(table, after: try lastRow(of: table, writtenBy: base.audit.entries, connection), connection, body)
        case .grows: try read(table, after: base.audit.entries, connection, body)
        case .pieces(let whole, let column):
            try read(
                table, where: "\(column) IN (SELECT id FROM \(whole) WHERE act > \(base.audit.entries) OR state = 0)",
                connection, body)
        case .replaced, .kept, .tombstones: try read(table, after: nil, connection, body)
        }
    }

    /// The last row that was there when the audit log had so many entries: numbers and acts grow together.
    private static func lastRow(
        of table: StoredTable, writtenBy act: Int, _ connection: any SQLConnection
    ) throws -> Int {
        let rows = try connection.query(
            "SELECT MIN(\(raw: table.key[0])) FROM \(raw: table.name) WHERE act > \(act)")
        if let first = rows.first?.int(0) { return first - 1 }
        return try connection.query("SELECT MAX(\(raw: table.key[0])) FROM \(raw: table.name)").first?.int(0) ?? 0
    }
}
