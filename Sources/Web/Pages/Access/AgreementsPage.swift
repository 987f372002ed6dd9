// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What the agency has agreed with others about sharing, and a proposal of a new agreement.
public struct AgreementsPage: Sendable {
    public var agreements: [Line]
    /// The agencies besides one's own.
    public var agencies: [(id: EntityID, name: String)]
    public var problem: String?
    public var isDone = false

    /// One agreement.
    public struct Line: Sendable {
        public var agreement: Agreement
        public var giver: String
        public var taker: String
        public var standing: Standing

        public init(_ agreement: Agreement, giver: String, taker: String, standing: Standing) {
            self.agreement = agreement
            self.giver = giver
            self.taker = taker
            self.standing = standing
        }
    }

    /// How an agreement stands for the reader's side.
    public enum Standing: String, Sendable, CaseIterable {
        /// The other side has proposed it; one's own has to say.
        case theirsToMe
        /// The other side has to say.
        case mineToThem
        case holds
        case over
    }

    public init(agreements: [Line], agencies: [(id: EntityID, name: String)]) {
        self.agreements = agreements
        self.agencies = agencies
    }

    /// What can be agreed on: everything but location, clinical notes and the id, which every share has.
    static let classes: [FieldClass] = [.f1, .f2, .f3, .f4, .f7, .f8, .f9, .f10, .f11]
    static let purposes: [Purpose] = [.care, .safety, .legalAid, .investigation, .prosecution]

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["agreements.heading"])", audience: words["audience.supervision"], area: .agreements)
        let none: Markup = "<div class=\"note\"><p>\(words["agreements.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["agreements.done"])</p></div>")
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["agreements.lead"])</p>
                \(agreements.isEmpty ? none : "<ul class=\"cards\">\(agreements.map { card($0, context) })</ul>")
                \(agencies.isEmpty ? "<p class=\"soft\">\(words["agreements.alone"])</p>" : form(context))
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let sides: [String: Markup] = ["giver": "<bdi>\(line.giver)</bdi>", "taker": "<bdi>\(line.taker)</bdi>"]
        let purposes = line.agreement.purposes.sorted { $0.rawValue < $1.rawValue }.map { words[.purpose, $0.rawValue] }
        return """
            <li><h2>\(words.markup("agreements.sides", sides)) \
            <span class="mark\(when: line.standing == .theirsToMe, " warning")">\
            \(words[.agreementStanding, line.standing.rawValue])</span></h2>
            <p>\(ClassNames.list(line.agreement.classes, words)). \(purposes.joined(separator: ", ")). \
            \(words("agreements.until", ["date": MomentText.say(line.agreement.until, context)]))</p>
            \(when: line.standing == .holds && !line.agreement.hasCharter, "<p>\(words["agreements.noCharter"])</p>")\
            \(acts(line, context))</li>
            """
    }

    private func acts(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        func act(_ verb: String, _ label: String, isQuiet: Bool) -> Markup {
            """
            <form method="post" action="/agreements/\(line.agreement.id.description)/\(verb)">\(context.tokenInput)
            \(when: verb == "accept", charter(words))\
            <button\(when: isQuiet, " class=\"danger\"")>\(label)<span class="unseen">: \(line.giver), \(line.taker)\
            </span></button></form>
            """
        }
        return switch line.standing {
        case .theirsToMe:
            """
            <div class="acts">\(act("accept", words["agreements.accept"], isQuiet: false))\
            \(act("end", words["agreements.decline"], isQuiet: true))</div>
            """
        case .mineToThem, .holds: "<div class=\"acts\">\(act("end", words["agreements.end"], isQuiet: true))</div>"
        case .over: ""
        }
    }

    /// What both sides bind themselves to before anybody is referred.
    private func charter(_ words: Words) -> Markup {
        Choice.group(
            words["agreements.charter"], help: words["agreements.charter.says"],
            [Choice("charter", "yes", words["agreements.charter.agree"], .checkbox)])
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let choices = agencies.map { agency -> Markup in
            "<option value=\"\(agency.id.description)\">\(agency.name)</option>"
        }
        let classes = Self.classes.map { Choice("classes", $0.rawValue, words[.fieldClass, $0.rawValue], .checkbox) }
        let purposes = Self.purposes.map { Choice("purposes", $0.rawValue, words[.purpose, $0.rawValue], .checkbox) }
        let ways = [
            Choice("way", "give", words["agreements.give"], .radio, isOn: true),
            Choice("way", "take", words["agreements.take"], .radio),
        ]
        return """
            <form method="post" action="/agreements" class="section">\(context.tokenInput)
            <h2>\(words["agreements.propose"])</h2><p class="help">\(words["agreements.propose.lead"])</p>
            <div class="field"><label for="with">\(words["agreements.with"])</label>
            <select id="with" name="with">\(choices)</select></div>
            \(Choice.group(words["agreements.way"], ways))\(Choice.group(words["agreements.classes"], classes))
            \(Choice.group(words["agreements.purposes"], purposes))\(Choice.span(words))
            \(charter(words))
            <div class="acts"><button>\(words["agreements.propose.do"])</button></div></form>
            """
    }
}
