// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// How often each questionnaire was right here, against what was concluded later.
public struct MeasuredPage: Sendable {
    public var reports: [Performance]
    /// Groups of fewer people are not shown to whoever sees counts only; 0 shows all.
    public var smallest: Int

    public init(_ reports: [Performance], smallest: Int) {
        self.reports = reports
        self.smallest = smallest
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let none: Markup = "<p class=\"soft\">\(words["measured.nothing"])</p>"
        return Layout.page(
            Place(
                "\(words["measured.heading"])", trail: [.init(words["menu.instruments"], "/instruments")],
                audience: words["measured.audience"], area: .instruments, isWide: true),
            in: context,
            content: """
                <p>\(words["measured.lead"])</p><p>\(words["measured.bias"])</p>
                \(when: smallest > 0, "<p class=\"soft\">\(words("measured.small", count: smallest))</p>")
                \(reports.isEmpty ? none : reports.map { report($0, context) }.joined())
                """)
    }

    private func report(_ report: Performance, _ context: PageContext) -> Markup {
        let words = context.words
        let title = InstrumentLibrary.current.instrument(report.instrument)?.title ?? report.instrument
        let name = words("measured.version", ["title": title, "version": report.version])
        let rows = Self.order(report.groups(ofAtLeast: smallest)).compactMap { group in
            report.tables[group].map { row(group, $0, context) }
        }
        let heads = [
            words["measured.group"], words["measured.found"], words["measured.sensitivity"],
            words["measured.specificity"], words["measured.ppv"], words["measured.npv"], words["measured.inconclusive"],
            words["measured.undetermined"],
        ].map { head -> Markup in "<th scope=\"col\">\(head)</th>" }
        return """
            <section class="section"><h2>\(name)</h2><div class="scroll" tabindex="0" role="region" aria-label="\(name)">
            <table class="stack"><thead><tr>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }

    private func row(_ group: Performance.Group, _ table: Performance.Table, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <tr><th scope="row">\(label(of: group, context))</th><td data-label="\(words["measured.found"])">\(table.total)</td>\
            \(share(words["measured.sensitivity"], table.sensitivity, words))\
            \(share(words["measured.specificity"], table.specificity, words))\
            \(share(words["measured.ppv"], table.positivePredictiveValue, words))\
            \(share(words["measured.npv"], table.negativePredictiveValue, words))\
            <td data-label="\(words["measured.inconclusive"])">\(table.inconclusive)</td>\
            <td data-label="\(words["measured.undetermined"])">\(table.undetermined)</td></tr>
            """
    }

    /// The share, of how many, and between which bounds it may well lie.
    private func share(_ label: String, _ share: Performance.Share?, _ words: Words) -> Markup {
        guard let share, share.of >= smallest else {
            return "<td data-label=\"\(label)\"><span class=\"soft\">\(words["measured.none"])</span></td>"
        }
        let bounds = words(
            "measured.bounds",
            [
                "count": "\(share.count)", "of": "\(share.of)", "low": Percent.text(share.low),
                "high": Percent.text(share.high),
            ])
        return
            "<td data-label=\"\(label)\">\(Percent.text(share.value)) <span class=\"soft small\">\(bounds)</span></td>"
    }

    private func label(of group: Performance.Group, _ context: PageContext) -> String {
        let text = ValueText(context)
        return switch group {
        case .all: context.words["measured.all"]
        case .sex(let code): text.label(of: code, field: "prs_Gender")
        case .ageBand(let band): context.words("measured.age", ["band": band])
        case .form(let code): text.label(of: code, field: "vic_TypeOfExploitation")
        }
    }

    /// Everybody, then by gender, age and form, each in its order.
    private static func order(_ groups: some Sequence<Performance.Group>) -> [Performance.Group] {
        func rank(_ group: Performance.Group) -> (Int, String) {
            switch group {
            case .all: (0, "")
            case .sex(let code): (1, code)
            case .ageBand(let band): (2, band.count < 5 ? "0" + band : band)
            case .form(let code): (3, code)
            }
        }
        return groups.sorted { rank($0) < rank($1) }
    }
}
