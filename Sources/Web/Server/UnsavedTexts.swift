// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization
import Workflows

/// What people are writing and have not saved yet, so that a lost line or an ended session loses nothing.
///
/// It is in this process's memory and nowhere else: neither the device nor the server's disk holds it, and it is gone
/// when the register is closed. It belongs to the account, so that it is there after signing in again.
final class UnsavedTexts: Sendable {
    private let kept = Mutex<[EntityID: [UnsavedText]]>([:])

    /// Forms of one account at once; the oldest is let go first.
    static let perAccount = 20
    /// Characters of UTF-8 in one form.
    static let bytesMax = 256 << 10
    /// As long as the longest session.
    static let longestMilliseconds = Sessions.longestMilliseconds

    /// Keeps a form in place of what was kept for the same address.
    ///
    /// - Returns: false when it is too large to be kept.
    func keep(_ text: UnsavedText, of account: EntityID) -> Bool {
        let size = text.form.pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard size <= Self.bytesMax else { return false }
        kept.withLock { kept in
            var mine = (kept[account] ?? []).filter { $0.address != text.address && !$0.isOld(at: text.at) }
            mine.append(text)
            kept[account] = mine.suffix(Self.perAccount)
        }
        return true
    }

    /// What was being written for this address; nil when nothing was, or long ago.
    func text(for address: String, of account: EntityID, now: Int64) -> UnsavedText? {
        kept.withLock { $0[account]?.last { $0.address == address && !$0.isOld(at: now) } }
    }

    func drop(_ address: String, of account: EntityID) {
        kept.withLock { $0[account]?.removeAll { $0.address == address } }
    }
}

/// One form that was being filled in.
struct UnsavedText: Sendable {
    /// Where the form goes when it is saved.
    let address: String
    let form: FormPairs
    /// Milliseconds since 1970.
    let at: Int64

    func isOld(at now: Int64) -> Bool { now - at > UnsavedTexts.longestMilliseconds }
}
