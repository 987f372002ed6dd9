// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// One definition and what it says: a line that opens to the reasons.
struct JudgementBox {
    let row: Panel.Row
    let words: Words
    private var judgement: Judgement { row.atFacts }
    private var version: DefinitionVersion { judgement.version }

    init(_ row: Panel.Row, _ words: Words) {
        self.row = row
        self.words = words
    }

    var markup: Markup {
        let unverified: Markup = " <span class=\"mark warning\">\(words["laws.unverified"])</span>"
        return """
            <details class="box"><summary>\(Self.mark(judgement.verdict, words)) \(row.definition.title)\
            \(when: version.provenance == .unverified, unverified)\(when: differsToday, today)</summary>
            <p>\(judgement.summary)</p>\(elements)
            \(titled(words["laws.because"], judgement.because.map { text in "\(text.words)" }))
            \(titled(words["laws.wouldDecide"], judgement.wouldDecide.map(question)))\(sets)
            \(titled(words["laws.flags"], judgement.flags.map(flag)))\(consent)
            \(titled(words["laws.unsettled"], judgement.unsettled.map { text in "\(text)" }))\(force)\(origin)</details>
            """
    }

    static func mark(_ verdict: Verdict, _ words: Words) -> Markup {
        "<span class=\"mark\(when: verdict == .met, " strong")\">\(words[.verdict, verdict.rawValue])</span>"
    }

    private var differsToday: Bool { row.atReporting.verdict != judgement.verdict }

    private var today: Markup {
        " <span class=\"mark\">\(words["laws.today"]) \(words[.verdict, row.atReporting.verdict.rawValue])</span>"
    }

    private func titled(_ title: String, _ items: [Markup]) -> Markup {
        guard !items.isEmpty else { return "" }
        return "<h3>\(title)</h3><ul>\(items.map { item -> Markup in "<li>\(item)</li>" })</ul>"
    }

    private var elements: Markup {
        let lines = judgement.elements.map { element -> Markup in
            let truth =
                switch element.truth {
                case .yes: words["form.yes"]
                case .no: words["form.no"]
                case .unknown: words["laws.notKnown"]
                }
            return "<div><dt>\(element.words)</dt><dd>\(truth)</dd></div>"
        }
        return "<dl class=\"facts\">\(lines)</dl>"
    }

    private func question(_ question: Judgement.Question) -> Markup {
        func after(_ verdict: Verdict?) -> String {
            verdict.map { words[.verdict, $0.rawValue] } ?? words["laws.stillOpen"]
        }
        guard question.ifYes != nil || question.ifNo != nil else { return "\(question.words)" }
        let values = ["yes": after(question.ifYes), "no": after(question.ifNo)]
        let then = question.atom == .age ? words("laws.ifAge", values) : words("laws.ifAnswer", values)
        return "\(question.words) <span class=\"soft\">\(then)</span>"
    }

    /// When no single answer decides: which ones together do.
    private var sets: Markup {
        titled(
            words["laws.together"],
            judgement.smallestSets.prefix(3).map { set in
                let names = set.map { atom in
                    AtomCatalogue.current[atom]?.question
                        ?? (atom == .age ? words["laws.askAge"] : words["laws.askDate"])
                }
                return "\(names.joined(separator: " + "))"
            })
    }

    private func flag(_ flag: Judgement.FlagStanding) -> Markup {
        """
        <span class="mark">\(words[.lawFlag, flag.kind.rawValue])</span> \
        \(when: !flag.isCertain, "\(words["laws.perhaps"]) ")\(flag.words)
        """
    }

    private var consent: Markup {
        guard !judgement.consent.words.isEmpty || judgement.consent.isIrrelevant == .yes else { return "" }
        let irrelevant: Markup = " <b>\(words["laws.consent.irrelevant"])</b>"
        return """
            <h3>\(words["laws.consent"])</h3><p>\(judgement.consent.words)\
            \(when: judgement.consent.isIrrelevant == .yes, irrelevant)</p>
            """
    }

    private var force: Markup {
        let said =
            switch judgement.force {
            case .inForce: ""
            case .notInForce: words["laws.force.not"]
            case .partly: words["laws.force.partly"]
            case .noDate: words["laws.force.noDate"]
            }
        let at = words(
            "laws.atReporting",
            ["wording": row.atReporting.version.id, "verdict": words[.verdict, row.atReporting.verdict.rawValue]])
        return """
            <h3>\(words["laws.wording"])</h3><p><code>\(version.id)</code> \(span)\(when: !said.isEmpty, " \(said)")</p>
            <p>\(at)</p>
            """
    }

    private var span: String {
        let from = version.from.map { words("laws.from", ["date": $0.description]) } ?? words["laws.yardstick"]
        return from + (version.until.map { " " + words("laws.until", ["date": $0.description]) } ?? "")
    }

    private var origin: Markup {
        let sources = version.sources.map { source -> Markup in
            "<li>\(source.title)\(when: !source.place.isEmpty, " <span class=\"soft\">\(source.place)</span>")</li>"
        }
        let note: Markup = "<p><b>\(words["laws.unverified.lead"])</b> \(version.provenanceNote)</p>"
        return """
            \(version.notes.map { text -> Markup in "<p>\(text)</p>" })
            <h3>\(words["laws.sources"])</h3><ul>\(sources)</ul>
            \(when: version.provenance == .unverified, note, else: "<p>\(words["laws.verified.lead"])</p>")
            """
    }
}
