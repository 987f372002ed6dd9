// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Asks that a case is erased for good, and says what that means before anybody does.
struct ErasePage {
    let caseID: EntityID
    let standing: ErasureStanding
    var problem: String?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["erase.heading"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(caseID.code, "/cases/\(caseID)")],
            audience: words["audience.reviewers"], area: .erasures)
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { (text: String) -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(text)</p></div>" })
                \(body(context))\(hold(context))
                """)
    }

    private func body(_ context: PageContext) -> Markup {
        let words = context.words
        return switch standing {
        case .held: "<div class=\"note\"><p>\(words["erase.isHeld"])</p></div>"
        case .asked:
            "<div class=\"note\"><p>\(words["erase.isAsked"]) <a href=\"/approvals\">\(words["approvals.heading"])</a></p></div>"
        case .waits(let order):
            """
            <div class="warn"><p>\(words("erase.waits", ["date": MomentText.say(order.due, context)]))</p></div>
            \(ErasuresPage.cancelForm(order, context))
            """
        case .none: form(context)
        }
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <p>\(words["erase.lead"])</p>
            <ul><li>\(words["erase.what.1"])</li><li>\(words["erase.what.2"])</li><li>\(words["erase.what.3"])</li>
            <li>\(words("erase.what.backups", ["days": "\(ErasureOrder.backupDays)"]))</li></ul>
            <form method="post" action="/cases/\(caseID.description)/erase">\(context.tokenInput)
            <div class="field"><label for="reason">\(words["erase.reason"])</label>
            <select id="reason" name="reason">\(EraseReason.allCases.map { reason -> Markup in
                "<option value=\"\(reason.rawValue)\">\(words[.eraseReason, reason.rawValue])</option>"
            })</select></div>
            <div class="field"><label for="identity">\(words["erase.identity"])</label>
            <p class="help" id="identity-help">\(words["erase.identity.help"])</p>
            <select id="identity" name="identity" aria-describedby="identity-help">\
            \(ErasureOrder.IdentityCheck.allCases.map { check -> Markup in
                "<option value=\"\(check.rawValue)\">\(words[.eraseIdentity, check.rawValue])</option>"
            })</select></div>
            <div class="field"><label for="words">\(words["erase.words"])</label>
            <p class="help" id="words-help">\(words["erase.words.help"])</p>
            <textarea id="words" name="words" rows="2" dir="auto" aria-describedby="words-help"></textarea></div>
            <div class="acts"><button class="danger">\(words["erase.do"])</button>
            <a href="/cases/\(caseID.description)">\(words["form.cancel"])</a></div></form>
            """
    }

    private func hold(_ context: PageContext) -> Markup {
        let words = context.words
        let isHeld = standing == .held
        return """
            <section class="section"><h2>\(words["hold.heading"])</h2>
            <p>\(isHeld ? words["hold.lift.lead"] : words["hold.lead"])</p>
            <form method="post" action="/cases/\(caseID.description)/hold">\(context.tokenInput)
            <input type="hidden" name="order" value="\(isHeld ? "lift" : "hold")">
            <div class="field"><label for="hold-words">\(words["hold.words"])</label>
            <input type="text" id="hold-words" name="words" dir="auto" autocomplete="off"></div>
            <div class="acts"><button class="quiet">\(isHeld ? words["hold.lift.do"] : words["hold.do"])</button></div>\
            </form></section>
            """
    }
}
