// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard
import Store
import Synchronization

/// The people of a register as a list for a count with others: the people its cases are for, each record once, records
/// of one person under one code.
///
/// Left out is who refused the keeping of their data or the use for statistics, or took it back, in any case of theirs;
/// and, where the agreement needs consent, who was not asked whether they agree to statistics, or did not say yes.
struct CountedPeople: Sendable {
    private(set) var rows: [ListedPerson] = []
    /// People who were left out.
    private(set) var withheld = 0

    /// Reads the register; the look is in the audit log before the first case is opened.
    ///
    /// - Parameter permit: For `peopleCount`.
    /// - Throws: `StoreError`.
    static func read(needsConsent: Bool, _ permit: Permit, from store: CaseStore) async throws -> CountedPeople {
        let found = Mutex(Gathered())
        let today = store.clock.today
        try await store.forEachCountedCase(permit: permit) { file in
            found.withLock { $0.add(file, today) }
        }
        return CountedPeople(found.withLock { $0 }, needsConsent: needsConsent, in: store)
    }

    private init(_ gathered: Gathered, needsConsent: Bool, in store: CaseStore) {
        // What one record of a person says no to, holds for all of theirs.
        var groups: [EntityID: [EntityID]] = [:]
        for record in gathered.people.keys { groups[store.goesOn(record), default: []].append(record) }
        for (person, records) in groups.sorted(by: { $0.key < $1.key }) {
            let answers = records.compactMap { gathered.answers[$0] }
            guard !answers.contains(where: \.no), !needsConsent || answers.contains(where: \.yes) else {
                withheld += 1
                continue
            }
            // The record that goes on speaks first.
            let inOrder = records.sorted { a, b in (a == person ? 0 : 1, a) < (b == person ? 0 : 1, b) }
            rows += inOrder.compactMap { gathered.people[$0] }.map { Self.row($0, person) }
        }
    }

    private static func row(_ record: Record, _ person: EntityID) -> ListedPerson {
        func text(_ name: FieldName) -> String { record.text(name) ?? "" }
        var row = ListedPerson()
        row.given = [text("prs_FirstName"), text("prs_MiddleName")].filter { !$0.isEmpty }.joined(separator: " ")
        row.surname = text("prs_SecondName")
        let gender = record.code("prs_Gender") ?? ""
        row.sex = ["Masculine": "M", "Feminine": "F", "NonSpecifiedUnknown": ""][gender] ?? gender
        row.birth = record.date("prs_Birthdate").map { BirthDate($0) }
        if case .codes(let codes)? = record["prs_Citizenship"] { row.nationality = codes.sorted().first ?? "" }
        row.place = text("prs_MailingCity")
        row.phone = [text("prs_MobilePhone"), text("prs_HomePhone")].first { !$0.isEmpty } ?? ""
        row.document = text("prs_IdentityNumber")
        row.person = person.description
        return row
    }

    /// What the cases say of each record of a person.
    private struct Gathered: Sendable {
        var people: [EntityID: Record] = [:]
        var answers: [EntityID: (yes: Bool, no: Bool)] = [:]

        mutating func add(_ file: CaseFile, _ today: PartialDate) {
            for victim in file.victims {
                guard let id = victim.record.links[.person], let person = file.people[id] else { continue }
                people[id] = person.record
                let asked = ["ManageData", "Statistics"].map { file.consent(to: $0, of: id, on: today) }
                let before = answers[id] ?? (false, false)
                answers[id] = (before.yes || asked[1] == true, before.no || asked.contains(false))
            }
        }
    }
}
