// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics

/// The coded facts of one agency's cases in columns: read when somebody first counts, taken out with each change of
/// what they were read from. In memory only; some 250 bytes for each person in a case.
struct FactMemory: Sendable {
    /// What verdicts depend on besides the cases.
    struct Terms: Sendable, Hashable {
        let definitions: [String]
        let reporting: PartialDate
    }

    private(set) var table = FactTable()
    private var terms: Terms?
    /// Cases whose facts are in the table, those without anybody too.
    private(set) var kept: Set<EntityID> = []
    private var reading = ReadingMarks()

    /// Makes it ready for these terms: what was read under others is forgotten.
    mutating func prepare(_ terms: Terms) {
        guard self.terms != terms else { return }
        self.terms = terms
        table = FactTable(definitions: terms.definitions)
        kept = []
        reading.forgetAll()
    }

    /// Notes that these cases are being read from now on.
    ///
    /// - Returns: a mark for `keep`.
    mutating func begin(_ ids: some Sequence<EntityID>) -> Int { reading.begin(ids) }

    /// Keeps what was read of a case, unless it has changed, or somebody began to read it anew, since `begin`.
    mutating func keep(_ rows: [FactRow], of id: EntityID, mark: Int) {
        guard reading.end(id, mark: mark) else { return }
        table.set(rows, of: id)
        kept.insert(id)
    }

    /// Takes out a case that has changed, or is gone.
    mutating func forget(_ id: EntityID) {
        if kept.isEmpty, reading.isEmpty { return }
        reading.forget(id)
        if kept.remove(id) != nil { table.set([], of: id) }
    }
}
