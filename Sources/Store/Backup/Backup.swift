// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Backups: everything in a register as two age files and a list of what belongs together.
///
/// The data file has all rows without their wrapped keys and may be kept for long; the keyring has the wrapped keys
/// and is kept for 35 days, so that what was erased is beyond reach after that. Both are sealed for recipients whose
/// private halves the server does not hold. Made from one read transaction, so a register in use goes on meanwhile;
/// needs no secret, as rows are sealed already.
public enum Backup {
    /// What came of making one.
    public struct Report: Sendable {
        public let manifest: BackupManifest
        /// The list's own digest, to be noted elsewhere: lower-case hexadecimal SHA-256.
        public let digest: String
        public let path: String
        /// What the database engine finds wrong with the register; empty when whole.
        public let complaints: [String]
        /// Old keyrings that were removed.
        public let expired: Int
    }

    /// Opens the database of a register beside servers that may have it open; makes nothing new.
    ///
    /// - Parameter place: A folder, or the address of a PostgreSQL database.
    /// - Throws: `StoreError.noInstance`, `.cannotConnect`; `SQLError`.
    public static func source(_ place: String) async throws -> any SQLDatabase {
        guard let folder = StorePlace(place).folder else { return try await StorePlace(place).open(isAlone: false).0 }
        // Without the folder's lock: what SQLite does itself keeps two processes apart.
        let path = folder + "/" + SealedStore.databaseName
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.noInstance }
        return try SQLiteDatabase(path: path, readers: 2)
    }

    /// Makes a backup, reads it back, and removes from the folder what its terms say.
    ///
    /// Reads everything once and holds about 4 MiB; the read transaction ends before the files are read back.
    ///
    /// - Parameter base: The whole backup that an increment is to go with; nil for a whole backup.
    /// - Throws: `BackupFault.full`, `.unreadable`, `.readBack`, `.foreign` (the base is of another register);
    ///   `AgeFault.noRecipient`; `StoreError.noInstance`; `SQLError`. Nothing new is in the folder then.
    public static func make(
        of database: any SQLDatabase, to folder: String, for recipients: [AgeRecipient],
        since base: BackupManifest? = nil, clock: Clock = .system
    ) async throws -> Report {
        guard !recipients.isEmpty else { throw AgeFault.noRecipient }
        try Folder.make(folder)
        let complaints = base == nil ? try await database.integrityComplaints() : []
        let now = clock.now()
        let writing = try await database.read { connection in
            try BackupWriter(connection, folder, recipients, base, now: now)
        }
        let manifest = try writing.finish()
        let text = try manifest.text
        let path = folder + "/" + writing.stem + BackupManifest.suffix
        let list = try NewFile(path)
        try list.write(text)
        try list.sync()
        try writing.keep()
        try Folder.sync(folder)
        // Only with its list is a backup one.
        try list.finish()
        try Folder.sync(folder)
        let expired = tidy(folder, after: manifest, now: now)
        let report = Report(
            manifest: manifest, digest: list.digest, path: path, complaints: complaints, expired: expired)
        try await BackupLog.add(.init(report), to: database)
        return report
    }

    /// Removes keyrings older than 35 days and the increments that a newer one replaces. What cannot be removed now is
    /// tried again with the next backup.
    ///
    /// - Returns: how many keyrings went.
    private static func tidy(_ folder: String, after fresh: BackupManifest, now: Int64) -> Int {
        var expired = 0
        for found in (try? BackupSet.manifests(in: folder)) ?? []
        where found.manifest.install == fresh.install && found.manifest.set != fresh.set {
            let old = found.manifest
            if now - old.made > BackupManifest.keyringLasts, unlink(folder + "/" + old.keyring.name) == 0 {
                expired += 1
            }
            if old.kind == .increment, old.base == fresh.base || fresh.kind == .full, old.made < fresh.made {
                for name in [(found.path as NSString).lastPathComponent, old.keyring.name, old.data.name] {
                    unlink(folder + "/" + name)
                }
            }
        }
        return expired
    }
}
