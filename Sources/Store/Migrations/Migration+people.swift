// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Failures of signing in, which outlive a restart, and what waits for a second person.
    ///
    /// Readable on disk: how often something failed, under a keyed hash of whose failures they are; of a request its
    /// kind, its state and when it runs out.
    static let people = Step(name: "0003-people") { dialect in
        let blob = dialect.blobType
        let byKey = dialect == .sqlite ? " WITHOUT ROWID" : ""
        return [
            "CREATE TABLE throttle (name \(blob) PRIMARY KEY, amount BIGINT NOT NULL, at BIGINT NOT NULL)\(byKey)",
            """
            CREATE TABLE request (
                id \(blob) PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, expires BIGINT NOT NULL,
                version INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
        ]
    }
}
