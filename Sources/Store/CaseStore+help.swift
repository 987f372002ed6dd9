// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

extension CaseStore {
    /// The needs and deliveries of every case whose coded facts and services the permit's actor may list, with who the
    /// cases are for, in batches: of the actor's own agency. Nothing but F0, F1 and F4 is opened.
    ///
    /// The audit entry, with the number of cases, is on disk before the first batch is given. Cost: some 0.2 ms of
    /// processor time for each case.
    ///
    /// - Parameter body: Called on the database's thread; must not wait.
    public func forEachHelp(permit: Permit, _ body: @escaping @Sendable ([CaseFile]) throws -> Void) async throws {
        try permit.covers(.registerCompare)
        let listed = viewing(permit) { register, viewer in
            register.helped(&viewer).map { (id: $0, people: register.victims(of: $0)) }
        }
        try await note(permit, count: listed.count)
        for start in stride(from: 0, to: listed.count, by: Self.helpBatchCases) {
            let batch = Array(listed[start..<min(start + Self.helpBatchCases, listed.count)])
            let scopes = batch.map(\.id) + Set(batch.flatMap(\.people)).sorted()
            try await database.read { connection in
                let rows = try connection.query(
                    """
                    SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
                    WHERE r.scope IN (\(list: scopes.map(\.bytes))) AND r.live = 1 AND r.removed = 0
                    ORDER BY r.scope, r.seq
                    """
                ).map(Self.sealedRow)
                try body(try self.helpFiles(of: batch.map(\.id), in: rows))
            }
        }
    }

    private static let helpBatchCases = 250

    private static let helpFilter = RecordFilter(
        classes: [.f0, .f1, .f4], kinds: [.person, .caseFile, .participation, .need, .delivery])

    private func helpFiles(of ids: [EntityID], in rows: [SealedRow]) throws -> [CaseFile] {
        var records: [EntityID: [Stored]] = [:]
        for (row, stored) in try open(rows, .only(Self.helpFilter)) where Self.helpFilter.takes(stored.record.kind) {
            records[row.scope, default: []].append(stored)
        }
        return ids.map { id in
            let own = records[id] ?? []
            let people = own.compactMap { $0.record.links[.person] }.compactMap { person in
                records[person]?.first { $0.id == person }.map { (person, $0) }
            }
            return CaseFile(id: id, records: own, people: Dictionary(people) { first, _ in first })
        }
    }
}

extension RegisterIndex {
    /// The cases whose coded facts and services the viewer may list, the one that changed last first.
    fileprivate mutating func helped(_ viewer: inout ListViewer) -> [EntityID] {
        var found: [EntityID] = []
        for id in casesInOrder() where view(id, &viewer).shows(all: [.f1, .f4]) { found.append(id) }
        return found
    }
}
