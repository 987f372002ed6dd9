// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// Compartments, reviews, broken glass, agreements and shares.
    ///
    /// What can be read on disk without a key: which case, record, account and agency a row is about, whether it waits,
    /// was decided or taken back, and which act decided; never reasons, classes, days or times.
    static let tier = Step(name: "0002-tier") { dialect in
        let blob = dialect.blobType
        return [
            // The public half of the key that an agency's custodians hold in shares.
            "CREATE TABLE recovery (agency \(blob) PRIMARY KEY, revision INTEGER NOT NULL, sealed \(blob) NOT NULL)",
            """
            CREATE TABLE compartment (
                scope \(blob) NOT NULL REFERENCES scope (id), part INTEGER NOT NULL, epoch INTEGER NOT NULL,
                retired INTEGER NOT NULL, PRIMARY KEY (scope, part, epoch))
            """,
            // The account, or the agency for its custodians.
            """
            CREATE TABLE compartmentKey (
                scope \(blob) NOT NULL, part INTEGER NOT NULL, epoch INTEGER NOT NULL, holder \(blob) NOT NULL,
                envelope \(blob) NOT NULL, PRIMARY KEY (scope, part, epoch, holder),
                FOREIGN KEY (scope, part, epoch) REFERENCES compartment (scope, part, epoch))
            """,
            "CREATE INDEX compartmentKeyByHolder ON compartmentKey (holder)",
            // state: 0 waits, 1 asked, 2 accepted, 3 put back. decided: the act that did.
            """
            CREATE TABLE review (
                id \(blob) PRIMARY KEY, scope \(blob) NOT NULL REFERENCES scope (id), record \(blob) NOT NULL,
                base INTEGER NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL, decided BIGINT,
                revision INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
            "CREATE UNIQUE INDEX reviewByRecord ON review (scope, record, version)",
            "CREATE INDEX reviewWaiting ON review (state) WHERE state < 2",
            """
            CREATE TABLE glass (
                id \(blob) PRIMARY KEY, scope \(blob) NOT NULL REFERENCES scope (id), account \(blob) NOT NULL,
                reviewed INTEGER NOT NULL, revision INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
            """
            CREATE TABLE agreement (
                id \(blob) PRIMARY KEY, giver \(blob) NOT NULL, taker \(blob) NOT NULL, state INTEGER NOT NULL,
                revision INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
            """
            CREATE TABLE share (
                id \(blob) PRIMARY KEY, scope \(blob) NOT NULL REFERENCES scope (id), taker \(blob) NOT NULL,
                withdrawn INTEGER NOT NULL, revision INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
        ]
    }
}
