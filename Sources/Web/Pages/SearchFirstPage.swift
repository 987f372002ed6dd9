// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Before somebody is registered: is this a person we already help?
public struct SearchFirstPage: Sendable {
    /// The name as typed; empty before the first search.
    public var name: String
    public var matches: [Match]

    /// Somebody in the register who may be the same person.
    public struct Match: Sendable {
        public var person: EntityID
        public var name: String
        public var birthdate: PartialDate?
        /// `prs_Gender` value name.
        public var gender: String?
        /// ISO 3166 codes.
        public var citizenship: [String]
        /// The cases that the person is part of.
        public var cases: [EntityID]

        public init(
            person: EntityID, name: String, birthdate: PartialDate? = nil, gender: String? = nil,
            citizenship: [String] = [],
            cases: [EntityID] = []
        ) {
            self.person = person
            self.name = name
            self.birthdate = birthdate
            self.gender = gender
            self.citizenship = citizenship
            self.cases = cases
        }
    }

    public init(name: String = "", matches: [Match] = []) {
        self.name = name
        self.matches = matches
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["seek.heading"])", trail: [.init(words["menu.cases"], "/cases")],
            audience: words["audience.office"],
            area: .register)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["seek.lead"])</p>
                <form method="get" action="/cases/new" role="search"><div class="field"><label for="name">\
                \(words["seek.name"])</label>
                <p class="help" id="name-help">\(words["seek.help"])</p>
                <div class="seek"><input type="search" id="name" name="name" value="\(name)" dir="auto" \
                autocomplete="off" aria-describedby="name-help">
                <button>\(words["seek.do"])</button></div></div></form>
                \(name.isEmpty ? withoutName(words) : results(context))
                """)
    }

    private func withoutName(_ words: Words) -> Markup {
        "<p><a href=\"/cases/new/form\">\(words["seek.noName"])</a></p>"
    }

    private func results(_ context: PageContext) -> Markup {
        let words = context.words
        let onward: Markup = """
            <div class="acts"><a class="button" href="/cases/new/form?name=\(address: name)">\(words["seek.new"])</a>\
            </div>
            """
        guard !matches.isEmpty else {
            return "<div class=\"note\" role=\"status\"><p>\(words["seek.none"])</p></div>\(onward)"
        }
        return """
            <div role="status"><h2>\(words("seek.found", count: matches.count))</h2></div>
            <ul class="cards">\(matches.map { card($0, context) })</ul>
            <h2>\(words["seek.notHere"])</h2>\(onward)
            """
    }

    private func card(_ match: Match, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        var facts: [Markup] = []
        if let born = match.birthdate { facts.append("\(words("seek.born", ["date": text.date(born)]))") }
        if let gender = match.gender { facts.append("\(text.label(of: gender, field: "prs_Gender"))") }
        facts += match.citizenship.map { "\(text.label(of: $0, field: "prs_Citizenship"))" }
        let cases = match.cases.map { id -> Markup in
            "<a href=\"/cases/\(id.description)\">\(words("seek.open", ["code": id.code]))</a>"
        }
        return """
            <li><h3><bdi>\(match.name)</bdi></h3><p class="soft">\(facts.joined(separator: " · "))</p>
            <div class="acts">\(cases.joined(separator: " "))
            <a href="/cases/new/form?person=\(match.person.description)">\(words["seek.newCase"])</a></div></li>
            """
    }
}
