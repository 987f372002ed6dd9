// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// How long cases are kept, and what has been kept that long: a person decides about each.
struct RetentionPage {
    let rules: RetentionRules
    let due: [DueCase]
    var isDone = false

    /// The most that are shown at once.
    private static let shownMax = 100

    init(rules: RetentionRules, due: [DueCase]) {
        self.rules = rules
        self.due = due
    }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["retention.heading"])", trail: [.init(words["erasures.heading"], "/erasures")],
            audience: words["audience.reviewers"], area: .erasures)
        let none: Markup = "<div class=\"note\"><p>\(words["retention.none"])</p></div>"
        let list: Markup = """
            <p>\(words("retention.count", count: due.count))</p>
            <ul class="cards">\(due.prefix(Self.shownMax).map { card($0, context) })</ul>
            """
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["retention.done"])</p></div>")
                <p>\(words["retention.lead"])</p>\(due.isEmpty ? none : list)\(ruleForm(context))
                """)
    }

    private func card(_ line: DueCase, _ context: PageContext) -> Markup {
        let words = context.words
        let id = line.id.description
        let since = PartialDate(line.since).map { ValueText(context).date($0) } ?? line.since
        return """
            <li><h2><a class="code" href="/cases/\(id)">\(line.id.code)</a> \
            <span class="mark">\(words[.retentionKind, line.kind.rawValue])</span></h2>
            <p>\(words("retention.since", ["date": since])) \(when: line.kept > 0, "\(words("retention.kept", count: line.kept))")</p>
            <p><a href="/cases/\(id)/erase">\(words["erase.link"])</a></p>
            <form method="post" action="/retention/keep">\(context.tokenInput)<input type="hidden" name="case" value="\(id)">
            <div class="field"><label for="years-\(id)">\(words["retention.keep"])</label>
            <input type="number" class="number" id="years-\(id)" name="years" min="1" max="10" value="1" required></div>
            <div class="field"><label for="words-\(id)">\(words["people.reason"])</label>
            <input type="text" id="words-\(id)" name="words" dir="auto" autocomplete="off"></div>
            <div class="acts"><button class="quiet">\(words["retention.keep.do"])<span class="unseen">: \(line.id.code)</span>\
            </button></div></form></li>
            """
    }

    private func ruleForm(_ context: PageContext) -> Markup {
        let words = context.words
        let boxes = RetentionRules.Kind.allCases.map { kind -> Markup in
            """
            <div class="field"><label for="rule-\(kind.rawValue)">\(words[.retentionKind, kind.rawValue])</label>
            <input type="number" class="number" id="rule-\(kind.rawValue)" name="\(kind.rawValue)" \
            min="0" max="\(RetentionRules.yearsMax)" value="\(rules.years[kind] ?? 0)" required></div>
            """
        }
        return """
            <section class="section"><h2>\(words["retention.rules"])</h2><p class="help">\(words["retention.rules.help"])</p>
            <form method="post" action="/retention">\(context.tokenInput)\(boxes)
            <div class="acts"><button>\(words["retention.rules.do"])</button></div></form></section>
            """
    }
}
