// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

/// One line of a list of cases; what the reader may not see is empty.
public struct CaseLine: Sendable, Hashable, Identifiable {
    public let summary: CaseSummary
    /// The people in it, in the order of its participants; those that are gone are left out.
    public let people: [PersonSummary]
    public var id: EntityID { summary.id }
}

/// What stands around a list of cases.
public struct CaseFacets: Sendable, Hashable {
    /// How many cases the reader may see.
    public var cases = 0
    /// Of these, how many wait, for each reason.
    public var waiting: [WaitReason: Int] = [:]
    /// The names of owners in them, sorted.
    public var owners: [String] = []
}

extension CaseStore {
    /// One page of the cases that a query matches, newest change first, or best match first when names were asked for:
    /// of those that the permit's actor may see.
    ///
    /// The audit entry (kind of question and number of answers, never the words) is on disk before this returns.
    ///
    /// - Returns: the lines of page `page` (from 0) of `size` lines, and how many lines there are in all.
    public func cases(_ query: CaseQuery, page: Int, size: Int, permit: Permit) async throws -> (
        lines: [CaseLine], total: Int
    ) {
        try permit.covers(.registerList, .registerSearch)
        // Nobody leafs to the millionth page, and a number that is far too large must not stop the program.
        let start = min(max(0, page), 1_000_000) * size
        let (range, days) = (start..<start + size, WaitDays(now: clock.now()))
        var (lines, total) = viewing(permit) { $0.lines(query, days, range, for: &$1) }
        if var shared = try await sharedCases(permit) {
            var viewer = viewer(permit)
            let rest = max(0, start - total)..<max(0, start + size - total)
            let more = shared.lines(query, days, rest, for: &viewer)
            lines += more.lines
            total += more.total
        }
        try await note(
            permit, count: total, words: query.text.isEmpty ? nil : query.text,
            mark: markOfSearch(query.text, by: permit.actor))
        return (lines, total)
    }

    /// People whose names match, best first, at most `limit`, each with the cases that the permit's actor may see; who
    /// is in none of these is not found.
    public func people(named text: String, limit: Int = 20, permit: Permit) async throws -> [(
        person: PersonSummary, cases: [EntityID]
    )] {
        try permit.covers(.registerSearch)
        var found = viewing(permit) { $0.people(named: text, limit: limit, for: &$1) }
        if found.count < limit, let shared = try await sharedCases(permit) {
            var viewer = viewer(permit)
            found += shared.people(named: text, limit: limit - found.count, for: &viewer)
        }
        try await note(permit, count: found.count, words: text, mark: markOfSearch(text, by: permit.actor))
        return found
    }

    /// What stands around a list, of the cases that the permit's actor may see. In memory; one pass over them.
    public func facets(permit: Permit) async throws -> CaseFacets {
        try permit.covers(.registerList, .registerSearch)
        let days = WaitDays(now: clock.now())
        var facets = viewing(permit) { $0.facets(days, for: &$1) }
        if let shared = try await sharedCases(permit) {
            var viewer = viewer(permit)
            facets.cases += shared.count(&viewer)
        }
        return facets
    }

    /// People with the same words in their names, each with the cases of theirs that may be named, for duplicate
    /// proposals: those that the permit's actor may list, or, at the console, of the agency that is worked for.
    public func peopleSharingName(_ words: String, permit: Permit) -> [(person: PersonSummary, cases: [EntityID])] {
        let isConsole = permit.actor.role == .custodian
        return viewing(permit) { register, viewer in
            (register.peopleByName[words] ?? []).compactMap { id in
                let cases = (register.casesOfPerson[id] ?? []).sorted().filter {
                    isConsole || register.view($0, &viewer).shows(.f2)
                }
                guard let person = register.people[id], !cases.isEmpty else { return nil }
                return (person, cases)
            }
        }
    }

    /// The organisations of the permit's agency by name.
    public func organisations(permit: Permit) async throws -> [(id: EntityID, name: String)] {
        try permit.covers(.organisationRead)
        let found = index.withLock { index in
            index.with(permit.actor.agency) { register in
                register.organisations.map { (id: $0.key, name: $0.value) }
                    .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
            }
        }
        try await note(permit, count: found.count)
        return found
    }

