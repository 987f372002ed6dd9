// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension CaseStore {
    /// What is made of the needs and deliveries of every case whose coded facts and services the permit's actor may
    /// list, of the actor's own agency, the case that changed last first. Nothing but F0, F1 and F4 is opened.
    ///
    /// The audit entry, with the number of cases, is on disk before a case is opened. Cost: some 0.2 ms of processor
    /// time for each case that was not read since it last changed; else well below a microsecond for each.
    ///
    /// - Parameter read: The same for the same case, whoever asks: what it makes is kept in memory, by its type.
    public func help<Told: Sendable>(
        permit: Permit, _ read: @escaping @Sendable (CaseFile) -> Told
    ) async throws -> [Told] {
        try permit.covers(.registerCompare)
        let known = viewing(permit) { register, viewer in
            register.helped(&viewer).map { (id: $0, told: register.help[$0] as? Told) }
        }
        try await note(permit, count: known.count)
        let missing = known.filter { $0.told == nil }.map(\.id)
        var fresh: [EntityID: Told] = [:]
        for start in stride(from: 0, to: missing.count, by: Self.helpBatchCases) {
            let batch = Array(missing[start..<min(start + Self.helpBatchCases, missing.count)])
            fresh.merge(try await readHelp(of: batch, permit, read)) { _, new in new }
        }
        return known.compactMap { $0.told ?? fresh[$0.id] }
    }

    private func readHelp<Told: Sendable>(
        of ids: [EntityID], _ permit: Permit, _ read: @escaping @Sendable (CaseFile) -> Told
    ) async throws -> [EntityID: Told] {
        let (mark, people) = viewing(permit) { register, _ in
            (register.help.begin(ids), ids.flatMap { register.victims(of: $0) })
        }
        let rows = try await database.read { try self.currentRows(of: ids, and: people, $0) }
        let made = try files(of: ids, in: rows, Self.helpFilter).map { ($0.id, read($0)) }
        viewing(permit) { register, _ in
            for (id, told) in made { register.help.keep(told, of: id, mark: mark) }
        }
        return Dictionary(made) { first, _ in first }
    }

    private static let helpBatchCases = 250

    private static let helpFilter = RecordFilter(
        classes: [.f0, .f1, .f4], kinds: [.person, .caseFile, .participation, .need, .delivery])
}

extension RegisterIndex {
    /// The cases whose coded facts and services the viewer may list, the one that changed last first.
    fileprivate mutating func helped(_ viewer: inout ListViewer) -> [EntityID] {
        var found: [EntityID] = []
        for id in casesInOrder() where view(id, &viewer).shows(all: [.f1, .f4]) { found.append(id) }
        return found
    }
}
