// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// One's own account: the role one acts in, where one is signed in, computers, passphrase, recovery codes.
struct AccountPage {
    let account: Account
    let session: Session
    let sessions: [Session]
    var passphraseProblem: FirstSignInPage.Problem?
    let isPassphraseDone: Bool

    init(_ member: Member) {
        account = member.account
        session = member.session
        sessions = member.visit.site.sessions.all(of: member.account.id, now: member.now)
        isPassphraseDone = member.query["done"] == "passphrase"
    }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let last = session.kept.lastSignIn.map { MomentText.say($0, context) }
        return Layout.page(
            Place("\(words["account.heading"])", audience: words["audience.you"]), in: context,
            content: """
                \(when: isPassphraseDone, "<div class=\"note\" role=\"status\"><p>\(words["account.passphrase.done"])</p></div>")
                \(passphraseError(words))
                \(last.map { (at: String) -> Markup in "<p>\(words("account.last", ["at": at]))</p>" })
                \(elsewhere(words))\(roles(context))\(places(context))\(devices(context))\
                \(factor(context))\(passkeys(context))\
                \(ProgramTokens(programs: account.programs).markup(context))\
                \(passphrase(context))
                """)
    }

    private func section(_ heading: String, _ content: Markup) -> Markup {
        "<section class=\"section\"><h2>\(heading)</h2>\(content)</section>"
    }

    /// The ways to what some roles look after.
    private func elsewhere(_ words: Words) -> Markup {
        let looksAfter = account.roles.contains { $0.powers.contains(.manageAccounts) }
        let people: Markup = "<li><a href=\"/people\">\(words["people.heading"])</a></li>"
        return """
            <ul class="plain">\(when: looksAfter, people)\
            <li><a href="/approvals">\(words["approvals.heading"])</a></li></ul>
            """
    }

    private func roles(_ context: PageContext) -> Markup {
        let words = context.words
        guard account.roles.count > 1 else {
            return section(words["account.role"], "<p>\(words[.accountRole, session.role.rawValue])</p>")
        }
        let choices = account.roles.map { one -> Markup in
            """
            <label class="row"><input type="radio" name="role" value="\(one.rawValue)"\
            \(when: one == session.role, " checked")> <span>\(words[.accountRole, one.rawValue])</span></label>
            """
        }
        return section(
            words["account.role"],
            """
            <form method="post" action="/role">\(context.tokenInput)
            <fieldset class="field"><legend class="question">\(words["account.role.ask"])</legend>
            <p class="help">\(words["account.role.help"])</p>\(choices)</fieldset>
            <div class="acts"><button>\(words["account.role.do"])</button></div></form>
            """)
    }

    private func places(_ context: PageContext) -> Markup {
        let words = context.words
        let items = sessions.map { one -> Markup in
            let at = words("account.session", ["at": MomentText.say(one.lastSeen, context)])
            return "<li>\(at)\(when: one.id == session.id, " <strong>\(words["account.thisOne"])</strong>")</li>"
        }
        let end: Markup = """
            <form method="post" action="/account/sessions/end">\(context.tokenInput)<div class="acts"><button>\
            \(words["account.sessions.end"])</button></div></form>
            """
        return section(words["account.sessions"], "<ul>\(items)</ul>\(when: sessions.count > 1, end)")
    }

    private func devices(_ context: PageContext) -> Markup {
        let words = context.words
        let items = account.devices.map { device -> Markup in
            """
            <li><bdi>\(device.name)</bdi>, \(MomentText.say(device.added, context))\
            \(when: device.id == session.device, " <strong>\(words["account.thisOne"])</strong>")
            <form method="post" action="/account/devices/\(device.id.description)/forget">\(context.tokenInput)\
            <button class="link">\(words["account.device.forget"])</button></form></li>
            """
        }
        let isKnown = account.devices.contains { $0.id == session.device }
        let add: Markup = """
            <form method="post" action="/account/devices">\(context.tokenInput)
            <div class="field"><label for="device">\(words["account.device.name"])</label>
            <input type="text" id="device" name="device" autocomplete="off" dir="auto"></div>
            <div class="acts"><button>\(words["account.device.add"])</button></div></form>
            """
        return section(
            words["account.devices"],
            "<p>\(words["account.devices.lead"])</p><ul>\(items)</ul>\(when: !isKnown, add)")
    }

    private func factor(_ context: PageContext) -> Markup {
        let words = context.words
        guard account.hasSecondFactor else {
            return section(words["account.factor"], "<p>\(words["account.factor.none"])</p>")
        }
        return section(
            words["account.factor"],
            """
            <p>\(words("account.codes.left", count: account.recovery.count))</p>
            <form method="post" action="/account/codes">\(context.tokenInput)<div class="acts"><button>\
            \(words["account.codes.do"])</button></div></form>
            """)
    }

    private func passkeys(_ context: PageContext) -> Markup {
        let words = context.words
        let items = account.passkeyIDs.enumerated().map { place, id -> Markup in
            """
            <li>\(words("passkey.one", ["number": String(place + 1)]))
            <form method="post" action="/account/passkeys/forget">\(context.tokenInput)<input type="hidden" \
            name="passkey" value="\(id)"><button class="link">\(words["account.device.forget"])</button>\
            </form></li>
            """
        }
        let lead = account.isPrivileged && account.passkeys.isEmpty ? words["passkey.wanted"] : words["passkey.lead"]
        return section(
            words["passkey.heading"],
            """
            <p>\(lead)</p><ul>\(items)</ul>
            <form method="post" action="/account/passkeys">\(context.tokenInput)<div class="acts">\
            \(PasskeyButton.new("/passkey", context))</div></form>
            """)
    }

    private func passphraseError(_ words: Words) -> Markup {
        guard let passphraseProblem else { return "" }
        let said = said(passphraseProblem, words)
        return AccountInputs.problem(said.message, at: said.id, words)
    }

    private func said(_ problem: FirstSignInPage.Problem, _ words: Words) -> (message: String, id: String) {
        switch problem {
        case .weak(let key): (words[ifPresent: key] ?? words["first.weak"], "passphrase")
        case .different: (words["first.different"], "again")
        case .wait(let seconds): (words("signIn.wait", count: seconds), "old")
        case .locked: (words["signIn.locked"], "old")
        case .wrongCode, .codeSpent, .tooLate: (words["stepUp.wrongPassphrase"], "old")
        }
    }

    private func passphrase(_ context: PageContext) -> Markup {
        let words = context.words
        return section(
            words["account.passphrase"],
            """
            <form method="post" action="/account/passphrase">\(context.tokenInput)
            \(AccountInputs.passphrase("old", words["account.passphrase.old"], autocomplete: "current-password"))
            \(AccountInputs.passphrase(
                "passphrase", words["first.passphrase"], help: words["first.passphrase.help"],
                autocomplete: "new-password"))
            \(AccountInputs.passphrase("again", words["first.again"], autocomplete: "new-password"))
            <div class="acts"><button>\(words["account.passphrase.do"])</button></div></form>
            """)
    }
}
