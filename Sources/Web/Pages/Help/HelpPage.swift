// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// What the people in a case need, what is urgent first, and what becomes of it: for the end of a long day.
public struct HelpPage: Sendable {
    public var file: CaseFile
    /// Something was just written.
    public var isDone = false
    /// Somebody else changed the need that was pressed; nothing was written.
    public var isLate = false
    public var findings: [Finding] = []
    /// Whether the reader may write needs here, and give.
    public var mayAdd = true
    public var mayGive = true
    /// The needs that the reader may change.
    public var changeable: Set<EntityID>?
    /// Makes pressing twice the same as pressing once.
    public var requestKey = ""
    /// What interviews propose and nobody wrote down yet.
    var proposals: [HelpProposal] = []

    public init(_ file: CaseFile) { self.file = file }

    /// What may be needed before anything else is known, each one press away.
    static let urgent: [ServiceCode] = ["CRI", "SHE", "BAS", "MED", "SAF", "INT"]

    private var address: String { "/cases/\(file.id.description)/help" }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let needs = file.needs()
        let open = needs.filter(\.state.isOpen)
        let over = needs.filter { !$0.state.isOpen }
        let home = file.isSignal ? "/signals/\(file.id)" : "/cases/\(file.id)"
        let place = Place(
            "\(words["need.heading"])",
            trail: [
                .init(
                    file.isSignal ? words["signals.heading"] : words["menu.cases"],
                    file.isSignal ? "/signals" : "/cases"),
                .init(file.id.code, home),
            ], next: mayAdd ? .init(words["need.add"], "\(address)/add") : nil, audience: words["audience.case"],
            area: file.isSignal ? .signals : .cases)
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")\
                \(when: isLate, "<div class=\"warn\" role=\"alert\"><p>\(words["need.late"])</p></div>")
                \(FieldForm(context, findings: findings).errorSummary)
                <p>\(words["need.lead"])</p>
                \(HelpAlerts(file: file, context: context).markup)\(proposed(context))
                \(when: mayAdd && (needs.isEmpty || file.isSignal), quick(open, context))
                \(list(open, words["need.now"], words["need.none"], context))
                \(when: mayAdd && !needs.isEmpty && !file.isSignal, quick(open, context))
                \(when: !over.isEmpty, list(over, words["need.over"], "", context))
                \(ways(words))
                """)
    }

    private func ways(_ words: Words) -> Markup {
        guard !file.isSignal else { return "" }
        return """
            <p class="acts"><a href="/cases/\(file.id.description)/plan">\(words["plan.heading"])</a>
            <a href="/cases/\(file.id.description)/interviews/new">\(words["need.assess"])</a> <a href="/help/calls">\(words["calls.heading"])</a></p>
            """
    }

    /// What is urgent and not asked for yet: one tick each, nothing else to fill in.
    private func quick(_ open: [Need], _ context: PageContext) -> Markup {
        let words = context.words
        let known = Set(open.map(\.code))
        let ticks = Self.urgent.filter { !known.contains($0) }.compactMap { code -> Choice? in
            ServiceCatalogue.current[code].map { Choice("service", code.rawValue, $0.title, .checkbox, isOn: false) }
        }
        guard !ticks.isEmpty else { return "" }
        return """
            <section class="section"><h2>\(words["need.urgent"])</h2>
            <form method="post" action="\(address)/urgent">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">
            \(NeedForm.who(file, FormPairs(), context, words["need.who"]))\(Choice.group(words["need.urgent.which"], ticks))
            <div class="acts"><button class="quiet">\(words["need.urgent.do"])</button></div></form></section>
            """
    }

    private func proposed(_ context: PageContext) -> Markup {
        let words = context.words
        guard mayAdd, !proposals.isEmpty else { return "" }
        let ticks = proposals.map { proposal -> Choice in
            let title = proposal.service.title
            let urgency = ValueText(context).label(of: proposal.urgency, field: "wh_NeedUrgency")
            return Choice(
                "proposal", proposal.id, words("need.proposed.line", ["what": title, "urgency": urgency]), .checkbox,
                isOn: true)
        }
        return """
            <section class="section"><h2>\(words["need.proposed"])</h2><p class="help">\(words["need.proposed.lead"])</p>
            <form method="post" action="\(address)/proposed">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">\(Choice.group(words["need.proposed.which"], ticks))
            <div class="acts"><button>\(words["need.proposed.do"])</button></div></form></section>
            """
    }

    private func list(_ needs: [Need], _ heading: String, _ none: String, _ context: PageContext) -> Markup {
        let cards = needs.map { need in
            NeedCard(
                need: need, file: file, requestKey: requestKey, mayChange: changeable?.contains(need.id) ?? true,
                mayGive: mayGive, context: context
            ).markup
        }
        return """
            <section class="section"><h2>\(heading)</h2>
            \(when: cards.isEmpty, "<p class=\"soft\">\(none)</p>", else: "<ul class=\"cards\">\(cards)</ul>")</section>
            """
    }
}
