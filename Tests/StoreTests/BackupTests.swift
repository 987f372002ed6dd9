// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Vault

@testable import Store

@Suite(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: of folders")) struct BackupTests {
    static let day: Int64 = 86_400_000
    static let start: Int64 = 1_800_000_000_000

    /// A register with two cases, a folder for backups, and a custodian's key.
    struct Office {
        let register: TestRegister
        let backups: String
        let key: AgeIdentity
        let clock: Moment
        let cases: [EntityID]

        @discardableResult
        func backUp(isIncrement: Bool = false) async throws -> BackupManifest {
            let database = register.store.database
            let base = isIncrement ? try await Backup.newestWhole(in: backups, of: database) : nil
            let now = clock.now
            return try await Backup.make(
                of: database, to: backups, for: [key.recipient], since: base, clock: Clock(now: { now })
            ).manifest
        }

        func set(_ manifest: BackupManifest) throws -> BackupSet {
            try BackupSet(at: backups + "/" + manifest.data.name)
        }

        func terms(_ secret: Secret? = TestRegister.secret) -> Restore.Terms {
            let now = clock.now
            var terms = Restore.Terms()
            (terms.secret, terms.deep, terms.clock) = (secret, secret != nil, Clock(now: { now }))
            return terms
        }

        /// As `erase` leaves it, without the days it waits.
        func erase(_ scope: EntityID) async throws {
            let store = register.store
            try await store.database.write { connection in
                let act = try store.trail.begin(connection)
                var counts = Erasure.Counts()
                try Erasure.destroy(
                    [Tombstone(scope: scope, agency: store.agency, day: "2027-01-15", reason: "asked", act: act)],
                    act: act, peel: store.peeled, &counts, connection)
                let system = Actor(id: store.agency, role: .custodian, agency: store.agency)
                var entry = Act(
                    system, Verb.caseErase.rawValue, nil, purpose: .system, count: 1,
                    digest: try Erasure.digest(ofErasure: act, connection), at: 1)
                entry.seq = act
                try store.append(entry, connection)
            }
        }
    }

    private func with(_ body: (Office) async throws -> Void) async throws {
        let clock = Moment(Self.start)
        try await TestRegister.with(clock: Clock(now: { clock.now })) { register in
            let backups = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: backups) }
            var cases: [EntityID] = []
            for _ in 0..<2 { cases.append(try await register.register(CaseStoreTests.nadia)[.caseFile]!) }
            try await body(
                Office(register: register, backups: backups, key: .random(), clock: clock, cases: cases))
            try? await register.store.close()
        }
    }

    private func scopes(in folder: String) async throws -> Set<EntityID> {
        let database = try SQLiteDatabase(path: folder + "/" + SealedStore.databaseName)
        let rows = try await database.read { try $0.query("SELECT id FROM scope") }
        try await database.close()
        return Set(rows.compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } })
    }

    @Test func `who was erased stays erased when a backup from before comes back`() async throws {
        try await with { office in
            let old = try await office.backUp()
            try await office.erase(office.cases[0])
            office.clock.now += Self.day
            // Any later backup in the folder knows, whichever is restored.
            try await office.backUp()
            office.clock.now = Self.start + 34 * Self.day
            let folder = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let report = try await Restore.run(
                try office.set(old), with: [office.key], to: folder, office.terms())
            #expect(report.erasedAgain == 1 && report.verification.isWhole, "\(report.verification.faults)")
            let left = try await scopes(in: folder)
            #expect(!left.contains(office.cases[0]) && left.contains(office.cases[1]))
            let copy = try await SealedStore.open(folder).unseal(with: TestRegister.secret)
            let acts = try await copy.database.read {
                try $0.query("SELECT entry FROM audit ORDER BY seq DESC LIMIT 4")
            }
            .compactMap { $0.bytes(0).flatMap { Act(canonical: $0) } }
            #expect(acts.contains { $0.action == Act.backupRestored && $0.outcome == "written:restore" })
            #expect(acts.contains { $0.action == Verb.caseErase.rawValue && $0.outcome == "done:replayed" })
            try await copy.close()
        }
    }

    /// The control of the test above.
    @Test func `without what later backups know, the erased case would be back`() async throws {
        try await with { office in
            let old = try await office.backUp()
            try await office.erase(office.cases[0])
            let folder = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            _ = try await Restore.run(try office.set(old), with: [office.key], to: folder, office.terms())
            #expect(try await scopes(in: folder).contains(office.cases[0]))
        }
    }

    @Test func `after 35 days the next backup removes the keyring, and nothing opens the old one`() async throws {
        try await with { office in
            let old = try await office.backUp()
            try await office.erase(office.cases[0])
            office.clock.now += 36 * Self.day
            let set = try office.set(old)
            let folder = TestRegister.folder()
            await #expect(throws: BackupFault.keyringExpired(36)) {
                try await Restore.run(set, with: [office.key], to: folder, office.terms())
            }
            try await office.backUp()
            #expect(!FileManager.default.fileExists(atPath: office.backups + "/" + old.keyring.name))
            #expect(FileManager.default.fileExists(atPath: office.backups + "/" + old.data.name))
            var accepting = office.terms()
            accepting.acceptsOldKeyring = true
            let terms = accepting
            await #expect(throws: BackupFault.keyringGone) {
                try await Restore.run(set, with: [office.key], to: folder, terms)
            }
        }
    }

    @Test func `an increment over an erasure, an edit and new cases gives the register as it is`() async throws {
        try await with { office in
            _ = try await office.backUp()
            try await office.erase(office.cases[0])
            try await office.register.register(CaseStoreTests.nadia)
            office.clock.now += 60_000
            let increment = try await office.backUp(isIncrement: true)
            #expect(increment.kind == .increment && increment.erased.map(\.scope) == [office.cases[0]])
            let folder = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let report = try await Restore.run(
                try BackupSet(at: office.backups), with: [office.key], to: folder, office.terms())
            #expect(report.verification.isWhole, "\(report.verification.faults)")
            let restored = try SQLiteDatabase(path: folder + "/" + SealedStore.databaseName)
            var (here, there) = (
                try await DumpTests.rows(office.register.store.database), try await DumpTests.rows(restored)
            )
            // Each knows of other backups.
            (here["backup"], there["backup"]) = (nil, nil)
            for table in here.keys { #expect(here[table] == there[table], "\(table)") }
            try await restored.close()
        }
    }

    @Test func `a restore over a register swaps the two and keeps the old one`() async throws {
        try await with { office in
            let old = try await office.backUp()
            try await office.register.register(CaseStoreTests.nadia)
            try await office.erase(office.cases[0])
            let folder = office.register.folder
            try await office.register.store.close()
            let sealed = try await SealedStore.open(folder)
            var terms = office.terms()
            terms.erased = try await Restore.erasures(in: sealed, for: try office.set(old))
            try await sealed.close()
            let (report, before) = try await Restore.replace(
                folder, by: try office.set(old), with: [office.key], terms)
            defer { try? FileManager.default.removeItem(atPath: before) }
            #expect(report.erasedAgain == 1)
            let (now, then) = (try await scopes(in: folder), try await scopes(in: before))
            #expect(!now.contains(office.cases[0]) && now.contains(office.cases[1]))
            #expect(then.count > now.count, "the third case is in the old one alone")
        }
    }

    @Test func `a backup and a drill are remembered, and after some time are late`() async throws {
        try await with { office in
            let store = office.register.store
            let never = try await store.backupStanding()
            #expect(never.isBackupLate(at: Self.start) && never.isDrillLate(at: Self.start))
            #expect(never.hours(at: Self.start) == nil && never.days(at: Self.start) == nil)
            let made = try await office.backUp()
            try await BackupLog.addDrill(of: try office.set(made), at: Self.start, to: store.database)
            let standing = try await store.backupStanding()
            let hour: Int64 = 3_600_000
            #expect(!standing.isBackupLate(at: Self.start + 26 * hour))
            #expect(standing.isBackupLate(at: Self.start + 26 * hour + 1))
            #expect(standing.hours(at: Self.start + 25 * hour) == 25)
            #expect(!standing.isDrillLate(at: Self.start + 100 * Self.day))
            #expect(standing.isDrillLate(at: Self.start + 100 * Self.day + 1))
            try await store.noteBackups()
            try await store.noteBackups()
            let acts = try await store.acts(latest: 3, permit: try office.register.permit(.auditRead))
            #expect(acts.prefix(2).map(\.outcome) == ["written:drill", "written:full"])
            #expect(acts[1].digest.count == 64 && acts[1].count == made.audit.entries)
        }
    }

    @Test func `the words of a backup are those of its checkpoint`() async throws {
        try await with { office in
            let made = try await office.backUp()
            let checkpoint = try await office.register.store.checkpoint()
            #expect(made.audit.words == checkpoint?.words)
        }
    }

    @Test func `a backup without anybody to seal for is none`() async throws {
        try await with { office in
            await #expect(throws: AgeFault.noRecipient) {
                try await Backup.make(of: office.register.store.database, to: office.backups, for: [])
            }
            #expect(!FileManager.default.fileExists(atPath: office.backups))
        }
    }

    @Test func `a case is erased after the key of a person who stays was changed, and the log still agrees`()
        async throws
    {
        try await with { office in
            let store = office.register.store
            let ids = try await office.register.register(CaseStoreTests.nadia)
            let custodian = Actor(id: store.agency, role: .custodian, agency: store.agency)
            let permit = try Policy.permit(
                custodian, .keyRotate, by: .manageSettings, .caseFile(ids[.person]!), AccessContext(purpose: .system))
            try await store.rotateKey(ofScope: ids[.person]!, permit: permit)
            let old = try await office.backUp()
            try await office.erase(ids[.caseFile]!)
            try await office.backUp()
            // An older backup, without the key: what is left cannot be digested until the register is opened.
            let folder = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let report = try await Restore.run(try office.set(old), with: [office.key], to: folder, office.terms(nil))
            #expect(report.erasedAgain == 1)
            for isLogged in [false, true] {
                let sealed = try await SealedStore.open(folder)
                for secret in [nil, TestRegister.secret] {
                    let found = try await sealed.verify(with: secret, VerifyOptions(deep: secret != nil))
                    #expect(found.faults == [] && (found.unloggedErasures == 0) == isLogged)
                }
                try await sealed.unseal(with: TestRegister.secret).close()
            }
            try await store.close()
            let sealed = try await SealedStore.open(office.register.folder)
            #expect(try await sealed.verify(with: TestRegister.secret, deep: true).faults == [])
            #expect(try await sealed.verify(with: nil).faults == [])
            try await sealed.close()
        }
    }

    @Test func `words of searches that were erased stay so when a backup from before comes back`() async throws {
        try await with { office in
            let store = office.register.store
            for words in ["nadia", "somebody else"] {
                try await store.note(try office.register.permit(.registerSearch), count: 0, words: words)
            }
            let old = try await office.backUp()
            func words(_ later: Bool) async throws -> Int {
                if later { try await office.backUp() }
                let folder = TestRegister.folder()
                defer { try? FileManager.default.removeItem(atPath: folder) }
                _ = try await Restore.run(try office.set(old), with: [office.key], to: folder, office.terms())
                let copy = try await SealedStore.open(folder).unseal(with: TestRegister.secret)
                let left = try await copy.database.read { try $0.query("SELECT seq FROM auditWords").count }
                try await copy.close()
                let sealed = try await SealedStore.open(folder)
                #expect(try await sealed.verify(with: TestRegister.secret, deep: true).faults == [])
                try await sealed.close()
                return left
            }
            try await office.forgetFirstWords()
            #expect(try await words(false) == 2, "the control: nobody told it")
            #expect(try await words(true) == 1)
        }
    }
}

extension BackupTests.Office {
    /// As an erasure does with the words of a search that named somebody.
    fileprivate func forgetFirstWords() async throws {
        let store = register.store
        try await store.database.write { connection in
            let act = try store.trail.begin(connection)
            let seq = try connection.query("SELECT MIN(seq) FROM auditWords").first!.int(0)!
            try connection.execute("INSERT INTO erasedWords (seq, erasure) VALUES (\(seq), \(act))")
            try connection.execute("DELETE FROM auditWords WHERE seq = \(seq)")
            var entry = Act(
                Actor(id: store.agency, role: .custodian, agency: store.agency), Verb.caseErase.rawValue, nil,
                purpose: .system, count: 1, digest: try Erasure.digest(ofErasure: act, connection), at: 1)
            entry.seq = act
            try store.append(entry, connection)
        }
    }
}
