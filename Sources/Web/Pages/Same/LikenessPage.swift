// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Two people side by side: what agrees, why they may be one, and what is decided.
public struct LikenessPage: Sendable {
    public var paper: LikenessPaper
    /// What was typed as a reason.
    public var reason = ""
    /// What went wrong just now; nil for nothing.
    public var problem: Problem?

    /// Why nothing was written.
    public enum Problem: String, Sendable, CaseIterable { case short, changed, joined, apart, waits, locked }

    public init(_ paper: LikenessPaper) { self.paper = paper }

    private var address: String { "/duplicates/\(paper.first.id.description)/\(paper.second.id.description)" }
    private var sides: [Stored] { [paper.first, paper.second] }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["same.pair"])", trail: [.init(words["same.heading"], "/duplicates")],
            audience: words["audience.case"], area: .duplicates)
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { said -> Markup in
                    "<div class=\"warn\" role=\"alert\"><p>\(words[.likenessProblem, said.rawValue])</p></div>" })
                \(standing(context))
                <p>\(LikenessText(context).strength(paper.weights.strength)) \(words["same.pair.lead"])</p>
                \(comparison(context))
                <h2>\(words["same.why"])</h2><p class="help">\(words["same.why.lead"])</p>
                \(LikenessPicture(weights: paper.weights, context: context).markup)
                \(paper.waits ? "" : LikenessForms(paper, address: address, reason: reason, context: context).markup)
                """)
    }

    private func standing(_ context: PageContext) -> Markup {
        let words = context.words
        guard let entry = paper.entry else { return "" }
        let day = entry.day.map { ValueText(context).date($0) } ?? ""
        let said = words(
            "same.said", ["what": words[.likenessDecision, entry.decision.rawValue], "date": day])
        let waits: Markup = paper.waits ? " \(words["same.waits"])" : ""
        let stays = paper.isOne ? " \(words("same.stays", ["name": name(of: entry.stays, words)]))" : ""
        return "<div class=\"note\"><p>\(said)\(waits)\(stays)</p></div>"
    }

    private func name(of id: EntityID, _ words: Words) -> String {
        sides.first { $0.id == id }.flatMap { PersonLabel.name($0.record) } ?? words["case.noName"]
    }

    private func comparison(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let names = Set(sides.flatMap { $0.record.names })
        let rows = context.codebook.fields.filter { names.contains($0.name) }.map { field -> Markup in
            let values = sides.map { $0.record[field.name] }
            let mark: Markup =
                values[0] == nil || values[1] == nil
                ? "" : values[0] == values[1] ? "= " : "<span class=\"mark\">\(words["same.differs"])</span> "
            func shown(_ value: Value?) -> Markup {
                value.map { text.show($0, of: field.name) } ?? "<span class=\"soft\">–</span>"
            }
            return """
                <tr><th scope="row">\(words.label(of: field))</th>\
                <td data-label="\(words["same.one"])">\(shown(values[0]))</td>\
                <td data-label="\(words["same.other"])">\(mark)\(shown(values[1]))</td></tr>
                """
        }
        return """
            <h2>\(words["same.side"])</h2><table class="stack" aria-label="\(words["same.side"])">
            <thead><tr><td></td><th scope="col">\(words["same.one"])</th><th scope="col">\(words["same.other"])</th></tr>
            </thead><tbody>\(rows)
            <tr><th scope="row">\(words["menu.cases"])</th><td data-label="\(words["same.one"])">\
            \(cases(paper.firstCases))</td>\
            <td data-label="\(words["same.other"])">\(cases(paper.secondCases))</td></tr></tbody></table>
            """
    }

    private func cases(_ ids: [EntityID]) -> Markup {
        ids.map { id -> Markup in "<a class=\"code\" href=\"/cases/\(id.description)\">\(id.code)</a>" }
            .joined(separator: " ")
    }
}
