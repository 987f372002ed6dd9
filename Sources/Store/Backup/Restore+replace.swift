// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

extension Restore {
    /// What a live register knows that a restore in its place has to know: whose it is, and what was erased in it.
    ///
    /// - Throws: `BackupFault.foreign` when the backup is of another register.
    public static func erasures(in live: SealedStore, for set: BackupSet) async throws -> Erased {
        guard Hex.text(live.install) == set.whole.install else { throw BackupFault.foreign }
        return try await live.database.read { connection in
            var erased = Erased()
            (erased.scopes, erased.words) = (try Erasure.ledger(connection), Set(try Erasure.words(connection)))
            return erased
        }
    }

    /// Restores in the place of a register that nothing has open; the old one is kept beside it, under another name.
    ///
    /// The two change places in one step: at every moment there is a whole register of that name. Killed just after
    /// that, whoever opens the folder next gives the old one its name (`HalfReplaced`).
    ///
    /// - Returns: the report, and where the old register lies now.
    /// - Throws: As `run`. The old register is untouched then.
    public static func replace(
        _ folder: String, by set: BackupSet, with identities: [AgeIdentity], _ terms: Terms
    ) async throws -> (report: Report, old: String) {
        let report = try await prepare(set, with: identities, beside: folder, terms, as: .restore)
        let scratch = scratch(of: folder)
        // Nobody opens either register while the two change places.
        let locks = try [folder, scratch].map { try FolderLock(folder: $0) }
        defer { for lock in locks { lock.release() } }
        try HalfReplaced.announce(scratch)
        guard exchange(scratch, folder) else {
            discard(folder)
            throw FileFault.now
        }
        try Folder.sync(parent(of: folder))
        guard let old = try HalfReplaced.settle(folder, now: terms.clock.now()) else { throw FileFault.now }
        return (report, old)
    }

    /// Lets two names change places in one step (renameat2(2), which the C library's module does not show).
    private static func exchange(_ one: String, _ other: String) -> Bool {
        typealias Rename = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
        guard let found = dlsym(nil, "renameat2") else { return false }
        let (rename, bothStay) = (unsafeBitCast(found, to: Rename.self), UInt32(2))
        return rename(AT_FDCWD, one, AT_FDCWD, other, bothStay) == 0
    }
}
