// SPDX-License-Identifier: Apache-2.0

import Cases

/// What was made of each case for somebody who counts over all of them: read when it is first asked for, forgotten with
/// each change of what it was read from. In memory only.
struct CaseMemory<Told: Sendable>: Sendable {
    private var told: [EntityID: Told] = [:]
    private var reading = ReadingMarks()

    subscript(_ id: EntityID) -> Told? { told[id] }

    /// Notes that these cases are being read from now on.
    ///
    /// - Returns: a mark for `keep`.
    mutating func begin(_ ids: some Sequence<EntityID>) -> Int { reading.begin(ids) }

    /// Keeps what was read of a case, unless it has changed, or somebody began to read it anew, since `begin`.
    mutating func keep(_ read: Told, of id: EntityID, mark: Int) {
        guard reading.end(id, mark: mark) else { return }
        told[id] = read
    }

    /// Forgets a case that has changed, or is gone.
    mutating func forget(_ id: EntityID) {
        if told.isEmpty, reading.isEmpty { return }
        told[id] = nil
        reading.forget(id)
    }
}
