// SPDX-License-Identifier: Apache-2.0

import Identification

/// A questionnaire to be printed and filled in by hand: no device, no electricity, no line.
public struct PaperPage: Sendable {
    public var instrument: Instrument

    public init(_ instrument: Instrument) { self.instrument = instrument }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let about = instrument.about
        return Layout.page(
            Place(
                "\(instrument.title)",
                trail: [
                    .init(words["menu.instruments"], "/instruments"),
                    .init(instrument.title, "/instruments/\(instrument.id)"),
                ], audience: words["audience.office"], area: .instruments),
            in: context,
            content: """
                <p class="no-print note">\(words["paper.lead"])</p>
                <p class="small">\(words("paper.version", ["id": instrument.id, "version": instrument.version]))</p>
                <p dir="auto"><strong>\(words["instrument.user"])</strong> \(about.user)</p>
                <div class="paper-head">\(blank(words["paper.code"]))\(blank(words["paper.day"]))\
                \(blank(words["paper.place"]))\(blank(words["paper.who"]))</div>
                <p>\(words["paper.free"])</p>
                \(instrument.sections.map { section($0, words) })
                <section class="section"><h2>\(words["paper.after"])</h2><dl class="facts">
                \(row(words["instrument.rule"], about.decisionRule))\(row(words["instrument.ifPositive"], about.ifPositive))\
                \(row(words["instrument.ifNegative"], about.ifNegative))\
                \(row(words["instrument.ifInconclusive"], about.ifInconclusive))</dl>
                <p>\(words["result.noFinding"])</p>
                \(blank(words["paper.remark"], isLong: true))</section>
                """)
    }

    private func row(_ label: String, _ text: String) -> Markup {
        "<div><dt>\(label)</dt><dd dir=\"auto\">\(text)</dd></div>"
    }

    private func blank(_ label: String, isLong: Bool = false) -> Markup {
        "<p class=\"blank\(when: isLong, " long")\">\(label)</p>"
    }

    private func section(_ section: Instrument.Section, _ words: Words) -> Markup {
        let items = section.items.map { item -> Markup in
            """
            <li><p class="strong" dir="auto">\(item.text)\
            \(when: item.isObservation, " <span class=\"mark\">\(words["interview.observation"])</span>")</p>
            \(item.help.map { (help: String) -> Markup in "<p class=\"help\" dir=\"auto\">\(help)</p>" })
            \(boxes(item, words))</li>
            """
        }
        let warning = section.warning.map { (text: String) -> Markup in
            "<div class=\"warn\"><p dir=\"auto\">\(text)</p></div>"
        }
        return """
            <section class="section"><h2 dir="auto">\(section.title)</h2>\(warning)<ol class="paper">\(items)</ol></section>
            """
    }

    private func boxes(_ item: Instrument.Item, _ words: Words) -> Markup {
        let open = [words["absence.unknown"], words["absence.declined"], words["absence.notAsked"]]
        let labels: [String] =
            switch item.kind {
            case .yesNo: [words["form.yes"], words["form.no"]] + open
            case .choice(let options, _): options.map(\.text) + open
            case .number, .text: open
            }
        let ticks = labels.map { label -> Markup in "<span><span aria-hidden=\"true\">☐</span> \(label)</span>" }
        var line: Markup = ""
        switch item.kind {
        case .number: line = blank("")
        case .text: line = blank("", isLong: true)
        case .yesNo, .choice: break
        }
        return "\(line)<p class=\"ticks\">\(ticks)</p>"
    }
}
