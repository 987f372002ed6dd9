// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Puts the files of a backup into an empty database: the rows of the whole backup, those of the increment over them,
/// then the wrapped keys.
struct SetLoader {
    let set: BackupSet
    let identities: [AgeIdentity]
    let connection: any SQLConnection

    func run() throws {
        var loader = try DumpLoader(connection, steps: set.whole.steps)
        _ = try set.read(set.whole.data, of: set.whole, identities) { try loader.add($0) }
        if let increment = set.increment {
            try Migrations.run(on: connection, only: increment.steps)
            var changes = try IncrementLoader(connection)
            _ = try set.read(increment.data, of: increment, identities) { try changes.add($0) }
            try changes.finish()
        }
        var keys = KeyringLoader(connection)
        _ = try set.read(set.latest.keyring, of: set.latest, identities) { try keys.add($0) }
        try loader.finish()
        try Migrations.run(on: connection)
    }

    /// That every row that needs a wrapped key has one.
    ///
    /// - Throws: `BackupFault.keyringIncomplete`.
    static func checkKeys(_ connection: any SQLConnection) throws {
        var missing = 0
        for table in Migrations.tables {
            guard case .column(let name, _) = table.wraps else { continue }
            missing +=
                try connection.query(
                    "SELECT COUNT(*) FROM \(raw: table.name) WHERE length(\(raw: name)) = 0"
                ).first?.int(0) ?? 0
        }
        if missing > 0 { throw BackupFault.keyringIncomplete(missing) }
    }

    static func counts(_ connection: any SQLConnection) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in Migrations.tables {
            counts[table.name] =
                try connection.query("SELECT COUNT(*) FROM \(raw: table.name)").first?.int(0) ?? 0
        }
        return counts
    }
}

/// Puts the rows of an increment over those of the whole backup that it goes with.
struct IncrementLoader {
    private let connection: any SQLConnection
    private var plain: DumpLoader
    private var begun: Set<String> = []

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        plain = try DumpLoader(into: connection)
    }

    mutating func add(_ batch: DumpBatch) throws {
        guard let table = Migrations.tables.first(where: { $0.name == batch.table }) else {
            throw StoreError.damaged("dump")
        }
        let isFirst = begun.insert(table.name).inserted
        switch table.change {
        case .replaced:
            if isFirst { try connection.execute("DELETE FROM \(raw: table.name)") }
            try plain.add(batch)
        case .grows:
            if table.name == "record" { try retire(batch) }
            try plain.add(batch)
        case .kept: try put(batch, table, "DO UPDATE SET \(assignments(batch, table))")
        case .tombstones:
            // What was erased since the whole backup goes before its tombstone is set as it stands.
            try Erasure.replay(try tombstones(batch), on: connection)
            try put(batch, table, "DO UPDATE SET \(assignments(batch, table)) WHERE \(table.name).act = 0")
        case .pieces: try put(batch, table, "DO NOTHING")
        }
    }

    /// What follows from the rows.
    func finish() throws {
        if try !Dump.columns(of: "erasedWords", connection).isEmpty {
            try connection.execute("DELETE FROM auditWords WHERE seq IN (SELECT seq FROM erasedWords)")
        }
    }

    private func tombstones(_ batch: DumpBatch) throws -> [Tombstone] {
        let places = Tombstone.columns.components(separatedBy: ", ").compactMap { batch.columns.firstIndex(of: $0) }
        guard places.count == 5 else { throw StoreError.damaged("dump") }
        return try batch.rows.map { row in try Tombstone(SQLRow(places.map { row[$0] })) }
    }

    /// A newer version of a record is the current one in place of all before.
    private func retire(_ batch: DumpBatch) throws {
        guard let scope = batch.columns.firstIndex(of: "scope"), let id = batch.columns.firstIndex(of: "id") else {
            throw StoreError.damaged("dump")
        }
        let places = [1, 2].map { connection.dialect.placeholder($0) }
        try connection.executeMany(
            "UPDATE record SET live = 0 WHERE scope = \(places[0]) AND id = \(places[1])", shared: [],
            batch.rows.map { [$0[scope], $0[id]] })
    }

    private func assignments(_ batch: DumpBatch, _ table: StoredTable) -> String {
        batch.columns.filter { !table.key.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    }

    private mutating func put(_ batch: DumpBatch, _ table: StoredTable, _ otherwise: String) throws {
        try plain.add(batch, onConflict: "ON CONFLICT (\(table.key.joined(separator: ", "))) \(otherwise)")
    }
}

/// Puts wrapped keys where they belong.
struct KeyringLoader {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    mutating func add(_ batch: DumpBatch) throws {
        guard let table = Migrations.tables.first(where: { $0.name == batch.table }) else {
            throw StoreError.damaged("dump")
        }
        switch table.wraps {
        case .none: throw StoreError.damaged("dump")
        case .row:
            var loader = try DumpLoader(into: connection)
            try loader.add(batch)
        case .column(let wrapped, let with):
            let names = table.key + with
            guard batch.columns == names + [wrapped], batch.rows.allSatisfy({ $0.count == batch.columns.count }) else {
                throw StoreError.damaged("dump")
            }
            let dialect = connection.dialect
            let place = { (number: Int) in dialect.placeholder(number) }
            let wheres = names.enumerated().map { "\($1) = \(place($0 + 1))" }.joined(separator: " AND ")
            try connection.executeMany(
                "UPDATE \(table.name) SET \(wrapped) = \(place(names.count + 1)) WHERE \(wheres)", shared: [],
                batch.rows)
        }
    }
}
