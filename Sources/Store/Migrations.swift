// SPDX-License-Identifier: Apache-2.0

/// The database's tables, step by step. A step that has shipped is never edited.
///
/// What can be read on disk without a key: random ids, versions, the day of a change, whether a row is current or
/// removed, which act wrote it, the names of accounts, and the audit entries, which hold ids and verbs only.
enum Migrations {
    struct Step: Sendable {
        let name: String
        let statements: @Sendable (SQLDialect) -> [String]
    }

    static let all: [Step] = [
        Step(name: "0001-register") { dialect in
            let blob = dialect.blobType
            // SQLite: the row's own number, and rows that lie in the order of their key: no second tree to keep.
            let (number, byKey) = dialect == .sqlite ? ("INTEGER", " WITHOUT ROWID") : ("BIGINT", "")
            let serial = dialect == .sqlite ? "INTEGER PRIMARY KEY" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
            return [
                "CREATE TABLE instance (name TEXT PRIMARY KEY, value \(blob) NOT NULL)",
                "CREATE TABLE scope (id \(blob) PRIMARY KEY, epoch INTEGER NOT NULL, wrapped \(blob) NOT NULL)\(byKey)",
                """
                CREATE TABLE record (
                    seq \(serial), scope \(blob) NOT NULL REFERENCES scope (id), id \(blob) NOT NULL,
                    version INTEGER NOT NULL CHECK (version > 0), live INTEGER NOT NULL, removed INTEGER NOT NULL,
                    day TEXT NOT NULL, act BIGINT NOT NULL, batch \(blob), sealed \(blob) NOT NULL)
                """,
                "CREATE UNIQUE INDEX recordByScope ON record (scope, id, version)",
                "CREATE INDEX recordByBatch ON record (batch) WHERE batch IS NOT NULL",
                "CREATE TABLE audit (seq \(number) PRIMARY KEY, entry \(blob) NOT NULL, hash \(blob) NOT NULL, mac \(blob) NOT NULL)",
                "CREATE TABLE account (id \(blob) PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, sealed \(blob) NOT NULL)",
                "CREATE TABLE batch (id \(blob) PRIMARY KEY, fingerprint \(blob) NOT NULL, day TEXT NOT NULL, undone INTEGER NOT NULL, sealed \(blob) NOT NULL)",
                "CREATE TABLE idempotency (name \(blob) PRIMARY KEY, content \(blob) NOT NULL, act BIGINT NOT NULL, day TEXT NOT NULL)",
            ] + appendOnly("audit", dialect)
        },
        tier,
        audit,
    ]

    /// The database itself refuses to change or drop what stands in the table.
    static func appendOnly(_ table: String, _ dialect: SQLDialect) -> [String] {
        guard dialect == .sqlite else { return [] }
        return ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)No\(verb) BEFORE \(verb) ON \(table)
            BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
            """
        }
    }

    /// Brings a database to the newest step, in one transaction.
    ///
    /// - Throws: `StoreError.newerSchema` when the database knows a step that this program does not.
    static func run(on connection: any SQLConnection) throws {
        try connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
        let done = try connection.query("SELECT name FROM migration ORDER BY name").compactMap { $0.text(0) }
        if let unknown = done.first(where: { name in !all.contains { $0.name == name } }) {
            throw StoreError.newerSchema(unknown)
        }
        for step in all where !done.contains(step.name) {
            for statement in step.statements(connection.dialect) {
                try connection.execute(SQL(stringLiteral: statement))
            }
            try connection.execute("INSERT INTO migration (name) VALUES (\(step.name))")
        }
    }
}
