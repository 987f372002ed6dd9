// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// What somebody sees of what is done for them, and what they can say and take back.
struct OwnViewPage {
    let view: TicketView
    /// The token that the page's forms bring.
    let pass: String
    var done: Done?
    var findings: [Finding] = []
    /// What was being written when it could not be sent.
    var typed = ""

    enum Done: Sendable { case sent, withdrawn, asked, later }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["own.heading"])"), in: context,
            content: """
                <div data-rest="\(context.leaveAddress)"></div>\(notice(words))
                \(status(words))\(help(context))\(messages(context))\(consents(context))\(looks(context))
                \(HelloForm.form("/hello/close", pass: pass, words, """
                    <div class="acts"><button class="quiet">\(words["own.close"])</button></div>
                    """))
                <p class="help">\(words["own.close.help"])</p>
                \(HelloForm.script(context))
                """)
    }

    private func notice(_ words: Words) -> Markup {
        let problems = findings.map { finding -> Markup in "<p>\(finding.message)</p>" }
        if !problems.isEmpty { return "<div class=\"warn\" role=\"alert\" tabindex=\"-1\">\(problems)</div>" }
        guard let done else { return "" }
        let text =
            switch done {
            case .sent: words["own.done.sent"]
            case .withdrawn: words["own.done.withdrawn"]
            case .asked: words["own.done.asked"]
            case .later: words["own.later"]
            }
        return "<div class=\"done\" role=\"status\"><p>\(text)</p></div>"
    }

    private func status(_ words: Words) -> Markup {
        let isClosed = view.status?.hasPrefix("Closed") ?? false
        let names = view.contacts.joined(separator: ", ")
        return """
            <section class="section"><h2>\(words["own.status"])</h2>
            <p>\(isClosed ? words["own.status.closed"] : words["own.status.open"])</p>
            \(when: !names.isEmpty, "<p>\(words.markup("own.contact", ["names": "<bdi>\(names)</bdi>"]))</p>")</section>
            """
    }

    private func help(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let lines = view.help.map { line -> Markup in
            let what =
                line.need.map { HelpText.service($0.service) }
                ?? line.what.map { text.label(of: $0.code, field: $0.field) } ?? words[.kind, line.kind.rawValue]
            let state =
                line.need.map { words[.needState, $0.state.rawValue] }
                ?? line.state.map { text.label(of: $0.code, field: $0.field) }
            let day = line.on.map { text.date($0) }
            return """
                <li>\(what)\(when: state != nil, ": \(state)")\(when: day != nil, " <span class=\"soft\">\(day)</span>")\
                </li>
                """
        }
        return """
            <section class="section"><h2>\(words["own.help"])</h2>
            \(when: lines.isEmpty, "<p class=\"soft\">\(words["own.help.none"])</p>", else: "<ul>\(lines)</ul>")</section>
            """
    }

    private func messages(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let cards = view.messages.filter(\.isTold).map { message -> Markup in
            let who: Markup =
                message.isFromPerson
                ? "\(words["own.message.you"])" : "<bdi>\(message.author ?? words["own.office"])</bdi>"
            let mark: Markup =
                message.kind == .correction ? " <span class=\"mark\">\(words["own.message.correction"])</span>" : ""
            return """
                <li><h3>\(who) · \(text.date(message.on))\(mark)</h3><p dir="auto" class="said">\(message.text)</p></li>
                """
        }
        return """
            <section class="section"><h2>\(words["own.messages"])</h2>
            \(when: cards.isEmpty, "<p class=\"soft\">\(words["own.messages.none"])</p>", else: "<ul class=\"cards\">\(cards)</ul>")
            \(HelloForm.form("/hello/write", pass: pass, words, """
                \(HelloForm.area("text", words["own.write"], help: words["own.write.help"], typed: typed))
                <div class="acts"><button name="kind" value="Message">\(words["own.write.do"])</button>
                <button class="quiet" name="kind" value="Correction">\(words["own.correct.do"])</button></div>
                <p class="help">\(words["own.correct.help"])</p>
                """))</section>
            """
    }

    private func consents(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let cards = view.consents.map { line -> Markup in
            let purpose = text.label(of: line.purpose ?? "ManageData", field: "wh_ConsentPurpose")
            let day = line.on.map { text.date($0) }
            let take = HelloForm.form(
                "/hello/withdraw", pass: pass, words,
                """
                <input type="hidden" name="consent" value="\(line.id.description)">
                <div class="acts"><button class="quiet">\(line.isOthers ? words["own.ask.do"] : words["own.withdraw.do"])\
                <span class="unseen">: \(purpose)</span></button></div>
                \(when: line.isOthers, "<p class=\"help\">\(words["own.ask.help"])</p>")
                """)
            return """
                <li><h3>\(purpose)</h3>
                \(line.recipient.map { name -> Markup in "<p>\(words.markup("own.consent.for", ["name": "<bdi>\(name)</bdi>"]))</p>" })
                \(when: day != nil, "<p class=\"soft\">\(day)</p>")
                \(when: line.isGiven, take, else: "<p><span class=\"mark\">\(words["own.withdrawn"])</span></p>")</li>
                """
        }
        return """
            <section class="section"><h2>\(words["own.consents"])</h2>
            <p class="help">\(words["own.consents.lead"])</p>
            \(when: cards.isEmpty, "<p class=\"soft\">\(words["own.consents.none"])</p>", else: "<ul class=\"cards\">\(cards)</ul>")\
            </section>
            """
    }

    private func looks(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let rows = view.looks.map { look -> Markup in
            """
            <tr><td>\(text.date(look.on))</td><td><bdi>\(look.agency)</bdi></td>\
            <td>\(words[.accountRole, look.role.rawValue])</td></tr>
            """
        }
        let table: Markup = """
            <table><thead><tr><th scope="col">\(words["own.looks.day"])</th><th scope="col">\(words["own.looks.agency"])\
            </th><th scope="col">\(words["own.looks.role"])</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <section class="section"><h2>\(words["own.looks"])</h2><p class="help">\(words["own.looks.lead"])</p>
            \(when: rows.isEmpty, "<p class=\"soft\">\(words["own.looks.none"])</p>", else: table)</section>
            """
    }
}
