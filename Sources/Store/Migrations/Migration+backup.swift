// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Backups that were made, restores, and restores that were tried.
    ///
    /// Readable on disk: that and when there was one, of which kind, and the digest of its list.
    static let backup = Step(name: "0008-backup") { dialect in
        let blob = dialect.blobType
        return [
            // noted: whether the audit log has an entry of it; who makes one may not have the key for that.
            """
            CREATE TABLE backup (
                id \(blob) PRIMARY KEY, kind TEXT NOT NULL, at BIGINT NOT NULL, entries BIGINT NOT NULL,
                digest TEXT NOT NULL, noted INTEGER NOT NULL)
            """,
            "CREATE INDEX backupByTime ON backup (kind, at)",
        ]
    }
}
