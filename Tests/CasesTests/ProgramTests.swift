// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

/// I9: a program in somebody's name never has more than they have.
struct ProgramTests {
    private static func actor(_ role: Role, _ scopes: Set<Action>?) -> Actor {
        Actor(id: EntityID.random(), role: role, agency: EntityID.random(), scopes: scopes)
    }

    @Test(arguments: Role.allCases)
    func `a program is never given more than its owner or its scopes`(role: Role) {
        var (given, wrong) = (0, 0)
        let purpose = Purpose.allCases.first(where: role.isFor) ?? .care
        let programs = [Set<Action>(), [.read], [.list, .export, .admin, .approve], Set(Action.allCases)].map {
            Self.actor(role, $0)
        }
        for facts in Questions.allFacts where facts.isAssigned {
            for flags in [0, 2, 5, 7] {
                let context = AccessContext(
                    purpose: purpose, isStepUpFresh: flags & 4 != 0, isBreakGlass: flags & 2 != 0,
                    isDeviceEnrolled: flags & 1 != 0)
                for action in Action.allCases {
                    for fieldClass in FieldClass.allCases {
                        let owner = Policy.decide(role, action, facts, fieldClass, context)
                        for program in programs {
                            let decision = Policy.decideForActor(program, action, facts, fieldClass, context)
                            guard decision.isShown else { continue }
                            given += 1
                            if decision != owner || program.scopes?.contains(action) != true || action.isWholeRecord
                                || fieldClass == .f5 || fieldClass == .f6
                            {
                                wrong += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(wrong == 0)
        #expect((given > 0) == (role != .coordinator && role != .donor))
    }

    @Test func `a person in the same role reads the second tier, their program does not know of it`() {
        let facts = ResourceFacts(relation: .owner, state: .open, isAssigned: true)
        let context = AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true)
        let person = Policy.decideForActor(Self.actor(.caseworker, nil), .read, facts, .f5, context)
        let program = Policy.decideForActor(Self.actor(.caseworker, [.read]), .read, facts, .f5, context)
        #expect(person == .permit(.compartmentKey))
        #expect(program == .denyHidden)
    }

    @Test func `a program gets of the office what its scopes name and never accounts, log or requests`() throws {
        let context = AccessContext(purpose: .system)
        let everything = Set(Action.allCases)
        _ = try Policy.permit(Self.actor(.supervisor, [.list]), .registerList, by: .listCases, .register, context)
        _ = try Policy.permit(
            Self.actor(.supervisor, [.edit]), .organisationEdit, by: .editOrganisations, .register, context)
        #expect(throws: Refusal(.registerExport, .role)) {
            try Policy.permit(
                Self.actor(.supervisor, [.list]), .registerExport, by: .exportRegister, .register, context)
        }
        #expect(throws: Refusal(.accountManage, .role)) {
            try Policy.permit(
                Self.actor(.userAdministrator, everything), .accountManage, by: .manageAccounts, .register, context)
        }
        #expect(throws: Refusal(.auditRead, .role)) {
            try Policy.permit(Self.actor(.supervisor, everything), .auditRead, by: .readAudit, .register, context)
        }
        #expect(throws: Refusal(.caseAssign, .role)) {
            try Policy.permit(Self.actor(.supervisor, everything), .caseAssign, by: .reassign, .register, context)
        }
        _ = try Policy.permit(Self.actor(.supervisor, nil), .auditRead, by: .readAudit, .register, context)
        #expect(throws: Refusal(.auditRead, .role)) {
            try Policy.permit(Self.actor(.donor, nil), .auditRead, by: .readAudit, .register, context)
        }
    }
}
