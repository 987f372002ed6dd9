// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// A row's person, for duplicate proposals.
struct RowPerson: Sendable {
    let row: Int
    let sheet: String?
    /// First, middle and last names that the row gives; never empty.
    let names: [String]
    let birthdate: PartialDate?
    /// True when an earlier row says exactly the same.
    let isRepeat: Bool
}

/// Rows of a file whose person shares all names, and no contradicting birth date, with somebody in the register or with
/// an earlier row. A row that repeats another word for word is counted, and has been noted by the reader already.
struct PossibleDuplicates: Sendable {
    private(set) var count = 0
    private(set) var findings: [Finding] = []

    init(among people: [RowPerson], permit: Permit, in store: CaseStore) {
        NameFold.learn(people.lazy.flatMap(\.names))
        var earlier: [String: Namesakes] = [:]
        for row in people {
            let key = PersonSummary.nameKey(row.names)
            if key.isEmpty { continue }
            let first = earlier[key, default: Namesakes()].meet(row)
            if let known = store.casesOfSomebody(like: row, named: key, permit: permit) {
                propose(row, "somebody whom the register knows already (case \(known))")
            } else if row.isRepeat {
                count += 1
            } else if let first {
                propose(row, "the person of row \(first)")
            }
        }
    }

    private mutating func propose(_ row: RowPerson, _ whom: String) {
        count += 1
        findings.append(
            Finding(
                .possibleDuplicate, severity: .warning, sheet: row.sheet, row: row.row, field: nil,
                "This may be \(whom). Both are kept; compare them."))
    }
}

extension Finding.Code {
    public static let possibleDuplicate: Finding.Code = "possible-duplicate"
}

extension CaseStore {
    /// The codes of up to three cases of somebody who may be the row's person; nil when nobody is.
    fileprivate func casesOfSomebody(like row: RowPerson, named key: String, permit: Permit) -> String? {
        let alike = peopleSharingName(key, permit: permit).first { other in
            guard let mine = row.birthdate, let theirs = other.person.birthdate else { return true }
            return mine == theirs
        }
        return alike.map { $0.cases.prefix(3).map(\.code).joined(separator: ", ") }
    }
}

/// The rows so far of people who share all names.
private struct Namesakes {
    private var first: Int?
    private var firstUndated: Int?
    private var firstBorn: [PartialDate: Int] = [:]

    /// Takes in one more, and gives the earliest row whose person may be the same. Constant time, however many there
    /// are.
    mutating func meet(_ row: RowPerson) -> Int? {
        defer { note(row) }
        guard let birthdate = row.birthdate else { return first }
        return [firstUndated, firstBorn[birthdate]].compactMap(\.self).min()
    }

    private mutating func note(_ row: RowPerson) {
        first = first ?? row.row
        guard let birthdate = row.birthdate else {
            firstUndated = firstUndated ?? row.row
            return
        }
        if firstBorn[birthdate] == nil { firstBorn[birthdate] = row.row }
    }
}
