// SPDX-License-Identifier: Apache-2.0

import Cases

/// Opening a case that is not one's own, in an emergency. The page says the same for every address.
public struct GlassPage: Sendable {
    /// What was typed.
    public var typed: FormPairs
    public var problem: String?

    public init(typed: FormPairs = FormPairs(), problem: String? = nil) {
        self.typed = typed
        self.problem = problem
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["glass.heading"])", audience: words["audience.glass"], area: .glass)
        let kinds = GlassCategory.allCases.map { kind in
            Choice(
                "category", kind.rawValue, words[.glassCategory, kind.rawValue], .radio,
                isOn: typed["category"] == kind.rawValue)
        }
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["glass.lead"])</p>
                <h2>\(words["glass.then"])</h2><ul><li>\(words["glass.then.hour"])</li>
                <li>\(words["glass.then.read"])</li><li>\(words["glass.then.told"])</li>
                <li>\(words["glass.then.limit"])</li></ul>
                <form method="post" action="/break-glass" class="section">\(context.tokenInput)
                <div class="field"><label for="code">\(words["glass.code"])</label>
                <p class="help" id="code-help">\(words["glass.code.help"])</p>
                <input type="text" id="code" name="case" value="\(typed["case"])" autocomplete="off" required \
                aria-describedby="code-help"></div>
                \(Choice.group(words["glass.category"], kinds))
                <div class="field"><label for="reason">\(words["glass.reason"])</label>
                <p class="help" id="reason-help">\(words["glass.reason.help"])</p>
                <textarea id="reason" name="reason" rows="3" dir="auto" required aria-describedby="reason-help">
                \(typed["reason"])</textarea></div>
                <div class="acts"><button>\(words["glass.do"])</button><a href="/cases">\(words["form.cancel"])</a></div>\
                </form>
                """)
    }
}
