// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The ticket of a case for those who work on it: give it, take it back, read and answer what the person writes.
struct TicketPage {
    let caseID: EntityID
    var ticket: TicketEntry?
    /// The office has opened the door.
    var isDoorOpen = false
    /// Tries with a wrong word since it was last opened.
    var wrongTries = 0
    var messages: [TicketMessage] = []
    var waiting: Set<EntityID> = []
    var mayManage = false
    var mayWrite = false
    var problem: TicketObstacle?
    var findings: [Finding] = []
    var isDone = false
    var requestKey = ""

    private var address: String { "/cases/\(caseID.description)/ticket" }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["ticket.heading"])",
            inCase: caseID, words)
        let problems = findings.map { finding -> Markup in "<p>\(finding.message)</p>" }
        let problem = problem.map { problem -> Markup in "<p>\(words[.ticketObstacle, problem.rawValue])</p>" }
        return Layout.page(
            place, in: context,
            content: """
                \(when: problem != nil || !problems.isEmpty, "<div class=\"warn\" role=\"alert\">\(problem)\(problems)</div>")
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["ticket.done"])</p></div>")
                <p class="help">\(words["ticket.lead"])</p>\(standing(context))\(when: mayManage, ways(context))
                \(letters(context))
                """)
    }

    private var state: TicketEntry.State? { ticket?.state }

    private func standing(_ context: PageContext) -> Markup {
        let words = context.words
        let day = ticket?.issued.map { ValueText(context).date($0) } ?? ""
        let text: String =
            switch state {
            case .open: words("ticket.state.open", ["day": day])
            case .revoked: words["ticket.state.revoked"]
            case .off: words["ticket.state.off"]
            case nil: words["ticket.state.none"]
            }
        let isShut = state == .open && wrongTries >= Int(TicketDoor.triesMost)
        let tries: Markup = """
            <div class="warn"><p>\(isShut ? words["ticket.shut"] : words("ticket.tries", count: wrongTries))</p></div>
            """
        return """
            <p>\(text)</p>\(when: wrongTries > 0 && state == .open, tries)\
            \(when: !isDoorOpen, "<div class=\"note\"><p>\(words["ticket-obstacle.doorClosed"])</p></div>")
            """
    }

    private func ways(_ context: PageContext) -> Markup {
        let words = context.words
        func order(_ name: String, _ label: String) -> Markup {
            """
            <form method="post" action="\(address)">\(context.tokenInput)
            <input type="hidden" name="order" value="\(name)"><button class="quiet">\(label)</button></form>
            """
        }
        let give: Markup = """
            <form method="post" action="\(address)">\(context.tokenInput)
            <input type="hidden" name="order" value="give">
            \(HelloForm.line("word", words["ticket.word"], help: words["ticket.word.help"]))
            \(HelloForm.line("other", words["ticket.other"], help: words["ticket.other.help"]))
            <div class="acts"><button>\(state == .open ? words["ticket.again"] : words["ticket.give"])</button></div></form>
            """
        return """
            \(when: isDoorOpen && state != .off, give)
            <div class="acts">\(when: state == .open, order("takeBack", words["ticket.takeBack"]))\
            \(when: state == .off, order("on", words["ticket.on"]), else: order("off", words["ticket.off"]))</div>
            <p class="help">\(words["ticket.off.help"])</p>
            """
    }

    private func letters(_ context: PageContext) -> Markup {
        let words = context.words
        let cards = messages.reversed().map { card($0, context) }
        let write: Markup = """
            <form method="post" action="\(address)/write">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">
            \(HelloForm.area("text", words["ticket.write"], help: words["ticket.write.help"]))
            <div class="acts"><button>\(words["own.write.do"])</button></div></form>
            """
        return """
            <section class="section" id="messages"><h2>\(words["own.messages"])</h2>
            \(when: mayWrite, write)
            \(when: cards.isEmpty, "<p class=\"soft\">\(words["own.messages.none"])</p>", else: "<ul class=\"cards\">\(cards)</ul>")\
            </section>
            """
    }

    private func card(_ message: TicketMessage, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let isWaiting = waiting.contains(message.id)
        let who: Markup =
            message.isFromPerson ? "\(words["account-role.survivor"])" : "<bdi>\(message.author ?? "")</bdi>"
        let said: Markup =
            switch message.kind {
            case .message, .correction: "<p dir=\"auto\" class=\"said\">\(message.text)</p>"
            case .withdrawal:
                "<p>\(words("ticket.withdrew", ["what": text.label(of: message.text, field: "wh_ConsentPurpose")]))</p>"
            case .warning: "<p>\(words["ticket.warning"])</p>"
            }
        let kind = text.label(of: message.kind.rawValue, field: "wh_MessageKind")
        let mark: Markup = isWaiting ? " <span class=\"mark warning\">\(words["ticket.new"])</span>" : ""
        return """
            <li><h3>\(who) · \(text.date(message.on)) · \(kind)\(mark)</h3>\(said)\
            \(when: isWaiting && mayWrite, answer(message, context))</li>
            """
    }

    private func answer(_ message: TicketMessage, _ context: PageContext) -> Markup {
        let words = context.words
        let id = message.id.description
        let seen: Markup = """
            <form method="post" action="\(address)/seen">\(context.tokenInput)
            <input type="hidden" name="message" value="\(id)"><button class="quiet">\(words["ticket.seen"])</button></form>
            """
        let field = HelloForm.area("text-\(id)", words["ticket.answer"], rows: 2)
        return """
            <form method="post" action="\(address)/write">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)\(id)">
            <input type="hidden" name="answers" value="\(id)">\(field)
            <div class="acts"><button>\(words["ticket.answer.do"])</button></div></form>
            \(when: mayManage && message.kind != .correction, seen)
            """
    }
}
