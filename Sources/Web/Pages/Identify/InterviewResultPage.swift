// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Workflows

/// What an interview came to, what that means and does not mean, and what to do now. Whatever it says, it ends in an
/// offer of help.
public struct InterviewResultPage: Sendable {
    public var caseID: EntityID
    public var interview: Interview
    /// The interview that corrects this one.
    public var replacedBy: EntityID?
    /// Whether the reader may begin another one, or record a referral.
    public var mayAdd: Bool

    public init(caseID: EntityID, interview: Interview, replacedBy: EntityID? = nil, mayAdd: Bool = true) {
        self.caseID = caseID
        self.interview = interview
        self.replacedBy = replacedBy
        self.mayAdd = mayAdd
    }

    private var caseAddress: String { "/cases/\(caseID.description)" }
    private var address: String { "\(caseAddress)/interviews/\(interview.id.description)" }
    private var instrument: Instrument { interview.instrument }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        if interview.hidesObservations { return inPart(context) }
        let screening = Screening(of: interview.administration)
        return Layout.page(
            Place(
                "\(words["interview.result"])",
                trail: [.init(words["menu.cases"], "/cases"), .init(caseID.code, caseAddress)],
                audience: words["audience.case"], area: .cases),
            in: context,
            content: """
                \(replacedBy.map { replaced($0, words) })
                <p>\(instrument.title) · \(words[.interviewState, interview.administration.stateName])\
                \(interview.endedOn.map { day -> Markup in " · \(ValueText(context).date(day))" })</p>
                \(outcome(screening, words))
                \(offer(screening, words))
                \(means(screening, words))
                \(reasons(screening, words))
                \(others(context))
                \(open(screening, words))
                \(cautions(screening, context))
                \(acts(words))
                """)
    }

    /// For a reader who is not given what the interviewer saw: what was written down at the end, and nothing worked out
    /// from a part.
    private func inPart(_ context: PageContext) -> Markup {
        let words = context.words
        let outcome = interview.outcome.map { ValueText(context).label(of: $0, field: "wh_AdministrationOutcome") }
        return Layout.page(
            Place(
                "\(words["interview.result"])",
                trail: [.init(words["menu.cases"], "/cases"), .init(caseID.code, caseAddress)],
                audience: words["audience.case"], area: .cases),
            in: context,
            content: """
                \(replacedBy.map { replaced($0, words) })<p>\(instrument.title)</p>
                <div class="note"><h2>\(outcome)</h2><p>\(words["result.inPart"])</p></div>
                <p dir="auto">\(instrument.about.ifNegative)</p><p>\(words["result.noFinding"])</p>
                \(acts(words))
                """)
    }

    private func replaced(_ id: EntityID, _ words: Words) -> Markup {
        """
        <div class="warn"><p>\(words["result.replaced"]) <a href="\(caseAddress)/interviews/\(id.description)">\
        \(words["result.replacedBy"])</a></p></div>
        """
    }

    private func outcome(_ screening: Screening, _ words: Words) -> Markup {
        if let refusal = screening.refusal {
            return "<div class=\"note\"><h2>\(words["result.notMeant"])</h2><p dir=\"auto\">\(refusal)</p></div>"
        }
        if let outcome = screening.outcome {
            return "<div class=\"note\"><h2 dir=\"auto\">\(outcome.words)</h2></div>"
        }
        let possible = screening.possible.map { outcome -> Markup in "<li dir=\"auto\">\(outcome.words)</li>" }
        return """
            <div class="note"><h2>\(words["result.open"])</h2><p>\(words["result.open.lead"])</p><ul>\(possible)</ul></div>
            """
    }

    /// Never “nothing”: after a yes, a no and a don't-know there is something to offer.
    private func offer(_ screening: Screening, _ words: Words) -> Markup {
        let lead =
            switch screening.outcome?.sign {
            case .positive: words["offer.positive"]
            case .negative: words["offer.negative"]
            case .inconclusive, .judgement, nil: words["offer.open"]
            }
        let acts: Markup = """
            <div class="acts"><a class="button" href="\(caseAddress)/add/referral?offer=yes">\(words["offer.referral"])</a>
            <a class="button quiet" href="\(caseAddress)/add/plan">\(words["offer.plan"])</a></div>
            """
        return """
            <section class="section" id="offer"><h2>\(words["offer.heading"])</h2><p>\(lead)</p>
            <p dir="auto">\(screening.nextStep)</p>\(when: mayAdd, acts)
            <p class="soft">\(words["offer.declined"])</p></section>
            """
    }

    private func means(_ screening: Screening, _ words: Words) -> Markup {
        """
        <section class="section"><h2>\(words["result.means"])</h2><ul>
        <li>\(words["result.noFinding"])</li><li>\(words["result.noLaw"])</li>
        \(when: screening.outcome?.sign == .negative, "<li>\(words["result.negative"])</li>")
        \(when: screening.outcome?.sign == .positive, "<li>\(words["result.positive"])</li>")
        <li>\(words["result.services"])</li></ul></section>
        """
    }

    private func reasons(_ screening: Screening, _ words: Words) -> Markup {
        let reasons = screening.reasons.map { rule -> Markup in "<li dir=\"auto\">\(rule.words)</li>" }
        let parts = screening.parts.map { part -> Markup in
            "<div><dt dir=\"auto\">\(part.words)</dt><dd>\(truth(part.truth, words))</dd></div>"
        }
        let scores = screening.scores.map { score -> Markup in
            let (least, most) = (score.bounds.lowerBound, score.bounds.upperBound)
            let text = least == most ? "\(least)" : words("result.between", ["least": "\(least)", "most": "\(most)"])
            return "<div><dt dir=\"auto\">\(score.words)</dt><dd>\(text)</dd></div>"
        }
        if reasons.isEmpty, parts.isEmpty, scores.isEmpty { return "" }
        return """
            <section class="section"><h2>\(words["result.why"])</h2><ul>\(reasons)</ul>
            <p class="soft">\(instrument.about.decisionRule)</p>
            \(when: !(parts.isEmpty && scores.isEmpty), "<dl class=\"facts\">\(parts)\(scores)</dl>")</section>
            """
    }

    private func truth(_ truth: Truth, _ words: Words) -> String {
        switch truth {
        case .yes: words["form.yes"]
        case .no: words["form.no"]
        case .unknown: words["result.unknown"]
        }
    }

    /// What the instrument's other sets of rules make of the same answers.
    private func others(_ context: PageContext) -> Markup {
        let words = context.words
        guard instrument.ruleSets.count > 1 else { return "" }
        let lines = instrument.ruleSets.dropFirst().map { set -> Markup in
            let screening = Screening(of: interview.administration, ruleSet: set.id)
            return
                "<div><dt dir=\"auto\">\(set.words)</dt><dd dir=\"auto\">\(screening.outcome?.words ?? words["result.open"])</dd></div>"
        }
        return """
            <section class="section"><h2>\(words["result.others"])</h2><dl class="facts">\(lines)</dl></section>
            """
    }

    private func open(_ screening: Screening, _ words: Words) -> Markup {
        guard !screening.open.isEmpty else { return "" }
        let items = instrument.items.filter { screening.open.contains($0.id) }
        let lines = items.map { item -> Markup in "<li dir=\"auto\">\(item.text)</li>" }
        return """
            <details class="box"><summary>\(words("result.openQuestions", count: items.count))</summary><ul>\(lines)</ul></details>
            """
    }

    private func cautions(_ screening: Screening, _ context: PageContext) -> Markup {
        let words = context.words
        let about = InstrumentAbout(instrument: instrument, context: context)
        let lines = screening.cautions.map { caution -> Markup in "<li>\(words[.caution, caution.rawValue])</li>" }
        return """
            <details class="box"\(when: !lines.isEmpty, " open")><summary>\(words["result.mind"])</summary><p>\(about.marks)</p>\
            <ul>\(lines)</ul>
            \(when: !instrument.about.provenanceNote.isEmpty, "<p dir=\"auto\">\(instrument.about.provenanceNote)</p>")</details>
            """
    }

    private func acts(_ words: Words) -> Markup {
        let again: Markup = """
            <a href="\(caseAddress)/interviews/new?replaces=\(interview.id.description)">\(words["result.correct"])</a>
            """
        return """
            <div class="acts"><a href="\(address)/answers">\(words["interview.answers"])</a>
            <a href="\(caseAddress)">\(words["interview.toCase"])</a>\(when: mayAdd && replacedBy == nil, again)</div>
            """
    }
}

extension Administration {
    /// How it stands, as the catalogue names it.
    var stateName: String {
        switch state {
        case .running: "running"
        case .paused: "paused"
        case .ended(let ending): ending.rawValue
        }
    }

    static let stateNames = ["running", "paused"] + Ending.allCases.map(\.rawValue)
}
