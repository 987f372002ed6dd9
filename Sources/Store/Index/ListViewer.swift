// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Somebody who looks at lists. Asks the policy once for each way that cases of their agency can stand to them, so that
/// fifty thousand cases cost fifty thousand look-ups and a few dozen decisions.
struct ListViewer: Sendable {
    let actor: Actor
    private let context: AccessContext
    private let now: Int64
    /// Cases whose glass they broke.
    let brokenGlass: Set<EntityID>
    /// Looks at what was reported instead of cases.
    var seeksSignals = false
    private var known: [CaseView?]

    /// - Parameter context: Of the moment; whether the glass is broken is asked for each case.
    init(_ actor: Actor, _ context: AccessContext, brokenGlass: Set<EntityID>, now: Int64) {
        self.actor = actor
        self.context = context
        self.now = now
        self.brokenGlass = brokenGlass
        known = Array(repeating: nil, count: RecordState.allCases.count * 8)
    }

    /// What lists show of a case of the actor's own agency.
    mutating func view(_ id: EntityID, _ standing: CaseStanding, isAssigned: Bool) -> CaseView {
        let isOwn = standing.author == actor.id
        let isOpened = !brokenGlass.isEmpty && brokenGlass.contains(id)
        let place = standing.state.number * 8 + (isAssigned ? 4 : 0) + (isOwn ? 2 : 0) + (isOpened ? 1 : 0)
        if let known = known[place] { return known }
        let facts = ResourceFacts(
            relation: .owner, state: standing.state, isAssigned: isAssigned, isOwn: isOwn)
        let view = CaseView { decide(facts, $0, isOpened: isOpened) }
        known[place] = view
        return view
    }

    /// What lists show of every case of the actor's own agency in a state, when it does not matter who registered it;
    /// nil when it does. For roles that need not be assigned.
    func view(_ state: RecordState) -> CaseView? {
        func facts(isOwn: Bool) -> ResourceFacts {
            ResourceFacts(relation: .owner, state: state, isAssigned: false, isOwn: isOwn)
        }
        let others = CaseView { decide(facts(isOwn: false), $0, isOpened: false) }
        return others == CaseView { decide(facts(isOwn: true), $0, isOpened: false) } ? others : nil
    }

    /// The same for any case, without a memory: for the cases of others, and to compare with.
    func view(_ facts: CaseFacts) -> CaseView {
        let isOpened = brokenGlass.contains(facts.id)
        return CaseView { decide(facts.facts(for: actor, $0, now: now), $0, isOpened: isOpened) }
    }

    private func decide(_ facts: ResourceFacts, _ fieldClass: FieldClass, isOpened: Bool) -> Decision {
        var context = context
        context.isBreakGlass = isOpened
        return Policy.decideForActor(actor, .list, facts, fieldClass, context)
    }
}

extension RecordState {
    /// The position in `allCases`.
    fileprivate var number: Int {
        switch self {
        case .draft: 0
        case .unverified: 1
        case .open: 2
        case .lockedReview: 3
        case .closed: 4
        case .archived: 5
        case .legalHold: 6
        case .mergedAway: 7
        case .erased: 8
        }
    }
}
