// SPDX-License-Identifier: Apache-2.0

/// Puts the rows of a dump into a database that has the tables and no rows.
///
/// Which table and which columns is taken from the dump and checked against the database: nothing of it becomes SQL
/// that is not a name there.
public struct DumpLoader {
    private let connection: any SQLConnection
    private let tables: [StoredTable]
    private var columns: [String: [String]] = [:]
    /// Rows put in, by table.
    public private(set) var counts: [String: Int] = [:]

    /// Makes the tables as the given steps left them.
    ///
    /// - Parameters:
    ///   - connection: Of a write transaction on an empty database.
    ///   - steps: Those of the database that the dump was made of; the newest of this program when nil.
    /// - Throws: `StoreError.newerSchema` for a step that this program does not know; `.instanceExists` when the
    ///   database holds rows already.
    public init(
        _ connection: any SQLConnection, steps: [String]? = nil, tables: [StoredTable] = Migrations.tables
    ) throws {
        self.connection = connection
        self.tables = tables
        try Migrations.run(on: connection, only: steps)
        for table in tables {
            let names = try Dump.columns(of: table.name, connection)
            guard !names.isEmpty else { continue }
            columns[table.name] = names
            guard try connection.query("SELECT 1 FROM \(raw: table.name) LIMIT 1").isEmpty else {
                throw StoreError.instanceExists
            }
        }
    }

    /// For rows that go into a database that is loaded already, after those they replace were removed.
    init(
        into loaded: any SQLConnection, tables: [StoredTable] = Migrations.tables
    ) throws {
        connection = loaded
        self.tables = tables
        for table in tables { columns[table.name] = try Dump.columns(of: table.name, loaded) }
    }

    /// - Throws: `StoreError.damaged` for a table or column that the database does not have; `SQLError`.
    public mutating func add(_ batch: DumpBatch) throws { try add(batch, onConflict: "") }

    /// - Parameter otherwise: What to do with a row that is there already, in SQL of the program's own.
    mutating func add(_ batch: DumpBatch, onConflict otherwise: String) throws {
        guard let table = tables.first(where: { $0.name == batch.table }), let known = columns[batch.table],
            Set(batch.columns.map { $0.lowercased() }) == Set(known.map { $0.lowercased() }),
            batch.columns.count == known.count, batch.rows.allSatisfy({ $0.count == known.count })
        else { throw StoreError.damaged("dump") }
        counts[batch.table, default: 0] += batch.rows.count
        guard !batch.rows.isEmpty else { return }
        try connection.executeMany(insertion(table, batch.columns) + otherwise, shared: [], batch.rows)
    }

    /// Sets the engine's own counters behind the rows that were put in. To be called last.
    public func finish() throws {
        guard connection.dialect == .postgresql else { return }
        for table in tables where columns[table.name]?.isEmpty == false {
            guard let identity = table.identity else { continue }
            _ = try connection.query(
                """
                SELECT setval(pg_get_serial_sequence(\(table.name), \(identity)),
                (SELECT COALESCE(MAX(\(raw: identity)), 0) + 1 FROM \(raw: table.name)), false)
                """)
        }
    }

    private func insertion(_ table: StoredTable, _ columns: [String]) -> String {
        let places = columns.indices.map { connection.dialect.placeholder($0 + 1) }.joined(separator: ", ")
        let given = table.identity != nil && connection.dialect == .postgresql ? "OVERRIDING SYSTEM VALUE " : ""
        return "INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) \(given)VALUES (\(places))"
    }
}
