// SPDX-License-Identifier: Apache-2.0

import Cases

/// Putting a case away, and taking it back.
public struct StatePage: Sendable {
    public var caseID: EntityID
    public var state: RecordState
    public var problem: String?

    public init(caseID: EntityID, state: RecordState, problem: String? = nil) {
        self.caseID = caseID
        self.state = state
        self.problem = problem
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["state.heading"])",
            inCase: caseID, words)
        let isAway = state == .archived || state == .legalHold
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["state.now"]) <span class="mark">\(words[.caseState, state.rawValue])</span></p>
                <p>\(isAway ? words["state.reopen.lead"] : words["state.archive.lead"])</p>
                <form method="post" action="/cases/\(caseID.description)/state">\(context.tokenInput)
                <input type="hidden" name="order" value="\(isAway ? "reopen" : "archive")">
                <div class="acts"><button>\(isAway ? words["state.reopen"] : words["state.archive"])</button>
                <a href="/cases/\(caseID.description)">\(words["form.cancel"])</a></div></form>
                <p class="soft">\(words["state.hold"])</p>
                """)
    }
}
