// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Workflows

/// What each law makes of what is known of one victim of a case, why, and what to ask next.
struct LawsPage {
    let laws: LawsReading
    /// Whether the reader may write down more facts.
    var mayAdd = true
    var isSaved = false

    private var reading: CaseReading { laws.reading }
    private var address: String { "/cases/\(laws.file.id.description)" }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["laws.heading"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(laws.file.id.code, address)],
            audience: words["audience.case"], area: .cases)
        return Layout.page(
            place, in: context,
            content: """
                \(when: isSaved, "<div class=\"done\" role=\"status\"><p>\(words["laws.saved"])</p></div>")
                <p>\(words["laws.lead"])</p>
                \(victims(context))\(warnings(words))\(list(words))\(questions(words))
                \(FactList(laws: laws, context: context, form: mayAdd ? formAddress : nil).markup)
                """)
    }

    /// Whom it is about, when the case is for several.
    private func victims(_ context: PageContext) -> Markup {
        let all = laws.file.victims
        guard all.count > 1 else { return "" }
        let facts = CaseFacts(file: laws.file, context: context)
        let items = all.map { victim -> Markup in
            let name = facts.title(of: victim.record)
            if victim.id == laws.victim.id { return "<li aria-current=\"true\"><b>\(name)</b></li>" }
            return "<li><a href=\"\(address)/laws?victim=\(victim.id.description)\">\(name)</a></li>"
        }
        return "<nav aria-label=\"\(context.words["laws.about"])\"><ul class=\"plain\">\(items)</ul></nav>"
    }

    /// What a reader must know before they read the verdicts.
    private func warnings(_ words: Words) -> Markup {
        var lines: [String] = []
        if !laws.hidden.isEmpty { lines.append(words["laws.hidden"]) }
        if reading.sheet.claimedAge?.isContradicted == true { lines.append(words["laws.ageDisputed"]) }
        if reading.sheet.facts().age.isPresumedMinor { lines.append(words["laws.presumed"]) }
        if reading.sheet.period == nil { lines.append(words["laws.noDate"]) }
        if !reading.contradictions.isEmpty {
            lines.append(words("laws.contradicted", count: reading.contradictions.count))
        }
        return lines.isEmpty ? "" : "<div class=\"warn\">\(lines.map { line -> Markup in "<p>\(line)</p>" })</div>"
    }

    /// The laws of the countries concerned first; those of others folded away.
    private func list(_ words: Words) -> Markup {
        let near = reading.panel.rows.filter { reading.touches($0.definition) != .no }
        let far = reading.panel.rows.filter { reading.touches($0.definition) == .no }
        let farther: Markup = """
            <details><summary>\(words("laws.others", count: far.count))</summary>\
            \(far.map { JudgementBox($0, words).markup })</details>
            """
        return """
            <section class="section"><h2>\(words["laws.definitions"])</h2><p class="help">\(counts(words))</p>
            \(near.map { JudgementBox($0, words).markup })\(when: !far.isEmpty, farther)</section>
            """
    }

    private func counts(_ words: Words) -> String {
        LawsLine(reading.panel.rows.map(\.atFacts.verdict)).text(words)
    }

    private static let questionsShown = 7

    private func questions(_ words: Words) -> Markup {
        let all = reading.panel.questions
        guard !all.isEmpty else { return "" }
        let rest: Markup = """
            <details class="why"><summary>\(words["laws.questions.more"])</summary>\
            <ol start="\(Self.questionsShown + 1)">\(all.dropFirst(Self.questionsShown).map { question($0, words) })</ol>\
            </details>
            """
        let adding: Markup = """
            <div class="acts"><a class="button" href="\(formAddress)">\(words["laws.add"])</a></div>
            """
        return """
            <section class="section"><h2>\(words["laws.questions"])</h2><p class="help">\(words["laws.questions.help"])</p>
            <ol>\(all.prefix(Self.questionsShown).map { question($0, words) })</ol>
            \(when: all.count > Self.questionsShown, rest)\(when: mayAdd, adding)</section>
            """
    }

    private var formAddress: String { "\(address)/facts/add?victim=\(laws.victim.id.description)" }

    private func question(_ question: NextQuestion, _ words: Words) -> Markup {
        let decided = Set(question.decidedByYes + question.decidedByNo).count
        let weight =
            decided > 0
            ? words("laws.question.decides", count: decided)
            : words("laws.question.helps", count: question.helpsDecide.count)
        let declined: Markup = " <span class=\"mark\">\(words["laws.question.declined"])</span>"
        return """
            <li>\(question.words) <span class="soft">\(weight)</span>\
            \(when: reading.answer(to: question.atom) == .declined, declined)</li>
            """
    }
}

/// How many definitions say what, in one line.
struct LawsLine {
    let met: Int
    let notMet: Int
    let open: Int

    init(_ verdicts: [Identification.Verdict]) {
        met = verdicts.count { $0 == .met }
        notMet = verdicts.count { $0 == .notMet }
        open = verdicts.count - met - notMet
    }

    func text(_ words: Words) -> String {
        words("laws.counts", ["met": String(met), "notMet": String(notMet), "open": String(open)])
    }
}
