// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Many cases read together, for counting and comparing: a few statements for some hundred of them.
extension CaseStore {
    /// The current rows of some cases and of the people in them, each scope's together.
    func currentRows(of cases: [EntityID], and people: some Sequence<EntityID>, _ connection: any SQLConnection) throws
        -> [SealedRow]
    {
        let scopes = cases + Set(people).sorted()
        return try connection.query(
            """
            SELECT \(raw: Self.rowColumns) FROM record r JOIN scope s ON s.id = r.scope
            WHERE r.scope IN (\(list: scopes.map(\.bytes))) AND r.live = 1 AND r.removed = 0
            ORDER BY r.scope, r.seq
            """
        ).map(Self.sealedRow)
    }

    /// The cases that such rows make up, one for each id in its order, with what the filter lets through; nothing else
    /// is opened.
    func files(of ids: [EntityID], in rows: [SealedRow], _ filter: RecordFilter) throws -> [CaseFile] {
        var records: [EntityID: [Stored]] = [:]
        for (row, stored) in try open(rows, .only(filter)) where filter.takes(stored.record.kind) {
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
