// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

/// AUTHZ-5. What is decided differently shows in the product, and the product is compared with the independent table:
/// a change of the policy that changes no decision could be made without anybody seeing it.
struct PolicyMutationTests {
    @Test(arguments: PolicyRule.allCases)
    func `taking out a rule changes a decision`(rule: PolicyRule) {
        let mutant = PolicyTable.current.without(rule)
        #expect(Questions.first { $0.decision(mutant) != $0.decision(.current) } != nil, "\(rule) decides nothing")
    }

    @Test(arguments: Role.allCases)
    func `changing a cell changes a decision`(role: Role) {
        var (mutants, survivors) = (0, [String]())
        for side in PolicyTable.Side.allCases {
            for fieldClass in FieldClass.allCases {
                for cell in Self.sensible(side, fieldClass)
                where cell != PolicyTable.current.cell(role, side, fieldClass) {
                    mutants += 1
                    let mutant = PolicyTable.current.with(cell, for: role, side, fieldClass)
                    let found = Questions.first(of: role, side, fieldClass) {
                        $0.decision(mutant) != $0.decision(.current)
                    }
                    if found == nil { survivors.append("\(side) \(fieldClass) as \(cell)") }
                }
            }
        }
        #expect(mutants > 200)
        #expect(survivors.isEmpty)
    }

    @Test func `the search finds nothing where nothing was changed`() {
        let same = PolicyTable.current.with(.write, for: .caseworker, .owner, .f0)
        #expect(Questions.first { $0.decision(same) != $0.decision(.current) } == nil)
    }

    /// Cells that mean something there: those of the second tier on F5 and F6 only. What is handed in is never seen
    /// from another agency, so `sub` says the same as `–` there.
    private static func sensible(_ side: PolicyTable.Side, _ fieldClass: FieldClass) -> [Cell] {
        Cell.allCases.filter { cell in
            switch cell {
            case .none: true
            case .compartmentRead, .compartmentWrite, .named: fieldClass == .f5 || fieldClass == .f6
            case .submit: side == .owner && fieldClass != .f5 && fieldClass != .f6
            case .read, .write, .minimum, .firstName, .contact, .own, .ownRead, .stepUpRead, .reviewRead:
                fieldClass != .f5 && fieldClass != .f6
            }
        }
    }
}
