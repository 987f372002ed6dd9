// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// What somebody must know before they use an instrument, as pages say it.
struct InstrumentAbout {
    let instrument: Instrument
    let context: PageContext

    private var words: Words { context.words }
    private var about: Instrument.About { instrument.about }

    /// Whether it was measured, and whether its text was compared with the original: never in small print.
    var marks: Markup {
        let isKnown = about.status == .validated
        return """
            <span class="mark\(when: !isKnown, " warning")">\(words[.instrumentStatus, about.status.rawValue])</span> \
            <span class="mark\(when: about.provenance == .unverified, " warning")">\
            \(words[.provenance, about.provenance.rawValue])</span>
            """
    }

    /// All of it.
    var facts: Markup {
        let rows: [(String, String)] = [
            (words["instrument.for"], instrument.population.words), (words["instrument.user"], about.user),
            (words["instrument.minutes"], minutes), (words["instrument.rule"], about.decisionRule),
            (words["instrument.ifPositive"], about.ifPositive), (words["instrument.ifNegative"], about.ifNegative),
            (words["instrument.ifInconclusive"], about.ifInconclusive),
            (words["instrument.publisher"], about.publisher), (words["instrument.licence"], about.licence),
            (words["instrument.provenanceNote"], about.provenanceNote),
            (words["instrument.version"], instrument.version),
        ]
        let shown = rows.filter { !$0.1.isEmpty }.map { label, text -> Markup in
            "<div><dt>\(label)</dt><dd dir=\"auto\">\(text)</dd></div>"
        }
        return "<dl class=\"facts\">\(shown)\(sources)\(languages)</dl>"
    }

    var minutes: String {
        about.minutes.map {
            words("instrument.minutes.range", ["least": "\($0.lowerBound)", "most": "\($0.upperBound)"])
        }
            ?? ""
    }

    private var sources: Markup {
        guard !about.sources.isEmpty else { return "" }
        let lines = about.sources.map { source -> Markup in "<li dir=\"auto\">\(source.title)</li>" }
        return "<div><dt>\(words["instrument.sources"])</dt><dd><ul>\(lines)</ul></dd></div>"
    }

    /// Each translation is a version of its own, with whoever made it and whoever compared it with the original.
    private var languages: Markup {
        let all = InstrumentLibrary.current.languages(of: instrument)
        let lines = all.map { one -> Markup in
            let name = languageName(one.language)
            guard let review = one.review else { return "<li>\(name): \(words["instrument.original"])</li>" }
            let said = words(
                "instrument.reviewed",
                [
                    "translator": review.translator, "reviewer": review.reviewer,
                    "day": ValueText(context).date(review.day),
                ])
            return "<li>\(name): \(said)</li>"
        }
        let none: Markup = all.count > 1 ? "" : "<p class=\"soft\">\(words["instrument.untranslated"])</p>"
        return "<div><dt>\(words["instrument.languages"])</dt><dd><ul>\(lines)</ul>\(none)</dd></div>"
    }

    func languageName(_ code: String) -> String {
        ValueText(context).label(of: code, field: "wh_AdministrationLanguage")
    }

    /// What was measured with it elsewhere, and how sure a positive is among people like those.
    var studies: Markup {
        guard !about.studies.isEmpty else { return "" }
        let rows = about.studies.map { study -> Markup in
            """
            <tr><th scope="row" dir="auto">\(study.population)<br><span class="soft small">\(study.source)</span></th>\
            \(cell("measured.sensitivity", study.sensitivity))\(cell("measured.specificity", study.specificity))\
            \(cell("measured.ppv", study.positivePredictiveValue()))</tr>
            """
        }
        return """
            <section class="section"><h2>\(words["instrument.studies"])</h2><table class="stack"><thead><tr>
            <th scope="col">\(words["instrument.studied"])</th><th scope="col">\(words["measured.sensitivity"])</th>
            <th scope="col">\(words["measured.specificity"])</th><th scope="col">\(words["measured.ppv"])</th></tr></thead>
            <tbody>\(rows)</tbody></table><p class="soft">\(words["instrument.studies.lead"])</p></section>
            """
    }

    private func cell(_ key: String, _ share: Double?) -> Markup {
        "<td data-label=\"\(words[key])\">\(share.map { Percent.text($0) } ?? words["measured.none"])</td>"
    }
}

/// A share as people read it.
enum Percent {
    /// Such as `86.7 %`; one place after the point, none at the ends.
    static func text(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
