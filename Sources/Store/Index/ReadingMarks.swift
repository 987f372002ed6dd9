// SPDX-License-Identifier: Apache-2.0

import Cases

/// Which cases are being read for something that is kept in memory, so that nothing is kept of one that changed
/// meanwhile.
struct ReadingMarks: Sendable {
    /// Each with the mark of who reads it last.
    private var reading: [EntityID: Int] = [:]
    private var last = 0

    var isEmpty: Bool { reading.isEmpty }

    /// Notes that these cases are being read from now on.
    ///
    /// - Returns: a mark for `end`.
    mutating func begin(_ ids: some Sequence<EntityID>) -> Int {
        last += 1
        for id in ids { reading[id] = last }
        return last
    }

    /// A case was read. False when it has changed, or somebody began to read it anew, since `begin`: what was read is
    /// not to be kept then.
    mutating func end(_ id: EntityID, mark: Int) -> Bool {
        guard reading[id] == mark else { return false }
        reading[id] = nil
        return true
    }

    /// A case has changed, or is gone.
    mutating func forget(_ id: EntityID) { reading[id] = nil }

    /// Nothing that is being read is to be kept.
    mutating func forgetAll() { reading = [:] }
}
