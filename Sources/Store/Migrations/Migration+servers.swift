// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// What each write changed, for the other servers on the same database: random ids, in the order of the writes.
    ///
    /// Only a database that several servers have open gets rows, and the oldest go; nothing here is worth a backup.
    static let servers = Step(name: "0007-servers") { dialect in
        let number = dialect == .sqlite ? "INTEGER" : "BIGINT"
        let blob = dialect.blobType
        return ["CREATE TABLE change (seq \(number) PRIMARY KEY, kind INTEGER NOT NULL, id \(blob) NOT NULL)"]
    }
}
