// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// What somebody has to do: late, today, this week, what waits for others; a part at a time when there is much.
public struct WorkPage: Sendable {
    public var board: WorkBoard
    public var time: OfficeTime
    /// One part alone, page by page; nil for the first lines of each.
    public var only: WorkPart?
    /// From 0.
    public var page: Int

    static let linesShown = 15
    static let pageSize = 50

    public init(_ board: WorkBoard, time: OfficeTime = .utc, only: WorkPart? = nil, page: Int = 0) {
        self.board = board
        self.time = time
        self.only = only
        self.page = page
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["work.heading"])", audience: words["work.audience"], area: .work)
        let parts = only.map { [$0] } ?? [.late, .today, .week, .waiting]
        let isEmpty = parts.allSatisfy { board.count($0) == 0 }
        let nothing: Markup = "<div class=\"note\"><p>\(words["work.nothing"])</p></div>"
        let sections = parts.map { section($0, context) }
        return Layout.page(
            place, in: context,
            content: """
                \(when: only == nil, summary(words))\(when: isEmpty, nothing)\(sections)\
                \(when: only == nil && board.count(.later) > 0, laterLink(words))\(ways(context))
                """)
    }

    /// One line that says how the day stands.
    private func summary(_ words: Words) -> Markup {
        let reviews = board.reviews.map { count -> Markup in
            guard count > 0 else { return "" }
            return "<p><a href=\"/reviews\">\(words("work.reviews", count: count))</a></p>"
        }
        let referrals: Markup =
            board.referrals > 0
            ? "<p><a href=\"/inbox\">\(words("work.referrals", count: board.referrals))</a></p>" : ""
        let asked: Markup =
            board.requests.toDecide > 0
            ? "<p><a href=\"/approvals\">\(words("work.requests", count: board.requests.toDecide))</a></p>" : ""
        let agreed: Markup =
            board.requests.agreed > 0
            ? "<p><a href=\"/approvals\">\(words("work.agreed", count: board.requests.agreed))</a></p>" : ""
        return "<p class=\"help\">\(words["work.lead"])</p>\(reviews)\(asked)\(agreed)\(referrals)"
    }

    private func section(_ part: WorkPart, _ context: PageContext) -> Markup {
        let words = context.words
        guard let duties = board.parts[part], !duties.isEmpty else { return "" }
        let start = only == nil ? 0 : page * Self.pageSize
        let shown = duties.dropFirst(start).prefix(only == nil ? Self.linesShown : Self.pageSize)
        let more: Markup = """
            <p><a href="/work?part=\(part.rawValue)">\(words("work.more", count: duties.count))</a></p>
            """
        let pager = Pager(page: page, size: Self.pageSize, total: duties.count) { number in
            "/work?part=\(part.rawValue)&page=\(number + 1)"
        }
        return """
            <section class="section"><h2 id="\(part.rawValue)">\(words[.workPart, part.rawValue]) \
            <span class="mark">\(duties.count)</span></h2>
            <ul class="cards">\(shown.map { card($0, context) })</ul>
            \(when: only == nil && duties.count > shown.count, more)\(when: only != nil, pager.markup(words))</section>
            """
    }

    private func card(_ duty: Duty, _ context: PageContext) -> Markup {
        let text = DutyText(context: context, today: board.today)
        let line = board.cases[duty.caseID]
        let names = (line?.people ?? []).map(\.initials).filter { !$0.isEmpty }.map { name -> Markup in
            "<bdi>\(name)</bdi>"
        }
        let state: Deadline.State? = if case .deadline(let deadline) = duty.what { deadline.state } else { nil }
        let who = names.joined(separator: ", ")
        return """
            <li><h3><a href="\(address(of: duty))">\(text.title(duty.what))</a></h3>
            <p>\(text.when(duty.day, state, time: time)) · <span class="code">\(duty.caseID.code)</span> \(who)</p></li>
            """
    }

    private func address(of duty: Duty) -> String {
        if duty.isSignal { return "/signals/\(duty.caseID)" }
        guard case .task(let task) = duty.what else { return "/cases/\(duty.caseID)/work" }
        return "/cases/\(duty.caseID)/tasks/\(task.id)"
    }

    private func laterLink(_ words: Words) -> Markup {
        "<p><a href=\"/work?part=later\">\(words("work.later", count: board.count(.later)))</a></p>"
    }

    private func ways(_ context: PageContext) -> Markup {
        let words = context.words
        let back: Markup = "<a href=\"/work\">\(words["work.back"])</a>"
        let mayHandOver = context.role?.powers.contains(.reassign) == true && context.role == .supervisor
        return """
            <div class="acts">\(when: only != nil, back)<a href="/notices">\(words["work.mail"])</a>\
            \(when: mayHandOver, "<a href=\"/hand-over\">\(words["caseload.heading"])</a>")</div>
            """
    }
}
