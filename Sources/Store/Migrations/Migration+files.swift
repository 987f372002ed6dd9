// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Files that belong to a case, in sealed chunks.
    ///
    /// Readable on disk: which case a file belongs to, who put it there, on which day, whether it is whole, how many
    /// chunks it has. Names, types, sizes and digests are sealed. A chunk outlives its file for a short while when the
    /// case is erased: its key is gone then.
    static let files = Step(name: "0006-files") { dialect in
        let blob = dialect.blobType
        return [
            // state: 0 on its way in, 1 there, 2 taken out.
            """
            CREATE TABLE file (
                id \(blob) PRIMARY KEY, scope \(blob) NOT NULL REFERENCES scope (id), state INTEGER NOT NULL,
                version INTEGER NOT NULL, day TEXT NOT NULL, act BIGINT NOT NULL, author \(blob),
                wrapped \(blob) NOT NULL, sealed \(blob) NOT NULL)
            """,
            "CREATE INDEX fileByScope ON file (scope)",
            // rendition: 0 the original, 1 the copy for daily use.
            """
            CREATE TABLE fileChunk (
                file \(blob) NOT NULL, rendition INTEGER NOT NULL, number INTEGER NOT NULL, sealed \(blob) NOT NULL,
                PRIMARY KEY (file, rendition, number))
            """,
            // Files that are no more and of which chunks are still to be deleted.
            "CREATE TABLE fileOrphan (file \(blob) PRIMARY KEY)",
        ]
    }
}
