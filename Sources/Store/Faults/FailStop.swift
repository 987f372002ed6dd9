// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What happens when the disk did not keep what it was given.
///
/// After a failed fsync the system may drop the pages that it could not write and call the next fsync a success, so
/// that nothing this process believes of the file holds any more (Rebello et al., "Can Applications Recover from fsync
/// Failures?", USENIX ATC 2020). The one safe answer is to stop at once and to begin again from what is really there.
public enum FailStop {
    private static let handler = Mutex<(@Sendable (SQLError) -> Void)?>(nil)

    /// Says what to do at the first such failure: to end the process, before anything else is answered.
    ///
    /// - Parameter body: Runs on the thread that saw the failure, while the database is still its own. Without one the
    ///   database only refuses everything from then on.
    public static func whenDiskFails(_ body: @escaping @Sendable (SQLError) -> Void) {
        handler.withLock { $0 = body }
    }

    static func announce(_ error: SQLError) { handler.withLock { $0 }?(error) }
}

/// Watches one database for a failure of the disk under it; what was seen once is never forgotten.
final class DiskWatch: Sendable {
    private let seen = Mutex<SQLError?>(nil)

    /// - Throws: the failure, from the first one on.
    func insist() throws(SQLError) {
        if let error = seen.withLock({ $0 }) { throw error }
    }

    /// Takes a failure of the disk as the end of this database; anything else is none of its business.
    func see(_ error: SQLError) {
        guard error.kind == .failed else { return }
        #if DEBUG
            if TestSwitch.carryOn.isOn { return }
        #endif
        seen.withLock { $0 = $0 ?? error }
        FailStop.announce(error)
    }
}
