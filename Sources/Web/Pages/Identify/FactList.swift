// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard
import Workflows

/// What the verdicts rest on: each fact with who said it, contradictions first, and what is not recorded.
struct FactList {
    let laws: LawsReading
    let context: PageContext
    /// Where facts are written down, for whoever may; nil for others.
    var form: String?
    private var words: Words { context.words }
    private var catalogue: AtomCatalogue { .current }

    var markup: Markup {
        let standings = laws.reading.standings.filter { $0.answer != .notAsked }
        let ordered = standings.filter(\.isContradicted) + standings.filter { !$0.isContradicted }
        let none: Markup = "<p class=\"soft\">\(words["laws.facts.none"])</p>"
        return """
            <section class="section"><h2>\(words["laws.facts"])</h2>
            \(ordered.isEmpty && ages.isEmpty ? none : "<ul class=\"cards\">\(ordered.map(card))\(ages)</ul>")</section>
            \(gaps)
            """
    }

    private func card(_ standing: AtomStanding) -> Markup {
        let atom = catalogue[standing.atom]
        let sentence = (standing.answer == .no ? atom?.no : atom?.yes) ?? standing.atom.rawValue
        let mark: Markup =
            standing.isContradicted
            ? "<span class=\"mark warning\">\(words["laws.fact.contradicted"])</span>"
            : "<span class=\"mark\">\(words[.answer, standing.answer.rawValue])</span>"
        let earlier: Markup = """
            <details class="why"><summary>\(words["laws.fact.earlier"])</summary>\
            <ul>\(standing.replaced.map(voice))</ul></details>
            """
        return """
            <li><h3>\(sentence) \(mark)</h3><ul>\(standing.counting.map(voice))</ul>\
            \(when: !standing.replaced.isEmpty, earlier)\(standing.isContradicted ? settling(standing, atom) : nil)</li>
            """
    }

    /// The way to weigh what contradicts itself. The address holds a number, and nothing that was said.
    private func settling(_ standing: AtomStanding, _ atom: Atom?) -> Markup? {
        guard let form, let atom else { return nil }
        return """
            <p><a href="\(form)&amp;settle=\(atom.number)">\(words["laws.settle"])<span class="unseen">: \(atom.yes)</span></a></p>
            """
    }

    /// Who said what, and when.
    private func voice(_ assertion: Assertion) -> Markup {
        let by: Markup =
            assertion.origin.map { origin -> Markup in "\(field(origin))" } ?? "<bdi>\(assertion.assertedBy)</bdi>"
        let day = assertion.on.map { ValueText(context).date($0) }
        return """
            <li><b>\(words[.answer, assertion.answer.rawValue])</b>: \(words[.factSource, assertion.source.rawValue]), \
            \(by)\(day.map { day -> Markup in ", \(day)" })\
            \(assertion.confidence.map { sure -> Markup in " (\(words[.confidence, sure.rawValue]))" })</li>
            """
    }

    /// The field that a fact was read from, and the value, as people read them.
    private func field(_ origin: Assertion.Origin) -> String {
        guard let field = context.codebook[origin.field] else { return origin.field.rawValue }
        let label = words.label(of: field)
        guard let code = origin.code, context.codebook.picklist(of: field) != nil else { return label }
        return "\(label): \(ValueText(context).label(of: code, field: origin.field))"
    }

    private var ages: [Markup] {
        guard let claimed = laws.reading.sheet.claimedAge else { return [] }
        let lines = laws.reading.sheet.ages.map { claim -> Markup in
            let by = claim.origin.map { field($0) } ?? claim.assertedBy
            return
                "<li><b>\(span(claim.least...claim.most))</b>: \(words[.factSource, claim.source.rawValue]), <bdi>\(by)</bdi></li>"
        }
        let warning: Markup = " <span class=\"mark warning\">\(words["laws.fact.contradicted"])</span>"
        return [
            """
            <li><h3>\(words("laws.age", ["years": span(claimed.ages)]))\(when: claimed.isContradicted, warning)</h3>\
            <ul>\(lines)</ul></li>
            """
        ]
    }

    private func span(_ ages: ClosedRange<Int>) -> String {
        if ages.count == 1 { return String(ages.lowerBound) }
        if ages.upperBound == 150 { return words("laws.age.atLeast", ["years": String(ages.lowerBound)]) }
        return words("laws.age.between", ["from": String(ages.lowerBound), "to": String(ages.upperBound)])
    }

    private var gaps: Markup {
        let gaps = laws.reading.sheet.gaps
        guard !gaps.isEmpty else { return "" }
        let lines = gaps.map { gap -> Markup in
            let label = context.codebook[gap.field].map { words.label(of: $0) } ?? gap.field.rawValue
            return "<li><b>\(label)</b>: \(gap.words)</li>"
        }
        return """
            <section class="section"><h2>\(words["laws.gaps"])</h2><p class="help">\(words["laws.gaps.help"])</p>\
            <ul>\(lines)</ul></section>
            """
    }
}
