// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// What a register knows of its backups: rows that whoever makes one leaves, with or without a key. The audit log gets
/// its entries from them as soon as somebody with the key is there.
public enum BackupLog {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case full, increment
        /// A backup took the place of the register, or became one.
        case restore
        /// A restore was tried in a folder of its own.
        case drill
    }

    struct Entry: Sendable {
        var id = EntityID.random()
        let kind: Kind
        let at: Int64
        /// Entries of the audit log in the backup.
        let entries: Int
        /// Of the backup's list, lower-case hexadecimal.
        var digest: String

        init(_ report: Backup.Report) {
            kind = report.manifest.kind == .full ? .full : .increment
            (at, entries, digest) = (report.manifest.made, report.manifest.audit.entries, report.digest)
        }

        init(_ manifest: BackupManifest, _ kind: Kind, at: Int64) {
            (self.kind, self.at) = (kind, at)
            (entries, digest) = (manifest.audit.entries, manifest.data.sha256)
        }
    }

    /// Increments are too many to keep a row for each.
    private static let incrementsKept = 10

    static func add(_ entry: Entry, to database: any SQLDatabase) async throws {
        try await database.write { connection in
            guard try !Dump.columns(of: "backup", connection).isEmpty else { return }
            try insert(entry, connection)
            guard entry.kind == .increment else { return }
            try connection.execute(
                """
                DELETE FROM backup WHERE kind = 'increment' AND noted = 1 AND id NOT IN
                (SELECT id FROM backup WHERE kind = 'increment' ORDER BY at DESC LIMIT \(incrementsKept))
                """)
        }
    }

    static func insert(_ entry: Entry, _ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO backup (id, kind, at, entries, digest, noted) VALUES
            (\(entry.id.bytes), \(entry.kind.rawValue), \(entry.at), \(entry.entries), \(entry.digest), 0)
            """)
    }

    /// Tells a register that a restore of this backup was tried.
    ///
    /// - Throws: `BackupFault.foreign` for a backup of another register; `SQLError`.
    public static func addDrill(of set: BackupSet, at now: Int64, to database: any SQLDatabase) async throws {
        let install = try await database.read { try $0.setting("install") }
        guard install.map(Hex.text) == set.whole.install else { throw BackupFault.foreign }
        try await add(Entry(set.latest, .drill, at: now), to: database)
    }
}

/// How long ago a register was last backed up, and a restore last tried.
public struct BackupStanding: Sendable, Hashable, Codable {
    /// Milliseconds since 1970; nil for never.
    public let backedUp: Int64?
    /// A drill, or a restore.
    public let drilled: Int64?

    /// 26 hours without a backup are too long.
    static let backupLasts: Int64 = 26 * 3_600_000
    /// 100 days without a try at restoring are too long.
    static let drillLasts: Int64 = 100 * 86_400_000

    public func isBackupLate(at now: Int64) -> Bool { backedUp.map { now - $0 > Self.backupLasts } ?? true }
    public func isDrillLate(at now: Int64) -> Bool { drilled.map { now - $0 > Self.drillLasts } ?? true }
    /// Whole hours since the last backup; nil for never.
    public func hours(at now: Int64) -> Int? { backedUp.map { Int(max(0, now - $0) / 3_600_000) } }
    /// Whole days since a restore was last tried; nil for never.
    public func days(at now: Int64) -> Int? { drilled.map { Int(max(0, now - $0) / 86_400_000) } }

    init(_ connection: any SQLConnection) throws {
        func latest(_ kinds: [BackupLog.Kind]) throws -> Int64? {
            let names = kinds.map(\.rawValue)
            return try connection.query("SELECT MAX(at) FROM backup WHERE kind IN (\(list: names))").first?.int(0)
                .map(Int64.init)
        }
        backedUp = try latest([.full, .increment])
        drilled = try latest([.drill, .restore])
    }

    /// Of a register that may be open elsewhere.
    public static func read(_ database: any SQLDatabase) async throws -> BackupStanding {
        try await database.read { try BackupStanding($0) }
    }
}

extension SealedStore {
    /// How the register stands with backups; can be read sealed.
    public func backupStanding() async throws -> BackupStanding { try await BackupStanding.read(database) }
}

extension CaseStore {
    /// How the register stands with backups.
    public func backupStanding() async throws -> BackupStanding { try await BackupStanding.read(database) }

    /// Writes the audit entries of backups and restores that were made without the key.
    public func noteBackups() async throws {
        try await database.write { connection in
            let rows = try connection.query(
                "SELECT id, kind, entries, digest, at FROM backup WHERE noted = 0 ORDER BY at")
            guard !rows.isEmpty else { return }
            let first = try self.trail.begin(connection)
            let system = Actor(id: self.agency, role: .custodian, agency: self.agency)
            let acts = rows.enumerated().map { index, row in
                let kind = row.text(1) ?? ""
                let isMade = kind == BackupLog.Kind.full.rawValue || kind == BackupLog.Kind.increment.rawValue
                var act = Act(
                    system, isMade ? Act.backupMade : Act.backupRestored, nil, purpose: .system,
                    outcome: "written:\(kind)", count: row.int(2) ?? 0, digest: row.text(3) ?? "", at: self.wall.now())
                act.seq = first + index
                return act
            }
            try self.trail.append(acts, connection)
            try connection.execute("UPDATE backup SET noted = 1 WHERE noted = 0")
        }
    }
}

extension Act {
    /// A backup was made and read back; its count is how many entries of the log are in it.
    public static let backupMade = "backup.make"
    /// The register came out of a backup (`restore`), or it was tried whether it would (`drill`).
    public static let backupRestored = "backup.restore"
}
