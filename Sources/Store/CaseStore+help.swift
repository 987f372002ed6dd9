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
            let ids = batch.map(\.id)
            try await database.read { connection in
                let rows = try self.currentRows(of: ids, and: batch.flatMap(\.people), connection)
                try body(try self.files(of: ids, in: rows, Self.helpFilter))
            }
        }
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
