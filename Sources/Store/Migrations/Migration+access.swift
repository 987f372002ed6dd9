// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Several agencies on one server, who wrote what, how a case stands, and to whom it is assigned.
    ///
    /// What there was belongs to the one agency there was; nobody is known to have written it.
    static let access = Step(name: "0002-access") { dialect in
        let blob = dialect.blobType
        let home = "(SELECT value FROM instance WHERE name = 'agency')"
        return [
            "CREATE TABLE agency (id \(blob) PRIMARY KEY, wrapped \(blob) NOT NULL, version INTEGER NOT NULL, sealed \(blob))",
            """
            INSERT INTO agency (id, wrapped, version) SELECT a.value, k.value, 0 FROM instance a, instance k
            WHERE a.name = 'agency' AND k.name = 'agencyKey'
            """,
            "ALTER TABLE scope ADD COLUMN agency \(blob)",
            "ALTER TABLE scope ADD COLUMN state TEXT",
            "ALTER TABLE scope ADD COLUMN author \(blob)",
            "UPDATE scope SET agency = \(home)",
            "ALTER TABLE record ADD COLUMN author \(blob)",
            "ALTER TABLE batch ADD COLUMN agency \(blob)",
            "UPDATE batch SET agency = \(home)",
            """
            CREATE TABLE assignment (
                scope \(blob) NOT NULL REFERENCES scope (id), account \(blob) NOT NULL, PRIMARY KEY (scope, account))
            """,
            "CREATE INDEX assignmentByAccount ON assignment (account)",
        ]
    }
}
