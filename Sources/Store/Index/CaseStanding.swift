// SPDX-License-Identifier: Apache-2.0

import Cases

/// What is readable of a scope without opening it.
struct ScopeHead: Sendable, Hashable {
    let agency: EntityID
    /// Who made it; nil for what came from a file at the console.
    let author: EntityID?
    /// How the case stands whatever is recorded in it: handed in, archived, held, merged, erased. Nil for what its own
    /// record says.
    let override: RecordState?

    static let none = ScopeHead(agency: EntityID(high: 0, low: 0), author: nil, override: nil)
}

/// How a case stands, small and without a pointer, so that lists can look at fifty thousand.
struct CaseStanding: Sendable, Hashable {
    let author: EntityID?
    var override: RecordState?
    /// What the case's own record says.
    var recorded: RecordState
    /// Something that was reported and is no case.
    var isSignal = false
    var waiting: WaitFacts

    var state: RecordState { override ?? recorded }
}

extension CaseSummary {
    /// The state that the case's own record gives it.
    var recordedState: RecordState { isDraft || isSignal ? .draft : status == "Closed" ? .closed : .open }
}
