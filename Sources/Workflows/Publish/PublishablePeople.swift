// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Identification
import Interchange
import Standard
import Store
import Synchronization

/// The people whom a public file may be about, without names: those who did not refuse, or take back, consent, and
/// whose consent nobody is just changing.
struct PublishablePeople: Sendable {
    private(set) var people: [CTDCPerson] = []
    /// What two files are compared by; see `PublishedMarks`.
    private(set) var marks = PublishedMarks()
    /// Until all are read.
    private var read: [PublishableRow] = []
    /// How many stay out because they refused consent or took it back.
    private(set) var withheld = 0

    /// Reads the register. The look is in the audit log before the first case is opened.
    ///
    /// - Parameter permit: For publishing, with the purpose of statistics.
    /// - Throws: `Refusal`; `StoreError`.
    static func read(_ permit: Permit, from store: CaseStore) async throws -> PublishablePeople {
        let today = store.clock.today
        let crosswalk = Crosswalk(codebook: store.codebook)
        let collected = Mutex(PublishablePeople())
        try await store.forEachCase(permit: permit) { file in
            if file.isSignal { return }
            let found = PublishablePeople(file, today, store)
            collected.withLock { $0.add(found) }
        }
        return collected.withLock { found in
            found.settle(crosswalk, store)
            return found
        }
    }

    private init() {}

    private init(_ file: CaseFile, _ today: PartialDate, _ store: CaseStore) {
        let events = file.records(.event).map(\.record).map { event in
            var date: PartialDate?
            if case .date(let known)? = event["hte_Date"] { date = known }
            return CTDCEvent(type: event.code("hte_Type"), date: date, country: event.text("hte_Country"))
        }
        let registered =
            file.caseRecord?.record.ownDate ?? file.records(.referral).compactMap(\.record.ownDate).first
            ?? file.firstDay
        let isUnsettled = store.hasUnsettledConsent(file.id)
        for (place, row) in file.rowsWithStatus(on: today).rows.enumerated() {
            if isUnsettled || row.values["con_Consent"] == .flag(false) {
                withheld += 1
                continue
            }
            let victim = file.victims[place].record.links[.person]
            read.append(
                PublishableRow(
                    person: victim, mark: "\(file.id) \(place)",
                    decided: victim.flatMap { file.determinations(of: $0).htcdsDay },
                    row: CTDCPerson(values: row.values, events: events, registeredOn: registered)))
        }
    }

    private mutating func add(_ other: PublishablePeople) {
        read += other.read
        withheld += other.withheld
    }

    /// Makes one of the rows of each person.
    private mutating func settle(_ crosswalk: Crosswalk, _ store: CaseStore) {
        for row in PublishableRow.ofPeople(read, joined: store.joinedPeople, under: store.codebook) {
            marks.add(person: row.mark, row: crosswalk.row(of: row.row), store)
            people.append(row.row)
        }
        read = []
    }

    /// The people as a table of these columns, without those that nobody filled in.
    ///
    /// - Throws: `TableFault`.
    func table(of columns: [String], codebook: Codebook) throws -> ColumnTable {
        let crosswalk = Crosswalk(codebook: codebook)
        let rows = people.map(crosswalk.row)
        let places = columns.compactMap { CTDCColumn.headers.firstIndex(of: $0) }
            .filter { place in rows.contains { !$0[place].isEmpty } }
        return try ColumnTable(
            names: places.map { CTDCColumn.headers[$0] }, rows: rows.map { row in places.map { row[$0] } })
    }
}

extension CaseFile {
    /// The day the case's own record was last written: all that is known of its age when nothing else says.
    fileprivate var firstDay: PartialDate { caseRecord?.day ?? records.map(\.day).min() ?? PartialDate(year: 1)! }
}
