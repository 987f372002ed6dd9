// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Synchronization

/// The facts that somebody may have counted.
public struct CountableFacts: Sendable {
    public let table: FactTable
    /// The rows of the table that count; nil for all.
    public let mask: FactMask?
    /// Cases that were looked at, those without anybody too.
    public let cases: Int
}

extension CaseStore {
    /// The coded facts of every case whose facts and services the permit's actor may list, of their own agency,
    /// ready to be counted with. Nothing but F0, F1 and F4 is opened.
    ///
    /// The audit entry, with the number of cases, is on disk before this returns. Cost: some 0.3 ms of processor time
    /// for each case that was not read since it last changed; else well below a microsecond for each.
    ///
    /// - Parameter library: Whose verdicts the facts carry, at the date of each case's facts, else today.
    public func countableFacts(under library: DefinitionLibrary, permit: Permit) async throws -> CountableFacts {
        try permit.covers(.registerCompare)
        let terms = FactMemory.Terms(definitions: library.definitions.map(\.id), reporting: clock.today)
        let ids = viewing(permit) { register, viewer in
            register.factMemory.prepare(terms)
            return register.countable(&viewer)
        }
        // What changes while it is read is read once more; somebody who types all the time cannot hold up a count.
        for _ in 0..<3 {
            let missing = viewing(permit) { register, _ in ids.filter { !register.factMemory.kept.contains($0) } }
            if missing.isEmpty { break }
            try await readCountable(missing, under: library, permit)
        }
        let (table, all) = viewing(permit) { register, _ in
            (register.factMemory.table, register.factMemory.kept.count)
        }
        try await note(permit, count: ids.count)
        let mask = ids.count == all ? nil : table.mask(Set(ids))
        return CountableFacts(table: table, mask: mask, cases: ids.count)
    }

    private static let countBatchCases = 500

    private func readCountable(_ ids: [EntityID], under library: DefinitionLibrary, _ permit: Permit) async throws {
        let reporting = clock.today
        for start in stride(from: 0, to: ids.count, by: Self.countBatchCases) {
            let batch = Array(ids[start..<min(start + Self.countBatchCases, ids.count)])
            let (mark, people) = viewing(permit) { register, _ in
                (register.factMemory.begin(batch), batch.flatMap { register.victims(of: $0) })
            }
            let rows = try await database.read { try self.currentRows(of: batch, and: people, $0) }
            let read = try files(of: batch, in: rows, Self.countFilter).map {
                (id: $0.id, rows: $0.factRows(under: library, reporting: reporting))
            }
            viewing(permit) { register, _ in
                for (id, rows) in read { register.factMemory.keep(rows, of: id, mark: mark) }
            }
        }
    }

    private static let countFilter = RecordFilter(
        classes: [.f0, .f1, .f4],
        kinds: [
            .person, .caseFile, .participation, .referral, .event, .account, .determination, .signal, .age, .need,
            .delivery,
        ])
}

extension RegisterIndex {
    /// Forgets what was read of a case that has changed, or is gone.
    mutating func forgetRead(_ id: EntityID) {
        caseload.forget(id)
        factMemory.forget(id)
        help.forget(id)
    }

    /// The cases whose coded facts and services the viewer may list, but for what was only reported.
    mutating func countable(_ viewer: inout ListViewer) -> [EntityID] {
        var found: [EntityID] = []
        for id in casesInOrder() where !signals.contains(id) && view(id, &viewer).shows(all: [.f1, .f4]) {
            found.append(id)
        }
        return found
    }
}
