// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// What stands beside the audit log: who did it to whom, for looking up; the sealed words of searches; signed
    /// checkpoints; and alerts. All of it follows from the log or is named in it by digest, but for the alerts.
    static let audit = Step(name: "0004-audit") { dialect in
        let blob = dialect.blobType
        let (number, byKey) = dialect == .sqlite ? ("INTEGER", " WITHOUT ROWID") : ("BIGINT", "")
        return [
            // Two rows an entry: side 0 names who did it, side 1 what it was done to.
            """
            CREATE TABLE auditIndex (
                id \(blob) NOT NULL, seq BIGINT NOT NULL, side INTEGER NOT NULL, at BIGINT NOT NULL,
                PRIMARY KEY (id, seq, side))\(byKey)
            """,
            "CREATE TABLE auditWords (seq \(number) PRIMARY KEY, agency \(blob) NOT NULL, sealed \(blob) NOT NULL)",
            """
            CREATE TABLE checkpoint (
                size \(number) PRIMARY KEY, body \(blob) NOT NULL, signature \(blob) NOT NULL, frontier \(blob) NOT NULL)
            """,
            "CREATE TABLE alert (id \(blob) PRIMARY KEY, at BIGINT NOT NULL, version INTEGER NOT NULL, sealed \(blob) NOT NULL)",
            "CREATE INDEX alertByTime ON alert (at)",
        ] + appendOnly("auditWords", dialect) + appendOnly("checkpoint", dialect)
    }
}
