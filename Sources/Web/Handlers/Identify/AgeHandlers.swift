// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Store
import Workflows

/// How old the people in a case are, and who answers for those who are children.
enum AgeHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        var page = AgePage(file)
        page.isDone = member.query["done"] == "saved"
        page.mayAdd = Set(AgePage.kinds.filter { sight.mayAdd($0).isMade })
        let guardians = file.records(.guardian)
        page.conflicts = Set(guardians.filter { isInConflict($0, by: member.access, in: member.store) }.map(\.id))
        return .page(page.markup(in: member.context))
    }
}
