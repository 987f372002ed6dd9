// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Do we know this person? Asked before a case is opened, and before somebody is added to one.
enum SeekHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        try await found(SearchFirstPage(), member)
    }

    static func search(_ member: Member) throws -> WebResponse { answer(to: "/cases/new", member) }

    /// The same for somebody who is to be added to a case.
    static func joiningPage(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        return try await found(SearchFirstPage(joining: file.id, people: Set(file.people.keys)), member)
    }

    static func joiningSearch(_ member: Member) throws -> WebResponse {
        answer(to: "/cases/\(try member.visit.id("case"))/people", member)
    }

    private static func answer(to address: String, _ member: Member) -> WebResponse {
        func typed(_ field: String) -> String {
            (member.form[field] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let asked: FormPairs = ["name": typed("name"), "born": typed("born")]
        return .see(asked.pairs.allSatisfy { $0.value.isEmpty } ? address : "\(address)?s=\(member.keep(asked))")
    }

    private static func found(_ page: SearchFirstPage, _ member: Member) async throws -> WebResponse {
        var page = page
        page.isGone = member.asked == nil
        guard let name = member.asked?["name"] else { return .page(page.markup(in: member.context)) }
        page.name = name
        page.born = member.asked?["born"] ?? ""
        page.token = member.query["s"]
        let question = KnownQuestion(name: name, birthdate: birthdate(page.born, today: member.context.today))
        let found = try await findKnown(question, by: member.access, in: member.store)
        page.isWhole = found.isWhole
        page.matches = found.people.map { match in
            let person = match.person
            return SearchFirstPage.Match(
                person: person.id, name: person.name, birthdate: person.birthdate, gender: person.gender,
                citizenship: person.citizenship, cases: match.cases, weights: match.weights)
        }
        return .page(page.markup(in: member.context))
    }
}

extension SeekHandlers {
    /// A date, a part of one, or about how many years somebody is old; nil for anything else.
    static func birthdate(_ text: String, today: PartialDate) -> PartialDate? {
        if let age = Int(text), (0...120).contains(age) {
            return PartialDate(year: today.year - age, isApproximate: true)
        }
        if let date = PartialDate(text) { return date }
        let parts = text.split(whereSeparator: { "./- ".contains($0) }).compactMap { Int($0) }
        return parts.count == 3 ? PartialDate(year: parts[2], month: parts[1], day: parts[0]) : nil
    }
}

extension Member {
    /// The name that was searched for before this form, as its first fields.
    var namesAsked: FormPairs {
        var typed = FormPairs()
        let words = (asked?["name"] ?? "").split(separator: " ")
        if let first = words.first { typed.append("prs_FirstName", String(first)) }
        if words.count > 1 { typed.append("prs_SecondName", words.dropFirst().joined(separator: " ")) }
        return typed
    }

    /// Somebody in the register whom a form or an address names; nil when it names nobody.
    ///
    /// - Throws: `Failure.notFound` when there is no such person.
    func knownPerson(_ text: String?) async throws -> (id: EntityID, name: String)? {
        guard let text, !text.isEmpty else { return nil }
        guard let named = EntityID(text) else { throw Failure.notFound }
        let id = access.recordThatGoesOn(for: named, in: store)
        let versions = try await readVersions(of: id, in: id, kind: .person, by: access, store: store)
        guard let person = versions.last, !person.isRemoved, person.record.kind == .person else {
            throw Failure.notFound
        }
        return (id, PersonLabel.name(person.record) ?? id.code)
    }
}
