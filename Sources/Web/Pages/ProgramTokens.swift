// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// The tokens of one's programs, on the page of one's account.
struct ProgramTokens {
    let programs: [Account.Program]

    func markup(_ context: PageContext) -> Markup {
        let words = context.words
        let items = programs.map { program -> Markup in
            let scopes = program.scopes.map { words[.programScope, $0.rawValue] }.joined(separator: ", ")
            let until = words("program.until", ["at": MomentText.say(program.expires, context)])
            return """
                <li><bdi>\(program.name)</bdi> (\(scopes)), \(until)
                <form method="post" action="/account/programs/end">\(context.tokenInput)<input type="hidden" \
                name="program" value="\(program.id)"><button class="link">\(words["program.end"])</button></form></li>
                """
        }
        return """
            <section class="section"><h2>\(words["program.heading"])</h2><p>\(words["program.lead"])</p>
            <ul>\(items)</ul><details><summary>\(words["program.make"])</summary>\(form(context))</details></section>
            """
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let boxes = programScopes.map { scope -> Markup in
            """
            <label class="row"><input type="checkbox" name="scope" value="\(scope.rawValue)"> \
            <span>\(words[.programScope, scope.rawValue])</span></label>
            """
        }
        return """
            <form method="post" action="/account/programs">\(context.tokenInput)
            <div class="field"><label for="program">\(words["program.name"])</label>
            <input type="text" id="program" name="program" autocomplete="off" dir="auto"></div>
            <fieldset class="field"><legend class="question">\(words["program.scopes"])</legend>\(boxes)</fieldset>
            <div class="field"><label for="days">\(words["program.days"])</label>
            <input type="text" class="number" inputmode="numeric" id="days" name="days" value="30" autocomplete="off"></div>
            <div class="acts"><button>\(words["program.do"])</button></div></form>
            """
    }
}

/// A new token, shown once.
struct ProgramTokenPage {
    let token: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["program.made"])", audience: words["audience.you"]), in: context,
            content: """
                <div class="warn"><p>\(words["program.once"])</p></div>
                <p><code class="secret" dir="ltr">\(token)</code></p>
                <div class="acts"><a class="button" href="/account">\(words["slip.done"])</a></div>
                """)
    }
}
