// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Workflows

/// The list of cases, registering somebody, one case.
enum CaseHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let asked = member.asked
        var filter = CaseFilter(asked: asked ?? FormPairs(), token: asked == nil ? nil : member.query["s"])
        if filter.token == nil { filter.read(codes: member.query) }
        let page = max(1, member.query["page"].flatMap { Int($0) } ?? 1) - 1
        let (lines, total) = try await listCases(
            filter.query, page: page, size: CaseListPage.pageSize, by: member.access, in: member.store)
        let shown = lines.map { line in
            var shown = CaseListPage.Line(line, showsNames: filter.showsNames)
            let facts = member.store.facts(ofCase: line.id)
            shown.isShared = facts.map { $0.agency != member.actor.agency } ?? false
            shown.isWaiting = !shown.isShared && facts?.locked.isEmpty == false
            return shown
        }
        let facets = try await caseFacets(by: member.access, in: member.store)
        var list = CaseListPage(filter: filter, lines: shown, total: total, page: page, owners: facets.owners)
        list.isGone = asked == nil
        if filter.isEverything, page == 0 { list.waiting = facets.waiting }
        return .page(list.markup(in: member.context))
    }

    /// Keeps what was asked in the session; the address of the answer holds nothing of it.
    static func search(_ member: Member) -> WebResponse {
        var filter = CaseFilter(asked: member.form)
        if !filter.isCodesOnly { filter.token = member.keep(filter.pairs) }
        return .see(filter.address(page: 0))
    }

    /// The intake form; a name that was searched for stands in it already.
    static func intake(_ member: Member) async throws -> WebResponse {
        var typed = member.namesAsked
        typed.append("cas_CaseOwner", member.session.name)
        let resumed = member.resumed("/cases")
        let person = try await member.knownPerson(resumed?["person"] ?? member.query["person"])
        var page = IntakePage(
            typed: resumed ?? typed, person: person, requestKey: resumed?["request"] ?? Sessions.token())
        page.offer = member.offer("/cases")
        return .page(page.markup(in: member.context))
    }

    static func register(_ member: Member) async throws -> WebResponse {
        let form = member.form
        let read = FormDecoder(member.context).decode(form, fields: IntakePage.fields)
        let key = form["request"] ?? Sessions.token()
        let person = form["person"].flatMap { EntityID($0) }
        guard read.findings.isEmpty else { return try await again(member, read.findings, key) }
        do {
            let id = try await registerCase(
                read.values, for: person, by: member.access, in: member.store, idempotencyKey: key)
            member.saved("/cases")
            return .see("/cases/\(id)?done=registered")
        } catch let rejected as Rejected {
            return try await again(member, rejected.findings, key)
        }
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        // What was reported is no case: it has a page of its own.
        if file.isSignal { return .see("/signals/\(file.id)") }
        var page = CasePage(file, done: member.query["done"].flatMap { CasePage.Done(rawValue: $0) })
        page.sight = try await lookAround(file, by: member.access, in: member.store)
        if file.permit?.classes.contains(.f1) == true, let victim = file.victims.first {
            let facts = file.factSheet(of: victim).facts()
            let library = member.visit.site.settings.definitions
            page.laws = LawsLine(library.verdicts(facts, reporting: member.context.today))
        }
        let clocks = member.visit.site.settings.clocks
        page.schedule = schedule(of: file, clocks, by: member.access, in: member.store).map { ($0, clocks.time) }
        page.note = member.unsaved("/cases/\(file.id)/add/comment")?.form["cco_CaseComment"] ?? ""
        return .page(page.markup(in: member.context))
    }

    private static func again(_ member: Member, _ findings: [Finding], _ key: String) async throws -> WebResponse {
        let page = IntakePage(
            typed: member.form, findings: findings, person: try await member.knownPerson(member.form["person"]),
            requestKey: key)
        return .page(page.markup(in: member.context), status: 422)
    }

}

extension CaseFilter {
    /// The same question to the register.
    var query: CaseQuery {
        var query = CaseQuery(text: text, status: status, owner: owner, exploitation: exploitation)
        query.waiting = waiting
        return query
    }
}

extension CaseListPage.Line {
    /// A line of the register, with names when they were asked for.
    init(_ line: CaseLine, showsNames: Bool) {
        let victims = Set(line.summary.people.filter { $0.role == .victim }.map(\.person))
        let people = line.people.filter { victims.contains($0.id) }
        var exploitation: [String] = []
        for participant in line.summary.people {
            for code in participant.exploitation where !exploitation.contains(code) { exploitation.append(code) }
        }
        self.init(
            id: line.id, reference: line.summary.reference,
            people: people.map { showsNames && !$0.name.isEmpty ? $0.name : $0.initials },
            status: line.summary.status, isDraft: line.summary.isDraft, owner: line.summary.owner,
            exploitation: exploitation,
            changed: line.summary.changed)
    }
}
