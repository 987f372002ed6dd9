// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Records sealed under the key of their scope, the audit log, accounts, files that were taken in.
    static let register = Step(name: "0001-register") { dialect in
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
    }
}
