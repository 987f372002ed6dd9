// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// One account, for whoever looks after it: roles, a slip, a new start, sessions, an end.
struct PersonPage {
    let account: Account
    let isLocked: Bool
    let sessions: [Session]
    let now: Int64
    /// True after something waits for a second person now.
    var isAsked = false
    var problem: AccountProblem?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let state = PeoplePage.state(account, isLocked, now)
        let said = problem.map { AccountInputs.problem(words[.peopleProblem, $0.rawValue], at: "roles", words) }
        return Layout.page(
            Place(
                "<bdi>\(account.calledName)</bdi>", trail: [.init(words["people.heading"], "/people")],
                audience: words["people.audience"]), in: context,
            content: """
                \(said)\(when: isAsked, "<div class=\"note\" role=\"status\"><p>\(words["people.asked"])</p></div>")
                <dl class="facts"><div><dt>\(words["people.name"])</dt><dd><bdi>\(account.name)</bdi></dd></div>
                <div><dt>\(words["people.state"])</dt><dd>\(words[.accountState, state])</dd></div></dl>
                \(roles(context))\(slip(context))\(open(context))\(sessionList(context))\(ending(context))
                """)
    }

    private var address: String { "/people/\(account.id.description)" }

    private func form(_ path: String, _ content: Markup, _ button: String, _ context: PageContext) -> Markup {
        """
        <form method="post" action="\(address)/\(path)">\(context.tokenInput)\(content)\
        <div class="acts"><button>\(button)</button></div></form>
        """
    }

    private func section(_ heading: String, _ content: Markup) -> Markup {
        "<section class=\"section\"><h2>\(heading)</h2>\(content)</section>"
    }

    private func roles(_ context: PageContext) -> Markup {
        let words = context.words
        let choices = RoleChoices(chosen: Set(account.roles.map(\.rawValue))).markup(words)
        return section(words["people.roles"], form("roles", choices, words["people.roles.do"], context))
    }

    private func slip(_ context: PageContext) -> Markup {
        let words = context.words
        guard account.state == .active else { return "" }
        if account.password == nil {
            return section(
                words["people.slip"],
                form("slip", "<p>\(words["people.slip.lead"])</p>", words["people.slip.do"], context))
        }
        let why: Markup = """
            <p>\(words["people.reset.lead"])</p><div class="field"><label for="reason">\(words["people.reason"])</label>
            <input type="text" id="reason" name="reason" autocomplete="off" dir="auto"></div>
            """
        return section(words["people.reset"], form("reset", why, words["people.reset.do"], context))
    }

    private func open(_ context: PageContext) -> Markup {
        guard isLocked else { return "" }
        let words = context.words
        return section(
            words["people.locked"],
            form("forgive", "<p>\(words["people.locked.lead"])</p>", words["people.locked.do"], context))
    }

    private func sessionList(_ context: PageContext) -> Markup {
        let words = context.words
        guard !sessions.isEmpty else {
            return section(words["account.sessions"], "<p class=\"soft\">\(words["people.sessions.none"])</p>")
        }
        let items = sessions.map { session -> Markup in
            "<li>\(words("account.session", ["at": MomentText.say(session.lastSeen, context)]))</li>"
        }
        let list: Markup = "<ul>\(items)</ul>"
        return section(words["account.sessions"], form("end", list, words["people.sessions.end"], context))
    }

    private func ending(_ context: PageContext) -> Markup {
        let words = context.words
        if account.state == .disabled {
            return section(
                words["people.enable"],
                form("enable", "<p>\(words["people.enable.lead"])</p>", words["people.enable.do"], context))
        }
        let lead: Markup = """
            <p>\(words["people.disable.lead"])</p><p><a href="\(address)/leave">\(words["people.leave"])</a></p>
            """
        return section(words["people.disable"], form("disable", lead, words["people.disable.do"], context))
    }
}
