// SPDX-License-Identifier: Apache-2.0

extension Migrations {
    /// What is left of cases that were erased, and what is about to be erased.
    ///
    /// Readable on disk: the random id of what was erased, whose it was, the day, a reason from a list, and the number
    /// of the audit entry; of an erasure that waits its case, its state and when it is due.
    static let erasure = Step(name: "0005-erasure") { dialect in
        let blob = dialect.blobType
        return [
            // act: the audit entry of the erasure; 0 for one that was carried out again on an old copy and is not yet
            // in its log.
            """
            CREATE TABLE tombstone (
                scope \(blob) PRIMARY KEY, agency \(blob) NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL,
                act BIGINT NOT NULL)
            """,
            // What is left of the records that an act wrote: the digest over those that an erasure let stand; empty
            // when none are left.
            """
            CREATE TABLE erasedAct (
                act BIGINT NOT NULL, erasure BIGINT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (act, erasure))
            """,
            "CREATE TABLE erasedWords (seq BIGINT PRIMARY KEY, erasure BIGINT NOT NULL)",
            """
            CREATE TABLE erasure (
                id \(blob) PRIMARY KEY, scope \(blob) NOT NULL, state TEXT NOT NULL, due BIGINT NOT NULL,
                version INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
            "CREATE INDEX erasureByScope ON erasure (scope)",
            // Until when a file is kept after somebody decided so.
            """
            CREATE TABLE retention (
                scope \(blob) PRIMARY KEY REFERENCES scope (id), version INTEGER NOT NULL, sealed \(blob) NOT NULL)
            """,
        ] + guards(dialect)
    }

    /// Tombstones stay, and the words of a search go only when an erasure names them.
    private static func guards(_ dialect: SQLDialect) -> [String] {
        guard dialect == .sqlite else { return guardsOnServer }
        return [
            """
            CREATE TRIGGER tombstoneNoDELETE BEFORE DELETE ON tombstone
            BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END
            """,
            """
            CREATE TRIGGER tombstoneNoUPDATE BEFORE UPDATE ON tombstone WHEN OLD.act <> 0
            BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END
            """,
            "DROP TRIGGER auditWordsNoDELETE",
            """
            CREATE TRIGGER auditWordsNoDELETE BEFORE DELETE ON auditWords
            WHEN NOT EXISTS (SELECT 1 FROM erasedWords WHERE seq = OLD.seq)
            BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
            """,
        ]
    }

    /// The same in PostgreSQL's words.
    private static let guardsOnServer = [
        """
        CREATE OR REPLACE FUNCTION refuseTombstoneChange() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a tombstone stays'; END $$
        """,
        """
        CREATE TRIGGER tombstoneNoDELETE BEFORE DELETE ON tombstone
        FOR EACH ROW EXECUTE FUNCTION refuseTombstoneChange()
        """,
        """
        CREATE TRIGGER tombstoneNoUPDATE BEFORE UPDATE ON tombstone
        FOR EACH ROW WHEN (OLD.act <> 0) EXECUTE FUNCTION refuseTombstoneChange()
        """,
        """
        CREATE OR REPLACE FUNCTION refuseUnlessErased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM erasedWords WHERE seq = OLD.seq) THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'the audit log is only added to';
        END $$
        """,
        "DROP TRIGGER auditWordsNoDELETE ON auditWords",
        """
        CREATE TRIGGER auditWordsNoDELETE BEFORE DELETE ON auditWords
        FOR EACH ROW EXECUTE FUNCTION refuseUnlessErased()
        """,
    ]
}
