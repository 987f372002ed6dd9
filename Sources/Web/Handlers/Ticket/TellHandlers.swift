// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// What anybody may report.
enum TellHandlers {
    /// Enough for the longest report in any script, percent-encoded.
    static let bodyMax = 128 << 10

    static func page(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await insist(store)
        return show(visit, store)
    }

    static func take(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await insist(store)
        let form = visit.form
        let report = OutsideReport(
            said: form["said"] ?? "", people: form["people"] ?? "", place: form["place"] ?? "",
            teller: form["teller"] ?? "", isPartner: form["partner"] == "yes")
        do {
            let answer = try await reportFromOutside(
                report, work: WorkProof(form), address: visit.request.address, at: visit.site.ticketDoor, in: store)
            switch answer {
            case .taken(let receipt):
                return .page(ToldPage(receipt: receipt).markup(in: HelloForm.context(visit.context)))
            case .later: return show(visit, store, report, .later)
            case .unfit: return show(visit, store, report, .unfit)
            }
        } catch is Rejected { return show(visit, store, report, .unfit) }
    }

    private static func insist(_ store: CaseStore) async throws {
        guard try await readDoors(in: store).reports else { throw Failure.notFound }
    }

    private static func show(
        _ visit: Visit, _ store: CaseStore, _ typed: OutsideReport = OutsideReport(said: ""),
        _ problem: TellPage.Problem? = nil
    ) -> WebResponse {
        let page = TellPage(
            question: visit.site.ticketDoor.desk.question(in: store), typed: typed, problem: problem)
        return .page(page.markup(in: HelloForm.context(visit.context)))
    }
}
