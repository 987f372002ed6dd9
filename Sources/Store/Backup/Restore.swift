// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Makes a register of a backup, in a folder of its own; only when all of it proved whole does it get its name.
public enum Restore {
    /// How a restore is to go.
    public struct Terms: Sendable {
        /// Checks marks and content of the result, too, when given.
        public var secret: Secret?
        /// Opens every record of the result.
        public var deep = false
        /// Takes a keyring older than 35 days, when there is no other.
        public var acceptsOldKeyring = false
        /// Erasures known from elsewhere, such as from the register that is replaced.
        public var erased = Erased()
        public var clock = Clock.system

        public init() {}
    }

    /// What must not come back: cases and people, and words of searches by the number of their entry in the log.
    public struct Erased: Sendable {
        public var scopes: [Tombstone] = []
        public var words: Set<Int> = []

        public init() {}
    }

    /// What came of it.
    public struct Report: Sendable {
        public let set: BackupSet
        /// Rows, by table, as they lie in the result.
        public let counts: [String: Int]
        /// Cases and people that had been erased since the backup and are gone again.
        public let erasedAgain: Int
        public let verification: Verification
        /// Milliseconds from the moment of the backup to now.
        public let age: Int64
        public let seconds: Double
    }

    /// Restores into a folder that is not there, or is empty.
    ///
    /// Reads the backup twice: once to check all of it, before anything is written. Holds about 4 MiB; needs twice the
    /// room of the data while it runs.
    ///
    /// - Throws: `BackupFault`; `StoreError.damaged` when the result does not verify; `SQLError`. Nothing is left of
    ///   the attempt then.
    public static func run(
        _ set: BackupSet, with identities: [AgeIdentity], to folder: String, _ terms: Terms = Terms()
    ) async throws -> Report {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        guard (names ?? []).isEmpty else { throw BackupFault.occupied }
        let report = try await prepare(set, with: identities, beside: folder, terms, as: .restore)
        if names != nil, rmdir(folder) != 0 { throw abandon(folder, BackupFault.occupied) }
        guard rename(scratch(of: folder), folder) == 0 else { throw abandon(folder, FileFault.now) }
        try Folder.sync(parent(of: folder))
        return report
    }

    /// Restores into an empty PostgreSQL database: into a folder first, and from there in one transaction.
    ///
    /// Needs twice the room of the data in the folder while it runs. Killed before the transaction ends it leaves the
    /// database empty.
    ///
    /// - Parameters:
    ///   - address: Of the database.
    ///   - folder: A folder to work in, which is not there yet; it is gone afterwards.
    /// - Throws: As `run`; `BackupFault.occupied` when there is a register in the database; `StoreError.cannotConnect`.
    public static func run(
        _ set: BackupSet, with identities: [AgeIdentity], to address: String, workingIn folder: String,
        _ terms: Terms = Terms()
    ) async throws -> Report {
        let place = StorePlace(address)
        do { try await place.insistEmpty() } catch StoreError.instanceExists { throw BackupFault.occupied }
        defer { discard(folder) }
        let report = try await prepare(set, with: identities, beside: folder, terms, as: .restore)
        let moved = try await MoveInstance.run(
            from: .folder(scratch(of: folder)), to: place, secret: terms.secret)
        guard moved.verification.isWhole else { throw StoreError.damaged("backup") }
        return report
    }

    /// Restores, says what came of it, and removes the result again.
    ///
    /// - Parameter scratch: A folder for it, which is not there yet.
    /// - Throws: As `run`.
    public static func drill(
        _ set: BackupSet, with identities: [AgeIdentity], in folder: String, _ terms: Terms = Terms()
    ) async throws -> Report {
        defer { discard(folder) }
        return try await prepare(set, with: identities, beside: folder, terms, as: .drill)
    }

    /// Where a restore works before its result gets its name.
    static func scratch(of folder: String) -> String {
        var name = folder
        while name.count > 1, name.hasSuffix("/") { name.removeLast() }
        return name + ending
    }

    static let ending = ".restoring"

    static func parent(of folder: String) -> String {
        URL(filePath: folder).standardizedFileURL.deletingLastPathComponent().path(percentEncoded: false)
    }

    static func discard(_ folder: String) { try? FileManager.default.removeItem(atPath: scratch(of: folder)) }

    private static func abandon(_ folder: String, _ fault: BackupFault) -> BackupFault {
        discard(folder)
        return fault
    }

    /// Leaves the result, verified, in the scratch folder.
    static func prepare(
        _ set: BackupSet, with identities: [AgeIdentity], beside folder: String, _ terms: Terms, as kind: BackupLog.Kind
    ) async throws -> Report {
        let (started, now) = (ContinuousClock.now, terms.clock.now())
        let days = Int((now - set.latest.made) / 86_400_000)
        let keyring = set.folder + "/" + set.latest.keyring.name
        guard FileManager.default.fileExists(atPath: keyring) else { throw BackupFault.keyringGone }
        if now - set.latest.made > BackupManifest.keyringLasts, !terms.acceptsOldKeyring {
            throw BackupFault.keyringExpired(days)
        }
        try set.check(identities)
        let scratch = scratch(of: folder)
        // What a restore that was killed left behind: never the register that another one just replaced.
        try HalfReplaced.settle(folder, now: now)
        discard(folder)
        do {
            try Folder.make(scratch)
            let (counts, again) = try await load(set, identities, terms, into: scratch, kind)
            let verification = try await verified(scratch, terms)
            let passed = (ContinuousClock.now - started).components
            return Report(
                set: set, counts: counts, erasedAgain: again, verification: verification, age: now - set.latest.made,
                seconds: Double(passed.seconds) + Double(passed.attoseconds) / 1e18)
        } catch {
            discard(folder)
            throw error
        }
    }

    private static func load(
        _ set: BackupSet, _ identities: [AgeIdentity], _ terms: Terms, into folder: String, _ kind: BackupLog.Kind
    ) async throws -> ([String: Int], Int) {
        let mask = umask(0o077)
        defer { umask(mask) }
        let database = try SQLiteDatabase(path: folder + "/" + SealedStore.databaseName)
        let now = terms.clock.now()
        let result = try await database.write { connection in
            try SetLoader(set: set, identities: identities, connection: connection).run()
            let again = try Erasure.replay(terms.erased.scopes + set.erased, on: connection)
            try Erasure.replay(words: terms.erased.words.union(set.erasedWords), on: connection)
            try SetLoader.checkKeys(connection)
            var entry = BackupLog.Entry(set.latest, kind, at: now)
            entry.digest = set.latest.data.sha256
            try BackupLog.insert(entry, connection)
            return (try SetLoader.counts(connection), again.keys)
        }
        try await database.checkpoint()
        try await database.close()
        try Folder.sync(folder)
        return result
    }

    private static func verified(_ folder: String, _ terms: Terms) async throws -> Verification {
        let sealed = try await SealedStore.open(folder, clock: terms.clock)
        do {
            let found = try await sealed.verify(
                with: terms.secret, VerifyOptions(deep: terms.deep && terms.secret != nil))
            try await sealed.close()
            guard found.isWhole else { throw StoreError.damaged("backup") }
            return found
        } catch {
            try? await sealed.close()
            throw error
        }
    }
}
