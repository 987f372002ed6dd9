// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Store
import Workflows

/// The questionnaires themselves: what is known of them, on paper, and how well they did here. Nobody's answers.
enum InstrumentHandlers {
    static func list(_ member: Member) -> WebResponse {
        let mayMeasure = member.account.roles.contains { $0.powers.contains(.publishDataset) }
        return .page(InstrumentsPage(mayMeasure: mayMeasure).markup(in: member.context))
    }

    static func show(_ member: Member) throws -> WebResponse {
        .page(InstrumentPage(try instrument(member)).markup(in: member.context))
    }

    static func paper(_ member: Member) throws -> WebResponse {
        .page(PaperPage(try instrument(member)).markup(in: member.context))
    }

    static func measured(_ member: Member) async throws -> WebResponse {
        let access = member.access(for: .publishDataset)
        let reports = try await measureInstruments(by: access, in: member.store)
        // A supervisor sees each case anyway; who sees counts only sees none of few people.
        let smallest = access.actor.role == .supervisor ? 0 : smallestGroup
        return .page(MeasuredPage(reports, smallest: smallest).markup(in: member.context))
    }

    static let smallestGroup = 10

    private static func instrument(_ member: Member) throws -> Instrument {
        guard let id = member.visit.parameters["instrument"], let known = InstrumentLibrary.current.instrument(id)
        else { throw Failure.notFound }
        return known
    }
}
