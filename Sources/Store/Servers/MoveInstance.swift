// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// Carries an instance from a folder to a database, or the other way.
public enum MoveInstance {
    /// What came over.
    public struct Outcome: Sendable {
        /// Rows, by table.
        public let rows: [String: Int]
        /// The check of the copy, as `wayhouse verify` makes it.
        public let verification: Verification
    }

    /// Copies everything and checks the copy; the source stays as it is. Nobody else may have either open meanwhile.
    ///
    /// Takes about a minute for 50,000 cases; holds some MiB. What was begun at the target is taken away when it fails.
    ///
    /// - Parameter secret: Checks marks and content too; without one, what can be checked without.
    /// - Throws: `StoreError.noInstance`, `.instanceExists`, `.inUse`, `.damaged` (the copy has other rows than the
    ///   source); `VaultError` when the secret opens no slot; `SQLError`.
    public static func run(from source: StorePlace, to target: StorePlace, secret: Secret?) async throws -> Outcome {
        try await target.insistEmpty()
        let (from, fromLock) = try await source.open(isAlone: true)
        defer { fromLock?.release() }
        do {
            let rows = try await copy(from, in: source.folder, to: target)
            try await from.close()
            let sealed = try await SealedStore.open(target.text, isAlone: true)
            let checked = await Result { try await sealed.verify(with: secret, VerifyOptions(deep: secret != nil)) }
            try await sealed.close()
            return Outcome(rows: rows, verification: try checked.get())
        } catch {
            try? await from.close()
            throw error
        }
    }

    private static func copy(
        _ from: any SQLDatabase, in folder: String?, to target: StorePlace
    ) async throws -> [String: Int] {
        let (into, intoLock) = try await target.make()
        defer { intoLock?.release() }
        do {
            // An older one is brought up to date there, too; what it was before is kept beside it.
            if let files = from as? SQLiteDatabase, let folder { try await CopyBefore.keep(files, in: folder, .system) }
            _ = try await from.write { connection in
                try CopyBefore.keep(on: connection, .system)
                try Migrations.run(on: connection)
            }
            let rows = try await Dump.copy(from: from, to: into)
            let there = try await counts(from)
            let here = try await counts(into)
            guard rows.filter({ $0.value > 0 }) == there, here == there else { throw StoreError.damaged("copy") }
            try await into.checkpoint()
            try await into.close()
            return rows
        } catch {
            try? await into.close()
            target.removeFiles()
            throw error
        }
    }

    /// Rows of each table that has any.
    private static func counts(_ database: any SQLDatabase) async throws -> [String: Int] {
        try await database.read { connection in
            var counts: [String: Int] = [:]
            for table in Migrations.tables {
                let count = try connection.query("SELECT COUNT(*) FROM \(raw: table.name)").first?.int(0) ?? 0
                if count > 0 { counts[table.name] = count }
            }
            return counts
        }
    }
}

extension StorePlace {
    /// Takes away the files of a database that was begun in a folder and came to nothing.
    fileprivate func removeFiles() {
        guard let folder else { return }
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder + "/" + SealedStore.databaseName + ending)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
