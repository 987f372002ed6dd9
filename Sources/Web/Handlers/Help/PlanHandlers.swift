// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// The plan of a case, on the screen and as a sheet for the person; and the list of whom to call.
enum PlanHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        .page(try await page(member).markup(in: member.context))
    }

    /// The sheet, where papers are safe for the person; else why there is none.
    static func paper(_ member: Member) async throws -> WebResponse {
        do {
            let file = try await printForPerson(
                try member.visit.id("case"), by: member.access, in: member.store)
            return .page(PlanPaper(file: file).markup(in: member.context))
        } catch let refused as ContactRefused {
            var page = try await page(member)
            page.paper = .refused(refused.obstacle)
            return .page(page.markup(in: member.context), status: 409)
        }
    }

    static func calls(_ member: Member) async throws -> WebResponse { try await list(member, isPrinted: false) }

    static func callsOnPaper(_ member: Member) async throws -> WebResponse { try await list(member, isPrinted: true) }

    private static func list(_ member: Member, isPrinted: Bool) async throws -> WebResponse {
        let lines = try await callList(isPrinted: isPrinted, by: member.access, in: member.store)
        return .page(CallListPage(lines: lines, isPrinted: isPrinted).markup(in: member.context))
    }

    private static func page(_ member: Member) async throws -> PlanPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        var page = PlanPage(file)
        page.isDone = member.query["done"] == "saved"
        page.mayAdd = sight.mayAdd(.plan).isMade
        page.changeable = Set(file.records(.plan).filter { sight.writable($0).contains(.f4) }.map(\.id))
        let people = file.victims.compactMap { $0.record.links[.person] }
        let answers = people.map {
            safeContact(of: $0, in: file, by: member.access, store: member.store).answer(.paper)
        }
        page.paper = answers.first { !$0.isAllowed } ?? answers.first ?? .go([])
        return page
    }
}
