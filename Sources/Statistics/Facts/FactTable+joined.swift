// SPDX-License-Identifier: Apache-2.0

import Cases

extension FactTable {
    /// The same table, with people who were found to be one counted as one: as if whoever is in several cases had been
    /// in all of them under the record that goes on.
    ///
    /// What a person is (sex, gender, citizenship) is what the record that goes on says and, where it says nothing,
    /// what the others say; how old they were in a case is what stands in that case and, where nothing does, what
    /// stands in another. What a case says of them stays with the case. Nothing is taken from rows that do not count:
    /// whoever does not see a record learns nothing of it.
    ///
    /// Cost: a walk over the rows, and a copy of the columns that change. Masks of this table fit the new one.
    ///
    /// - Parameters:
    ///   - stays: For everybody whose record leads to another's, the one that goes on.
    ///   - mask: Rows that may count at all; nil for every row.
    public func joined(_ stays: [EntityID: EntityID], among mask: FactMask? = nil) -> FactTable {
        if stays.isEmpty { return self }
        var groups: [EntityID: [Member]] = [:]
        let known = peopleNumbers(Set(stays.keys).union(stays.values))
        for row in persons.numbers.indices where isLive[row] && mask.map({ $0.rows[row] }) ?? true {
            guard let person = known[persons.numbers[row]] else { continue }
            let root = stays[person] ?? person
            groups[root, default: []].append(Member(row: row, person: person, isRoot: person == root))
        }
        var table = self
        for members in groups.values where Set(members.map(\.person)).count > 1 {
            let sorted = members.sorted { a, b in
                if a.isRoot != b.isRoot { return a.isRoot }
                if a.person != b.person { return a.person < b.person }
                return (caseIDs[a.row], a.row) < (caseIDs[b.row], b.row)
            }
            table.join(sorted.map(\.row))
        }
        return table
    }

    private struct Member {
        let row: Int
        let person: EntityID
        let isRoot: Bool
    }

    /// What somebody is, whichever case they are in.
    private static let own: Set<FactColumn> = [.sex, .gender, .citizenship]
    /// What somebody was on a day of the case.
    private static let ages: Set<FactColumn> = [.majority, .ageBand, .majorityAtAct]

    /// - Parameter rows: Of one person, those whose word goes first before the others.
    private mutating func join(_ rows: [Int]) {
        let person = persons.numbers[rows[0]]
        for row in rows.dropFirst() { persons.move(row, to: person) }
        singles.change { name, column in
            guard Self.own.contains(name) || Self.ages.contains(name) else { return }
            var first: UInt16 = 0
            for row in rows where first == 0 { first = column.codes[row] }
            if first == 0 { return }
            for row in rows where Self.own.contains(name) || column.codes[row] == 0 { column.codes[row] = first }
        }
    }
}
