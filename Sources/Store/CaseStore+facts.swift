// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

extension CaseStore {
    /// What the policy goes by for a case; nil when there is none with this id. In memory, without a word of content;
    /// takes the same time whether or not there is one.
    public func facts(ofCase id: EntityID) -> CaseFacts? { index.withLock { $0.facts(ofCase: id) } }

    /// The facts of each case that a person is part of; empty for an id that is no person's.
    public func facts(ofPerson id: EntityID) -> [CaseFacts] { index.withLock { $0.facts(ofPerson: id) } }

    /// The facts of the case through which an actor sees most of a person; nil when no case shows them the person.
    ///
    /// - Parameter action: What is to be done to the person's record.
    public func facts(
        ofPerson id: EntityID, for actor: Actor, to action: Action = .read, _ context: AccessContext, now: Int64
    ) -> CaseFacts? {
        var best: (facts: CaseFacts, shown: Int)?
        for facts in facts(ofPerson: id) {
            var context = context
            context.isBreakGlass = isGlassBroken(facts.id, by: actor.id, now: now)
            func decide(_ action: Action, _ fieldClass: FieldClass) -> Decision {
                Policy.decideForActor(
                    actor, action, facts.facts(for: actor, fieldClass, record: id, now: now), fieldClass, context)
            }
            guard decide(.exists, .f0) != .denyHidden else { continue }
            let shown = FieldClass.allCases.count { decide(action, $0).isShown }
            if best.map({ shown > $0.shown }) ?? true { best = (facts, shown) }
        }
        return best?.facts
    }

    /// Whether somebody broke the glass of a case, and the hour is not over.
    public func isGlassBroken(_ id: EntityID, by account: EntityID, now: Int64) -> Bool {
        index.withLock { $0.tier.brokenGlass(by: account, now: now).contains(id) }
    }

    /// The cases that are assigned to somebody of an agency: for handing over.
    public func cases(assignedTo account: EntityID, of agency: EntityID) -> [EntityID] {
        index.withLock { $0.agencies[agency]?.casesOf[account]?.sorted() ?? [] }
    }

    /// The agency that an organisation belongs to, whichever case names it; nil when there is none with this id.
    public func agency(ofOrganisation id: EntityID) -> EntityID? {
        index.withLock { index in index.agencies.first { $0.value.organisations[id] != nil }?.key }
    }
}
