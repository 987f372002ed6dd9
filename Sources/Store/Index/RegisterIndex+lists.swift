// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension RegisterIndex {
    /// What lists show of a case; nothing for a case of others.
    func view(_ id: EntityID, _ viewer: inout ListViewer) -> CaseView {
        if let fixedViews { return fixedViews[id] ?? .nothing }
        // What was reported is listed by itself; see `signalLines`.
        guard let standing = standings[id], standing.isSignal == viewer.seeksSignals else { return .nothing }
        // Only who must be assigned is asked whether they are: nobody else's answer depends on it.
        let isAssigned =
            viewer.actor.role.needsAssignment && casesOf[viewer.actor.id]?.contains(id) ?? false
        return viewer.view(id, standing, isAssigned: isAssigned)
    }

    /// The lines of a query in a range of places, and how many it has in all: of what the viewer may see, by what the
    /// viewer may see of it.
    mutating func lines(
        _ query: CaseQuery, _ days: WaitDays, _ range: Range<Int>, for viewer: inout ListViewer
    ) -> (lines: [CaseLine], total: Int) {
        let wanted = query.words
        guard wanted.isEmpty else { return lines(meant(by: wanted, &viewer), query, days, range, &viewer) }
        if let few = fewCases(viewer) { return lines(few, query, days, range, &viewer) }
        guard query.isEverything else { return lines(casesInOrder(), query, days, range, &viewer) }
        return page(range, &viewer)
    }

    /// The cases that somebody who must be assigned may come to see, the one that changed last first; nil when it is as
    /// well to look at all.
    private func fewCases(_ viewer: ListViewer) -> [EntityID]? {
        guard viewer.actor.role.needsAssignment, fixedViews == nil else { return nil }
        let mine = casesOf[viewer.actor.id] ?? []
        guard (mine.count + viewer.brokenGlass.count) * 4 < cases.count + 400 else { return nil }
        return mine.union(viewer.brokenGlass).compactMap { cases[$0] }.sorted { $0.order > $1.order }.map(\.id)
    }

    /// A page of everything: who looks for nothing needs no summaries but those of the page.
    private mutating func page(_ range: Range<Int>, _ viewer: inout ListViewer) -> (lines: [CaseLine], total: Int) {
        var (lines, seen) = ([CaseLine](), 0)
        for id in casesInOrder() {
            if seen >= range.upperBound { break }
            let view = view(id, &viewer)
            guard view.isSeen, let summary = cases[id] else { continue }
            if range.contains(seen) { lines.append(line(summary, view)) }
            seen += 1
        }
        return (lines, count(&viewer))
    }

    /// How many cases the viewer may see.
    func count(_ viewer: inout ListViewer) -> Int {
        if fixedViews == nil, viewer.actor.role.needsAssignment {
            let mine = casesOf[viewer.actor.id] ?? []
            var count = 0
            for id in mine where view(id, &viewer).isSeen { count += 1 }
            for id in viewer.brokenGlass where !mine.contains(id) && view(id, &viewer).isSeen { count += 1 }
            return count
        }
        if let count = countByState(&viewer) { return count }
        var count = 0
        for id in standings.keys where view(id, &viewer).isSeen { count += 1 }
        return count
    }

    /// The same from how many cases stand in each state, when nothing but the state decides; nil when more does.
    private func countByState(_ viewer: inout ListViewer) -> Int? {
        guard fixedViews == nil, viewer.brokenGlass.isEmpty else { return nil }
        var count = 0
        for (state, cases) in tally where cases > 0 {
            guard let view = viewer.view(state) else { return nil }
            if view.isSeen { count += cases }
        }
        return count
    }

    private func lines(
        _ candidates: some Sequence<EntityID>, _ query: CaseQuery, _ days: WaitDays, _ range: Range<Int>,
        _ viewer: inout ListViewer
    ) -> (lines: [CaseLine], total: Int) {
        var (lines, total) = ([CaseLine](), 0)
        let classes = query.classes
        for id in candidates {
            let view = view(id, &viewer)
            guard view.shows(all: classes), let summary = cases[id], query.matches(summary, days) else { continue }
            if range.contains(total) { lines.append(line(summary, view)) }
            total += 1
        }
        return (lines, total)
    }

    /// The cases that a text may mean, best first: by code or reference, then by the names of people.
    private func meant(by wanted: String, _ viewer: inout ListViewer) -> [EntityID] {
        var found: Set<EntityID> = []
        for id in casesByReference[wanted.uppercased()] ?? [] where view(id, &viewer).shows(.f2) { found.insert(id) }
        if let bits = EntityID.bits(ofCode: wanted) { found.formUnion(cases.keys.filter { $0.codeBits == bits }) }
        var ids = found.sorted()
        for person in search(wanted) where ids.count < Self.meantMax {
            for id in (casesOfPerson[person.id] ?? []).sorted() where !found.contains(id) {
                guard view(id, &viewer).mayName(person, by: wanted) else { continue }
                found.insert(id)
                ids.append(id)
            }
        }
        return ids
    }

    private static let meantMax = 1_000

    private func line(_ summary: CaseSummary, _ view: CaseView) -> CaseLine {
        CaseLine(
            summary: summary.shown(view),
            people: summary.shown(view).people.compactMap { people[$0.person]?.shown(view) })
    }

    /// What lists show of one case; nil when it may not be known of.
    func line(of id: EntityID, _ viewer: inout ListViewer) -> CaseLine? {
        let view = view(id, &viewer)
        guard view.isSeen, let summary = cases[id] else { return nil }
        return line(summary, view)
    }

    /// People whose names match and who are part of a case that the viewer may see, best first.
    func people(named text: String, limit: Int, for viewer: inout ListViewer) -> [(
        person: PersonSummary, cases: [EntityID]
    )] {
        var found: [(person: PersonSummary, cases: [EntityID])] = []
        for person in search(text) {
            if found.count >= limit { break }
            var (cases, whole) = ([EntityID](), CaseView.nothing)
            for id in (casesOfPerson[person.id] ?? []).sorted() {
                let view = view(id, &viewer)
                guard view.mayName(person, by: text) else { continue }
                cases.append(id)
                whole = whole.joined(with: view)
            }
            if !cases.isEmpty { found.append((person.shown(whole), cases)) }
        }
        return found
    }
}