    /// How many cases and people there are in the whole register.
    package func counts() -> (cases: Int, people: Int) { index.withLock { $0.counts } }

    /// Looks into the register of the actor's agency as the actor.
    func viewing<T: Sendable>(
        _ permit: Permit, _ body: @Sendable (inout RegisterIndex, inout ListViewer) -> T
    ) -> T {
        var viewer = viewer(permit)
        return index.withLock { index in index.with(permit.actor.agency) { body(&$0, &viewer) } }
    }

    func viewer(_ permit: Permit) -> ListViewer {
        let now = clock.now()
        let brokenGlass = index.withLock { $0.tier.brokenGlass(by: permit.actor.id, now: now) }
        return ListViewer(permit.actor, permit.context, brokenGlass: brokenGlass, now: now)
    }

    /// The cases that others share with the permit's agency, as they stood at the act of each share; nil when there are
    /// none. Opened anew each time, some 0.3 ms a case: there are few, and each ends at its second.
    private func sharedCases(_ permit: Permit) async throws -> RegisterIndex? {
        let now = clock.now()
        let viewer = viewer(permit)
        let shared = index.withLock { index in
            index.tier.cases(sharedWith: permit.actor.agency, now: now).sorted()
                .compactMap { index.facts(ofCase: $0) }
        }
        let views = shared.map { ($0, viewer.view($0)) }.filter { $0.1.isSeen }
        guard !views.isEmpty else { return nil }
        return try await database.read { connection in
            var shared = RegisterIndex()
            for (facts, _) in views {
                let read = try? Policy.permit(
                    permit.actor, .caseRead, facts, subject: .caseFile(facts.id), permit.context, now: now)
                guard let read, let file = try self.loadIfThere(facts.id, read, connection) else { continue }
                for stored in file.people.values { shared.take(IndexEntry(stored, scope: stored.id)) }
                for stored in file.records { shared.take(IndexEntry(stored, scope: facts.id)) }
            }
            shared.fixedViews = Dictionary(uniqueKeysWithValues: views.map { ($0.0.id, $0.1) })
            return shared
        }
    }
}

extension RegisterIndex {
    func facets(_ days: WaitDays, for viewer: inout ListViewer) -> CaseFacets {
        var facets = CaseFacets()
        guard viewer.actor.role.needsAssignment else {
            for (id, standing) in standings { take(id, standing, days, &facets, &viewer) }
            facets.owners = owners(&viewer)
            return facets
        }
        var names: Set<String> = []
        for id in (casesOf[viewer.actor.id] ?? []).union(viewer.brokenGlass) {
            guard let standing = standings[id] else { continue }
            let view = take(id, standing, days, &facets, &viewer)
            if view.shows(.f4), let owner = cases[id]?.owner { names.insert(owner) }
        }
        facets.owners = names.sorted()
        return facets
    }

    /// Counts one case in, by what the viewer may see of it.
    @discardableResult
    private func take(
        _ id: EntityID, _ standing: CaseStanding, _ days: WaitDays, _ facets: inout CaseFacets,
        _ viewer: inout ListViewer
    ) -> CaseView {
        let view = view(id, &viewer)
        guard view.isSeen else { return view }
        facets.cases += 1
        if standing.waiting.isDraft {
            facets.waiting[.draft, default: 0] += 1
        } else if view.shows(.f1) {
            for reason in WaitReason.allCases where standing.waiting.waits(reason, days) {
                facets.waiting[reason, default: 0] += 1
            }
        }
        return view
    }

    /// The names of owners for somebody who need not be assigned: of all cases when every state shows them.
    private func owners(_ viewer: inout ListViewer) -> [String] {
        var showsAll = viewer.brokenGlass.isEmpty
        for (state, count) in tally where count > 0 && showsAll {
            showsAll = viewer.view(state)?.shows(.f4) ?? false
        }
        if showsAll { return owners.keys.sorted() }
        var names: Set<String> = []
        for (id, summary) in cases {
            if let owner = summary.owner, view(id, &viewer).shows(.f4) { names.insert(owner) }
        }
        return names.sorted()
    }
}
