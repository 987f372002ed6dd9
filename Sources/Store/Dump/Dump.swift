// SPDX-License-Identifier: Apache-2.0

/// Some rows of one table, columns by name.
public struct DumpBatch: Sendable, Equatable {
    public let table: String
    /// As the database lists them.
    public let columns: [String]
    /// At most about 1 MiB, or one row when that is longer.
    public var rows: [[SQLValue]]
}

/// Everything that a database holds, as a stream of rows: for backups and for moving between engines.
public enum Dump {
    /// Bytes in one batch, about.
    static let batchBytes = 1 << 20

    /// Reads tables in their order, row by row. Each gives at least one batch, empty when it has no rows; a table that
    /// the database's step does not have yet gives none. Holds one batch in memory.
    ///
    /// - Parameter connection: Of a read transaction: all tables are read as they stand at one moment.
    /// - Throws: `SQLError`; whatever `body` throws.
    public static func read(
        _ connection: any SQLConnection, tables: [StoredTable] = Migrations.tables,
        _ body: (DumpBatch) throws -> Void
    ) throws {
        for table in tables { try read(table, after: nil, connection, body) }
    }

    /// - Parameter after: Of a table that grows: only rows with a higher number.
    static func read(
        _ table: StoredTable, after: Int?, _ connection: any SQLConnection, _ body: (DumpBatch) throws -> Void
    ) throws {
        let number = table.grows ?? ""
        try read(table, where: after.map { "\(number) > \($0)" } ?? "", connection, body)
    }

    /// - Parameter condition: Which rows, in SQL of the program's own; empty for all.
    static func read(
        _ table: StoredTable, where condition: String, _ connection: any SQLConnection,
        _ body: (DumpBatch) throws -> Void
    ) throws {
        let columns = try columns(of: table.name, connection)
        guard !columns.isEmpty else { return }
        var batch = DumpBatch(table: table.name, columns: columns, rows: [])
        var (bytes, batches) = (0, 0)
        try connection.forEach(query(table, columns, condition)) { row in
            batch.rows.append(row.values)
            bytes += row.values.reduce(0) { $0 + $1.byteCount }
            guard bytes >= batchBytes else { return }
            try body(batch)
            (bytes, batches) = (0, batches + 1)
            batch.rows.removeAll(keepingCapacity: true)
        }
        if !batch.rows.isEmpty || batches == 0 { try body(batch) }
    }

    private static func query(_ table: StoredTable, _ columns: [String], _ condition: String) -> SQL {
        let (list, order) = (columns.joined(separator: ", "), table.key.joined(separator: ", "))
        let wanted = condition.isEmpty ? "" : "WHERE \(condition) "
        return "SELECT \(raw: list) FROM \(raw: table.name) \(raw: wanted)ORDER BY \(raw: order)"
    }

    /// The steps that made the database's tables, in order; empty for an empty database.
    public static func steps(_ connection: any SQLConnection) throws -> [String] {
        guard try !columns(of: "migration", connection).isEmpty else { return [] }
        return try connection.query("SELECT name FROM migration ORDER BY name").compactMap { $0.text(0) }
    }

    /// The columns of a table; empty when there is none of this name.
    static func columns(of table: String, _ connection: any SQLConnection) throws -> [String] {
        let sql: SQL =
            switch connection.dialect {
            case .sqlite: "SELECT name FROM pragma_table_info(\(table)) ORDER BY cid"
            case .postgresql:
                """
                SELECT CAST(column_name AS text) FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = lower(\(table)) ORDER BY ordinal_position
                """
            }
        return try connection.query(sql).compactMap { $0.text(0) }
    }
}

extension SQLValue {
    /// About how much memory its content takes.
    var byteCount: Int {
        switch self {
        case .null, .int: 9
        case .text(let text): text.utf8.count + 5
        case .blob(let bytes): bytes.count + 5
        }
    }
}
