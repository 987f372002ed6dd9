// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Workflows

@testable import Web

/// A case page offers what the policy would let happen, and nothing else.
@Suite struct CaseSightTests {
    private func html(_ sight: CaseSight) -> String { Samples.casePage(sight).markup(in: Samples.context()).html }

    @Test func `a caseworker sees where the person stays as one line that says how it opens`() {
        let page = html(Samples.sight(.caseworker))
        #expect(page.contains("/step-up?back=%2Fcases%2F"))
        #expect(page.contains(Words.english["sight.open.stepUp"]))
        #expect(!page.contains(Words.english["class.F6"] + ":"), "a caseworker does not know of clinical notes")
    }

    @Test func `who may write is offered to, who may not is not`() {
        let worker = html(Samples.sight(.caseworker))
        let manager = html(Samples.sight(.shelterManager))
        #expect(worker.contains("/add/consent") && worker.contains("/edit\""))
        #expect(!manager.contains("/add/consent") && manager.contains("/add/comment"))
        #expect(!worker.contains("/add/stay") && manager.contains("/add/stay"))
    }

    @Test func `a record that waits says so and is not offered for change, and notes go on`() {
        let locked = html(Samples.sight(.caseworker, isLocked: true))
        let record = "/records/\(Samples.id(4))/edit"
        #expect(html(Samples.sight(.caseworker)).contains(record))
        #expect(!locked.contains(record) && locked.contains(Words.english["sight.locked"]))
        #expect(locked.contains("/add/comment"))
    }

    @Test func `what another agency shared can be read and nothing else`() {
        let page = html(Samples.sight(.caseworker, sharedBy: "House by the river"))
        #expect(page.contains("House by the river"))
        #expect(!page.contains("/edit\"") && !page.contains("/add/") && !page.contains("/assign"))
    }

    @Test func `in an emergency a case can be read and nothing else`() {
        let page = html(Samples.sight(.caseworker, isAssigned: false, glass: true))
        #expect(!page.contains("/edit\"") && !page.contains("/add/"))
        #expect(
            page.contains(Words.english("sight.glass", ["time": MomentText.say(Samples.moment, Samples.context())])))
    }

    @Test func `supervision gives a case and takes it, a caseworker does not`() {
        #expect(html(Samples.sight(.supervisor)).contains("/assign"))
        #expect(!html(Samples.sight(.caseworker)).contains("/assign"))
    }

    @Test func `the matrix has a cell for each role and class, in words, from the policy`() {
        let page = RolesPage().markup(in: Samples.context()).html
        for role in Role.allCases { #expect(page.contains(Words.english[.accountRole, role.rawValue])) }
        let shown = PolicyTable.Side.allCases.map { side in
            Role.allCases.filter { role in
                FieldClass.allCases.contains { PolicyTable.current.cell(role, side, $0) != .none }
            }.count
        }
        #expect(page.components(separatedBy: "<td data-label").count - 1 == shown.reduce(0, +) * 12)
    }
}
