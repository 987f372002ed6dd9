// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification

/// What the coded facts of each case come to, one entry for each victim: read when somebody first compares the laws
/// over the cases, forgotten with each change of what it was read from. In memory only; some 100 bytes a victim.
struct CaseloadMemory: Sendable {
    private var facts: [EntityID: [Facts]] = [:]
    private var reading = ReadingMarks()

    subscript(_ id: EntityID) -> [Facts]? { facts[id] }

    /// Notes that these cases are being read from now on.
    ///
    /// - Returns: a mark for `keep`.
    mutating func begin(_ ids: some Sequence<EntityID>) -> Int { reading.begin(ids) }

    /// Keeps what was read of a case, unless it has changed, or somebody began to read it anew, since `begin`.
    mutating func keep(_ read: [Facts], of id: EntityID, mark: Int) {
        guard reading.end(id, mark: mark) else { return }
        facts[id] = read
    }

    /// Forgets a case that has changed, or is gone.
    mutating func forget(_ id: EntityID) {
        if facts.isEmpty, reading.isEmpty { return }
        facts[id] = nil
        reading.forget(id)
    }
}
