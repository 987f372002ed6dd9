// SPDX-License-Identifier: Apache-2.0

/// The database's tables, step by step. A step that has shipped is never edited.
///
/// What can be read on disk without a key: random ids, versions, the day of a change, whether a row is current or
/// removed, which act wrote it, the names of accounts, and the audit entries, which hold ids and verbs only.
public enum Migrations {
    struct Step: Sendable {
        let name: String
        let statements: @Sendable (SQLDialect) -> [String]
    }

    /// In the order they run.
    static let all: [Step] = [register, access, tier, people, audit, erasure, files, servers, backup]

    /// The database itself refuses to change or drop what stands in the table.
    static func appendOnly(_ table: String, _ dialect: SQLDialect) -> [String] {
        guard dialect == .sqlite else { return appendOnlyOnServer(table) }
        return ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)No\(verb) BEFORE \(verb) ON \(table)
            BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
            """
        }
    }

    private static func appendOnlyOnServer(_ table: String) -> [String] {
        [
            """
            CREATE OR REPLACE FUNCTION refuseChange() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$
            """
        ]
            + ["UPDATE", "DELETE", "TRUNCATE"].map { verb in
                """
                CREATE TRIGGER \(table)No\(verb) BEFORE \(verb) ON \(table)
                FOR EACH STATEMENT EXECUTE FUNCTION refuseChange()
                """
            }
    }

    /// Brings a database to the newest step, in one transaction.
    ///
    /// - Parameter names: Takes only these steps, for a dump of an older database; all when nil.
    /// - Throws: `StoreError.newerSchema` when the database, or the list, knows a step that this program does not.
    static func run(on connection: any SQLConnection, only names: [String]? = nil) throws {
        try connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
        let done = try connection.query("SELECT name FROM migration ORDER BY name").compactMap { $0.text(0) }
        if let unknown = (done + (names ?? [])).first(where: { name in !all.contains { $0.name == name } }) {
            throw StoreError.newerSchema(unknown)
        }
        for step in all where !done.contains(step.name) && names?.contains(step.name) ?? true {
            for statement in step.statements(connection.dialect) {
                try connection.execute(SQL(stringLiteral: statement))
            }
            try connection.execute("INSERT INTO migration (name) VALUES (\(step.name))")
        }
    }
}
