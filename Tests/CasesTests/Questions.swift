// SPDX-License-Identifier: Apache-2.0

import Standard

@testable import Cases

/// One question to the policy, and ways to go through many.
struct Questions {
    let role: Role
    let action: Action
    let facts: ResourceFacts
    let fieldClass: FieldClass
    let context: AccessContext

    func decision(_ table: PolicyTable) -> Decision {
        Policy.decide(role, action, facts, fieldClass, context, under: table)
    }

    /// The first question, over the whole product in an order that finds early, of which `isIt` is true.
    static func first(where isIt: (Questions) -> Bool) -> Questions? {
        let purposes: [Purpose] = [.care, .safety, .system, .investigation, .prosecution, .legalAid, .statistics]
        for relation in Relation.allCases {
            for purpose in purposes {
                for role in Role.allCases {
                    for fieldClass in FieldClass.allCases {
                        let found = first(role, relation, purpose, fieldClass, where: isIt)
                        if let found { return found }
                    }
                }
            }
        }
        return nil
    }

    /// The first question about one cell, asked for a purpose of the role.
    static func first(
        of role: Role, _ side: PolicyTable.Side, _ fieldClass: FieldClass, where isIt: (Questions) -> Bool
    ) -> Questions? {
        let relation: Relation =
            switch side {
            case .owner: .owner
            case .referral: .activeReferral
            case .coManaged: .coManaged
            }
        let purpose = Purpose.allCases.first(where: role.isFor) ?? .care
        return first(role, relation, purpose, fieldClass, where: isIt)
    }

    private static func first(
        _ role: Role, _ relation: Relation, _ purpose: Purpose, _ fieldClass: FieldClass,
        where isIt: (Questions) -> Bool
    ) -> Questions? {
        for facts in allFacts where facts.relation == relation {
            for flags in 0..<8 {
                let context = AccessContext(
                    purpose: purpose, isStepUpFresh: flags & 4 != 0, isBreakGlass: flags & 2 != 0,
                    isDeviceEnrolled: flags & 1 != 0)
                for action in Action.allCases {
                    let question = Questions(
                        role: role, action: action, facts: facts, fieldClass: fieldClass, context: context)
                    if isIt(question) { return question }
                }
            }
        }
        return nil
    }

    /// Consents that are not `covers` are one to the policy, which the independent check shows over all of them.
    static let allFacts: [ResourceFacts] = Relation.allCases.flatMap { relation in
        RecordState.allCases.flatMap { state in
            [ConsentStanding.covers, .none].flatMap { consent in
                [true, false].flatMap { isAssigned in
                    [true, false].map { isOwn in
                        ResourceFacts(
                            relation: relation, state: state, consent: consent, isAssigned: isAssigned, isOwn: isOwn)
                    }
                }
            }
        }
    }
}