extension CaseView {
    /// Whether a search for a name may find the person here: by all their names, or by the one that is shown.
    fileprivate func mayName(_ person: PersonSummary, by text: String) -> Bool {
        if shows(.f2) { return true }
        guard isSeen, masks[.f2] != nil else { return false }
        let shown = NameFold.words(person.goesBy)
        return NameFold.words(text).allSatisfy { word in shown.contains { $0.hasPrefix(word) } }
    }

    /// What is shown by either.
    fileprivate func joined(with other: CaseView) -> CaseView {
        CaseView { fieldClass in
            if shows(fieldClass) || other.shows(fieldClass) { return .permit([]) }
            return (masks[fieldClass] ?? other.masks[fieldClass]).map { .mask($0) } ?? .denyHidden
        }
    }
}

extension CaseSummary {
    /// The summary without what lists do not show.
    func shown(_ view: CaseView) -> CaseSummary {
        var shown = self
        if !view.shows(.f1) {
            (shown.status, shown.registered, shown.terms) = (nil, nil, [])
            let mayName = view.shows(.f2) || view.masks[.f2] != nil
            shown.people = mayName ? people.map { $0.withoutFacts } : []
        }
        if !view.shows(.f2) { shown.reference = nil }
        if !view.shows(.f4) { shown.owner = nil }
        return shown
    }
}

extension CaseSummary.Participant {
    fileprivate var withoutFacts: Self {
        Self(record: record, person: person, role: role, traffickingStatus: nil, exploitation: [])
    }
}

extension PersonSummary {
    /// The summary without what lists do not show.
    func shown(_ view: CaseView) -> PersonSummary {
        let isNamed = view.shows(.f2)
        let name = isNamed ? name : view.masks[.f2] == nil ? "" : goesBy
        let initials = isNamed ? initials : String(name.prefix(1))
        let isMasked = view.masks[.f1] != nil
        let isKnown = view.shows(.f1)
        return PersonSummary(
            id: id, name: name, initials: initials,
            birthdate: isKnown ? birthdate : isMasked ? birthdate?.yearOnly : nil,
            gender: isKnown || isMasked ? gender : nil, citizenship: isKnown ? citizenship : [],
            nameKey: isNamed ? nameKey : "", goesBy: isNamed || view.masks[.f2] != nil ? goesBy : "")
    }
}

extension PartialDate {
    /// The year alone.
    var yearOnly: PartialDate { PartialDate(year: year, isApproximate: isApproximate) ?? self }
}
