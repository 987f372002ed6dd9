// SPDX-License-Identifier: Apache-2.0

import Standard

/// The answer to every question there is, for those who check the policy from outside.
public enum PolicyProduct {
    /// The dimensions after the role, outermost first, with how many values each has.
    public static let shape = [
        Relation.allCases.count, 2, 2, Purpose.allCases.count, ConsentStanding.allCases.count,
        RecordState.allCases.count, FieldClass.allCases.count, Action.allCases.count, 2, 2, 2,
    ]

    /// One byte (`Decision.code`) for each question about one role.
    ///
    /// Nested in the order relation, assigned, own, purpose, consent, state, class, action, step-up, broken glass,
    /// enrolled device; of a yes and a no, no comes first. 10,160,640 bytes.
    public static func bytes(for role: Role, under table: PolicyTable = .current) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(shape.reduce(1, *))
        let (classes, actions, contexts) = (FieldClass.allCases, Action.allCases, contexts())
        forEachFacts { facts, purpose in
            for fieldClass in classes {
                for action in actions {
                    for var context in contexts {
                        context.purpose = purpose
                        bytes.append(Policy.decide(role, action, facts, fieldClass, context, under: table).code)
                    }
                }
            }
        }
        return bytes
    }

    private static func contexts() -> [AccessContext] {
        var all: [AccessContext] = []
        for isStepUpFresh in [false, true] {
            for isBreakGlass in [false, true] {
                for isDeviceEnrolled in [false, true] {
                    all.append(
                        AccessContext(
                            purpose: .care, isStepUpFresh: isStepUpFresh, isBreakGlass: isBreakGlass,
                            isDeviceEnrolled: isDeviceEnrolled))
                }
            }
        }
        return all
    }

    private static func forEachFacts(_ body: (ResourceFacts, Purpose) -> Void) {
        for relation in Relation.allCases {
            for isAssigned in [false, true] {
                for isOwn in [false, true] {
                    for purpose in Purpose.allCases {
                        for consent in ConsentStanding.allCases {
                            for state in RecordState.allCases {
                                body(
                                    ResourceFacts(
                                        relation: relation, state: state, consent: consent, isAssigned: isAssigned,
                                        isOwn: isOwn),
                                    purpose)
                            }
                        }
                    }
                }
            }
        }
    }
}
