// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Erasures that wait and those that are done, what is held for the law, and what others erased that was shown here.
struct ErasuresPage {
    let lines: [Line]
    var elsewhere: [Line] = []
    var held: [EntityID] = []
    var done: String?

    struct Line {
        let order: ErasureOrder
        let asker: String
        let approver: String
        let recipients: [String]
        let agency: String
    }

    init(lines: [Line]) { self.lines = lines }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["erasures.heading"])", audience: words["audience.reviewers"], area: .erasures)
        let waiting = lines.filter { $0.order.state == .coolingOff }
        let over = lines.filter { $0.order.state != .coolingOff }
        let none: Markup = "<div class=\"note\"><p>\(words["erasures.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: done == "asked", "<div class=\"done\" role=\"status\"><p>\(words["erasures.asked"])</p></div>")\
                \(when: done == "cancelled", "<div class=\"done\" role=\"status\"><p>\(words["erasures.cancelled"])</p></div>")
                <p>\(words("erasures.lead", ["days": "\(ErasureOrder.backupDays)"]))</p>
                <p><a href="/retention">\(words["retention.heading"])</a></p>
                <h2>\(words["erasures.waiting"])</h2>
                \(waiting.isEmpty ? none : "<ul class=\"cards\">\(waiting.map { card($0, context) })</ul>")
                \(when: !over.isEmpty, "<h2>\(words["erasures.over"])</h2>")
                <ul class="cards">\(over.map { card($0, context) })</ul>
                \(when: !elsewhere.isEmpty, others(context))
                \(when: !held.isEmpty, holds(words))
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let (words, order) = (context.words, line.order)
        let isWaiting = order.state == .coolingOff
        let slip: Markup = """
            <p><a href="/erasures/\(order.id.description)/slip">\(words["erasures.slip"])</a></p>
            """
        let code: Markup =
            isWaiting
            ? "<a class=\"code\" href=\"/cases/\(order.scope.description)\">\(order.scope.code)</a>"
            : "<span class=\"code\">\(order.scope.code)</span>"
        return """
            <li><h3>\(code) <span class="mark">\(words[.eraseState, order.state.rawValue])</span></h3>
            <dl class="facts"><div><dt>\(words["erase.reason"])</dt><dd>\(words[.eraseReason, order.reason.rawValue])</dd></div>
            <div><dt>\(words["erase.identity"])</dt><dd>\(words[.eraseIdentity, order.identity.rawValue])</dd></div>
            <div><dt>\(words["approvals.asker"])</dt><dd><bdi>\(line.asker)</bdi></dd></div>
            <div><dt>\(words["erasures.approver"])</dt><dd><bdi>\(line.approver)</bdi></dd></div>
            <div><dt>\(isWaiting ? words["erasures.due"] : words["erasures.ended"])</dt>\
            <dd>\(MomentText.say(isWaiting ? order.due : order.ended ?? order.due, context))</dd></div>\
            \(order.report.map { Self.counts($0, words) })</dl>
            \(when: !line.recipients.isEmpty, "<p>\(words["erasures.tell"]) <bdi>\(line.recipients.joined(separator: ", "))</bdi></p>")
            \(when: isWaiting, "<p class=\"soft\">\(words["erasures.tellPerson"])</p>")
            \(when: isWaiting, Self.cancelForm(order, context))\(when: order.state == .done, slip)</li>
            """
    }

    static func counts(_ report: ErasureReport, _ words: Words) -> Markup {
        let counts = report.counts
        let parts = [
            words("erasures.count.keys", count: counts.keys), words("erasures.count.versions", count: counts.versions),
            words("erasures.count.files", count: counts.files),
            words("erasures.count.around", count: counts.around + counts.words + counts.compartmentKeys),
        ]
        return "<div><dt>\(words["erasures.counts"])</dt><dd>\(parts.joined(separator: ", "))</dd></div>"
    }

    static func cancelForm(_ order: ErasureOrder, _ context: PageContext) -> Markup {
        """
        <form method="post" action="/cases/\(order.scope.description)/erase/cancel">\(context.tokenInput)
        <div class="acts"><button>\(context.words["erasures.cancel"])<span class="unseen">: \(order.scope.code)</span>\
        </button></div></form>
        """
    }

    private func others(_ context: PageContext) -> Markup {
        let words = context.words
        let items = elsewhere.map { line -> Markup in
            let said: [String: Markup] = [
                "agency": "<bdi>\(line.agency)</bdi>", "code": "<span class=\"code\">\(line.order.scope.code)</span>",
                "date": "\(MomentText.say(line.order.ended ?? line.order.due, context))",
            ]
            return "<li>\(words.markup("erasures.elsewhere.one", said))</li>"
        }
        return "<h2>\(words["erasures.elsewhere"])</h2><p>\(words["erasures.elsewhere.lead"])</p><ul>\(items)</ul>"
    }

    private func holds(_ words: Words) -> Markup {
        let items = held.map { id -> Markup in
            "<li><a class=\"code\" href=\"/cases/\(id.description)\">\(id.code)</a></li>"
        }
        return "<h2>\(words["erasures.held"])</h2><p>\(words["erasures.held.lead"])</p><ul>\(items)</ul>"
    }
}
