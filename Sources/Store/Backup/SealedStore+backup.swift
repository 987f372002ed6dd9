// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension SealedStore {
    /// Makes a backup of the register that this process has open; sealed or not.
    ///
    /// - Parameter isIncrement: What came since the newest whole backup in the folder; a whole one when there is none.
    /// - Throws: As `Backup.make`.
    public func backUp(to folder: String, for recipients: [AgeRecipient], isIncrement: Bool) async throws
        -> Backup.Report
    {
        let base = isIncrement ? Backup.newestWhole(in: folder, install: install) : nil
        return try await Backup.make(of: database, to: folder, for: recipients, since: base, clock: clock)
    }

    /// How many entries the audit log has: what tells whether anything was done since the last backup.
    public func entryCount() async throws -> Int { try await database.read { try AuditTrail.head($0)?.count ?? 0 } }
}

extension Backup {
    /// The newest whole backup of a register in a folder, whose files are there; nil when there is none.
    public static func newestWhole(in folder: String, of database: any SQLDatabase) async throws -> BackupManifest? {
        guard let install = try await database.read({ try $0.setting("install") }) else { return nil }
        return newestWhole(in: folder, install: install)
    }

    static func newestWhole(in folder: String, install: [UInt8]) -> BackupManifest? {
        let register = Hex.text(install)
        return ((try? BackupSet.manifests(in: folder)) ?? []).map(\.manifest)
            .filter { $0.kind == .full && $0.install == register }
            .filter { FileManager.default.fileExists(atPath: folder + "/" + $0.data.name) }
            .max { $0.made < $1.made }
    }
}

extension SealedStore {
    /// The newest whole backup of this register in a folder; nil when there is none.
    public func wholeBackup(in folder: String) async throws -> BackupManifest? {
        Backup.newestWhole(in: folder, install: install)
    }

    /// Milliseconds since 1970, by the clock that the register goes by.
    public var now: Int64 { clock.now() }
}
