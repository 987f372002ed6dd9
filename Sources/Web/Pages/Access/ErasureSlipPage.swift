// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What was erased, on paper: for whoever asked for it, and for the file of decisions. Says nobody's name.
struct ErasureSlipPage {
    let order: ErasureOrder
    let recipients: [String]

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let ended = order.ended ?? order.due
        let backups = ended + Int64(ErasureOrder.backupDays) * 24 * 3_600_000
        return Layout.page(
            Place(
                "\(words["erasures.slip.heading"])", trail: [.init(words["erasures.heading"], "/erasures")],
                audience: words["audience.reviewers"], area: .erasures), in: context,
            content: """
                <section class="slip"><dl class="facts">
                <div><dt>\(words["erasures.slip.code"])</dt><dd><code dir="ltr">\(order.scope.code)</code></dd></div>
                <div><dt>\(words["people.state"])</dt><dd>\(words[.eraseState, order.state.rawValue])</dd></div>
                <div><dt>\(words["erasures.ended"])</dt><dd>\(MomentText.say(ended, context))</dd></div>
                <div><dt>\(words["erase.reason"])</dt><dd>\(words[.eraseReason, order.reason.rawValue])</dd></div>\
                \(order.report.map { ErasuresPage.counts($0, words) })</dl>
                <p>\(words("erasures.slip.backups", ["date": MomentText.say(backups, context), "days": "\(ErasureOrder.backupDays)"]))</p>
                \(when: !recipients.isEmpty, "<p>\(words["erasures.tell"]) <bdi>\(recipients.joined(separator: ", "))</bdi></p>")
                <p>\(words["erasures.slip.rest"])</p></section>
                """)
    }
}
