// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

extension CaseStore {
    /// Reads every current record and builds the index; rows are opened on all cores while more are read.
    func loadIndex() async throws {
        var built = RegisterIndex()
        var after = 0
        var opening: Task<[IndexEntry], any Error>?
        while true {
            let (rows, last) = try await currentRows(after: after)
            if let opened = try await opening?.value { for entry in opened { built.take(entry) } }
            opening = Task { try await self.indexEntries(rows) }
            guard let last else { break }
            after = last
        }
        if let opened = try await opening?.value { for entry in opened { built.take(entry) } }
        built.settle()
        let finished = built
        index.withLock { $0 = finished }
    }

    private static let loadBatchRows = 20_000

    private func currentRows(after start: Int) async throws -> (rows: [SealedRow], last: Int?) {
        try await database.read { connection in
            var rows: [SealedRow] = []
            var last: Int?
            try connection.forEach(
                """
                SELECT \(raw: Self.rowColumns), r.seq FROM record r JOIN scope s ON s.id = r.scope
                WHERE r.seq > \(start) AND r.live = 1 AND r.removed = 0 ORDER BY r.seq LIMIT \(Self.loadBatchRows)
                """
            ) { row in
                last = row.int(8)
                rows.append(try Self.sealedRow(row))
            }
            return (rows, last)
        }
    }

    func indexEntries(_ rows: [SealedRow]) async throws -> [IndexEntry] {
        let half = rows.count / 2
        @Sendable func entries(_ some: ArraySlice<SealedRow>) async throws -> [IndexEntry] {
            let opened = try open(Array(some), RegisterIndex.filter)
            PersonSummary.learnNames(of: opened.lazy.map(\.stored.record))
            return opened.map { IndexEntry($0.stored, scope: $0.scope) }
        }
        async let first = entries(rows[..<half])
        async let second = entries(rows[half...])
        return try await first + second
    }
}

/// What a list of cases asks for.
public struct CaseQuery: Sendable, Hashable {
    /// Words of names, a case's code or its reference; empty for all.
    public var text: String
    /// A `cas_Status` value name; nil for any.
    public var status: String?
    public var draftsOnly: Bool
    /// Only those that wait for this reason; nil for all.
    public var waiting: WaitReason?
    /// The name in `cas_CaseOwner`; nil for any.
    public var owner: String?
    /// A `vic_TypeOfExploitation` value name; nil for any.
    public var exploitation: String?

    public init(
        text: String = "", status: String? = nil, draftsOnly: Bool = false, owner: String? = nil,
        exploitation: String? = nil
    ) {
        self.text = text
        self.status = status
        self.draftsOnly = draftsOnly
        self.owner = owner
        self.exploitation = exploitation
    }
}

/// One line of a list of cases.
public struct CaseLine: Sendable, Hashable, Identifiable {
    public let summary: CaseSummary
    /// The people in it, in the order of its participants; those that are gone are left out.
    public let people: [PersonSummary]
    public var id: EntityID { summary.id }
}

extension CaseStore {
    /// One page of the cases that a query matches, newest change first, or best match first when names were asked for.
    ///
    /// The audit entry (kind of question and number of answers, never the words) is on disk before this returns.
    ///
    /// - Returns: the lines of page `page` (from 0) of `size` lines, and how many lines there are in all.
    public func cases(_ query: CaseQuery, page: Int, size: Int, permit: Permit) async throws -> (
        lines: [CaseLine], total: Int
    ) {
        // Nobody leafs to the millionth page, and a number that is far too large must not stop the program.
        let start = min(max(0, page), 1_000_000) * size
        let (range, days) = (start..<start + size, WaitDays(now: clock.now()))
        let (lines, total) = index.withLock { $0.lines(query, days, range) }
        try await note(permit, count: total, words: query.text.isEmpty ? nil : query.text)
        return (lines, total)
    }

    /// People whose names match, best first, at most `limit`.
    public func people(named text: String, limit: Int = 20, permit: Permit) async throws -> [(
        person: PersonSummary, cases: [EntityID]
    )] {
        let found = index.withLock { index in
            index.search(text, limit: limit).map { person in (person, (index.casesOfPerson[person.id] ?? []).sorted()) }
        }
        try await note(permit, count: found.count, words: text)
        return found
    }

    /// How many cases and people there are.
    public func counts() -> (cases: Int, people: Int) { index.withLock { ($0.cases.count, $0.people.count) } }

    /// The names of owners that stand in the register, sorted.
    public func owners() -> [String] { index.withLock { $0.owners.keys.sorted() } }

    /// The organisations of the register by name.
    public func organisations() -> [(id: EntityID, name: String)] {
        index.withLock {
            $0.organisations.map { (id: $0.key, name: $0.value) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        }
    }

    /// People with the same words in their names, for duplicate proposals. In memory; costs one look-up.
    public func peopleSharingName(_ words: String) -> [PersonSummary] {
        index.withLock { index in (index.peopleByName[words] ?? []).compactMap { index.people[$0] } }
    }

    /// The cases that a person is part of.
    public func cases(of person: EntityID) -> [EntityID] {
        index.withLock { ($0.casesOfPerson[person] ?? []).sorted() }
    }
}

extension CaseQuery {
    func matches(_ summary: CaseSummary, _ days: WaitDays) -> Bool {
        if let status, summary.status != status { return false }
        if draftsOnly, !summary.isDraft { return false }
        if let waiting, !summary.waits(waiting, days) { return false }
        if let owner, summary.owner != owner { return false }
        if let exploitation, !summary.people.contains(where: { $0.exploitation.contains(exploitation) }) {
            return false
        }
        return true
    }
}

extension RegisterIndex {
    /// The lines of a query in a range of places, and how many it has in all.
    mutating func lines(_ query: CaseQuery, _ days: WaitDays, _ range: Range<Int>) -> (lines: [CaseLine], total: Int) {
        let wanted = query.text.trimmedForSearch
        if wanted.isEmpty {
            let all = casesInOrder()
            // Nothing to look at but the page that is shown.
            if query == CaseQuery(text: query.text) {
                let shown = all.dropFirst(range.lowerBound).prefix(range.count)
                return (shown.compactMap { cases[$0] }.map { line($0) }, all.count)
            }
            return lines(all, query, days, range)
        }
        return lines(meant(by: wanted), query, days, range)
    }

    private func lines(
        _ candidates: some Sequence<EntityID>, _ query: CaseQuery, _ days: WaitDays, _ range: Range<Int>
    ) -> (lines: [CaseLine], total: Int) {
        var lines: [CaseLine] = []
        var total = 0
        for id in candidates {
            guard let summary = cases[id], query.matches(summary, days) else { continue }
            if range.contains(total) { lines.append(line(summary)) }
            total += 1
        }
        return (lines, total)
    }

    /// The cases that a text may mean, best first: by code or reference, then by the names of people.
    private func meant(by wanted: String) -> [EntityID] {
        var found = casesByReference[wanted.uppercased()] ?? []
        if let bits = EntityID.bits(ofCode: wanted) { found.formUnion(cases.keys.filter { $0.codeBits == bits }) }
        var ids = found.sorted()
        for person in search(wanted, limit: 1_000) {
            for id in (casesOfPerson[person.id] ?? []).sorted() where found.insert(id).inserted { ids.append(id) }
        }
        return ids
    }

    private func line(_ summary: CaseSummary) -> CaseLine {
        CaseLine(summary: summary, people: summary.people.compactMap { people[$0.person] })
    }
}

extension String {
    fileprivate var trimmedForSearch: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
