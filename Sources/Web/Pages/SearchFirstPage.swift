// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// Before somebody is registered, or added to a case: is this a person we already help?
public struct SearchFirstPage: Sendable {
    /// The name as typed; empty before the first search.
    public var name: String
    /// What was typed of the birth date.
    public var born = ""
    public var matches: [Match]
    /// False while a register that was just opened is still being looked through.
    public var isWhole = true
    /// The case that somebody is to be added to, and who is in it already; nil when a new case is opened.
    public var joining: (id: EntityID, people: Set<EntityID>)?
    /// Stands in the address for what was typed.
    public var token: String?
    /// True when the address holds a question that was let go.
    public var isGone = false

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
        /// Why they may be meant; nil for who was found by the beginning of a name.
        public var weights: LikenessWeights?

        public init(
            person: EntityID, name: String, birthdate: PartialDate? = nil, gender: String? = nil,
            citizenship: [String] = [], cases: [EntityID] = [], weights: LikenessWeights? = nil
        ) {
            self.person = person
            self.name = name
            self.birthdate = birthdate
            self.gender = gender
            self.citizenship = citizenship
            self.cases = cases
            self.weights = weights
        }
    }

    public init(name: String = "", matches: [Match] = []) {
        self.name = name
        self.matches = matches
    }

    /// For somebody who is to be added to a case.
    public init(joining id: EntityID, people: Set<EntityID>) {
        self.init()
        joining = (id, people)
    }

    /// Where it stands, and where the form for a new person does.
    private var address: String { joining.map { "/cases/\($0.id.description)/people" } ?? "/cases/new" }
    private var form: String {
        joining.map { "/cases/\($0.id.description)/add/\(RecordKind.participation.rawValue)" } ?? "/cases/new/form"
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let above = joining.map { [Place.Step($0.id.code, "/cases/\($0.id.description)")] } ?? []
        let place = Place(
            "\(joining == nil ? words["seek.heading"] : words["case.people.add"])",
            trail: [.init(words["menu.cases"], "/cases")] + above, audience: words["audience.office"],
            area: joining == nil ? .register : .cases)
        return Layout.page(
            place, in: context,
            content: """
                \(when: isGone, "<div class=\"note\" role=\"status\"><p>\(words["search.gone"])</p></div>")
                <p>\(words["seek.lead"])</p>
                <form method="post" action="\(address)/search" role="search" data-live="found">\(context.tokenInput)<div class="field"><label for="name">\
                \(words["seek.name"])</label>
                <p class="help" id="name-help">\(words["seek.help"])</p>
                <input type="search" id="name" name="name" value="\(name)" dir="auto" \
                autocomplete="off" aria-describedby="name-help"></div>
                <div class="field"><label for="born">\(words["seek.bornAsk"])</label>
                <p class="help" id="born-help">\(words["seek.bornHelp"])</p>
                <div class="seek"><input type="text" id="born" name="born" value="\(born)" dir="auto" \
                autocomplete="off" aria-describedby="born-help">
                <button>\(words["seek.do"])</button></div></div></form>
                <div id="found">\(name.isEmpty && born.isEmpty ? withoutName(words) : results(context))</div>
                """)
    }

    private func withoutName(_ words: Words) -> Markup {
        "<p><a href=\"\(form)\">\(words["seek.noName"])</a></p>"
    }

    private func results(_ context: PageContext) -> Markup {
        let words = context.words
        let onward: Markup = """
            <div class="acts"><a class="button" href="\(form)\(token.map { "?s=\($0)" })">\(words["seek.new"])</a>\
            </div>
            """
        let part: Markup = isWhole ? "" : "<div class=\"note\" role=\"status\"><p>\(words["seek.part"])</p></div>"
        guard !matches.isEmpty else {
            let none: Markup = "<div class=\"note\" role=\"status\"><p>\(words["seek.none"])</p></div>"
            return "\(isWhole ? none : part)\(onward)"
        }
        return """
            \(part)<div role="status"><h2>\(words("seek.found", count: matches.count))</h2></div>
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
            <li><h3><bdi>\(match.name)</bdi></h3>\(why(match, context))<p class="soft">\(facts.joined(separator: " · "))</p>
            <div class="acts">\(cases.joined(separator: " "))
            \(onward(match.person, words))</div></li>
            """
    }

    private func why(_ match: Match, _ context: PageContext) -> Markup {
        guard let weights = match.weights else { return "" }
        let text = LikenessText(context)
        return "<p>\(text.strength(weights.strength))</p>\(text.reasons(weights))"
    }

    private func onward(_ person: EntityID, _ words: Words) -> Markup {
        if joining?.people.contains(person) == true { return "<span class=\"mark\">\(words["seek.isIn"])</span>" }
        return """
            <a href="\(form)?person=\(person.description)">\
            \(joining == nil ? words["seek.newCase"] : words["seek.join"])</a>
            """
    }
}
