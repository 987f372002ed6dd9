// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Somebody leaves: who takes which of their cases. Cases are named by their codes only.
struct HandOverPage {
    let account: Account
    let cases: [EntityID]
    let colleagues: [Account]
    /// True when a case had nobody.
    var isIncomplete = false

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let rows = cases.map { row($0, words) }
        let error: Markup =
            isIncomplete ? AccountInputs.problem(words["handOver.incomplete"], at: "all", words) : ""
        return Layout.page(
            Place(
                "\(words["handOver.heading"])",
                trail: [
                    .init(words["people.heading"], "/people"),
                    .init(account.calledName, "/people/\(account.id.description)"),
                ], audience: words["people.audience"]), in: context,
            content: """
                \(error)<p>\(words("handOver.lead", count: cases.count, ["name": account.calledName]))</p>
                <form method="post" action="/people/\(account.id.description)/leave">\(context.tokenInput)
                \(when: !cases.isEmpty, everything(words))
                \(rows)
                <div class="acts"><button>\(words["handOver.do"])</button>\
                <a href="/people/\(account.id.description)">\(words["handOver.not"])</a></div></form>
                """)
    }

    private func everything(_ words: Words) -> Markup {
        """
        <div class="field"><label for="all">\(words["handOver.all"])</label><p class="help" id="all-help">\
        \(words["handOver.all.help"])</p>
        <select id="all" name="all" aria-describedby="all-help">\(options(words))</select></div>
        """
    }

    private func row(_ id: EntityID, _ words: Words) -> Markup {
        """
        <div class="field"><label for="case-\(id.description)">\(words("handOver.case", ["code": id.code]))</label>
        <select id="case-\(id.description)" name="case:\(id.description)">\(options(words))</select></div>
        """
    }

    private func options(_ words: Words) -> Markup {
        let people = colleagues.map { one -> Markup in
            "<option value=\"\(one.id.description)\">\(one.calledName)</option>"
        }
        return "<option value=\"\">\(words["handOver.choose"])</option>\(people)"
    }
}

/// What became of it.
struct HandedOverPage {
    let name: String
    let count: Int

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place(
                "\(words["handOver.done"])", trail: [.init(words["people.heading"], "/people")],
                audience: words["people.audience"]), in: context,
            content: """
                <p>\(words("handOver.summary", count: count, ["name": name]))</p>
                <div class="acts"><a class="button" href="/people">\(words["slip.done"])</a></div>
                """)
    }
}
