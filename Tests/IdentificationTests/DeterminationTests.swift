// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Identification

struct DeterminationTests {
    let person = EntityID(high: 1, low: 1)

    private func one(
        _ number: UInt64, _ kind: String, _ status: Determination.Status, _ day: String, supersedes: UInt64? = nil,
        appeal: Determination.Appeal? = nil
    ) -> Determination {
        Determination(
            id: EntityID(high: 0, low: number), person: person, caseID: EntityID(high: 2, low: 2),
            authority: .init(kind: kind, name: kind), status: status, day: PartialDate(day)!,
            basis: ("vn-law-53-2024-art2", "met", []), supersedes: supersedes.map { EntityID(high: 0, low: $0) },
            appeal: appeal, recordedBy: EntityID(high: 3, low: 3))
    }

    @Test func `authorities hold different views at once`() throws {
        let log = try DeterminationLog([
            one(1, "NGO", .presumed, "2025-01-01"), one(2, "Police", .notConfirmed, "2025-02-01"),
            one(3, "NGO", .confirmed, "2025-03-01"),
        ])
        #expect(log.standing.map(\.status) == [.notConfirmed, .confirmed])
        #expect(log.isDisputed)
        #expect(log.htcds?.status == "ActualVictimOfTrafficking")
        #expect(log.htcds?.body == "NGO")
    }

    @Test func `what strict HTCDS gets`() throws {
        #expect(try DeterminationLog([]).htcds == nil)
        #expect(
            try DeterminationLog([one(1, "Police", .signal, "2025")]).htcds?.status == "PossibleVictimOfTrafficking")
        let refused = try DeterminationLog([
            one(1, "NGO", .presumed, "2025-01"), one(2, "Police", .noReasonableGrounds, "2025-02"),
        ])
        #expect(refused.htcds?.status == "NotAVictimOfTrafficking")
        #expect(try DeterminationLog([one(1, "NGO", .withdrawn, "2025")]).htcds == nil)
        let codes = Codebook.current.picklists["traffickingStatus"]?.names ?? []
        #expect(codes.contains(refused.htcds?.status ?? ""))
    }

    @Test func `a later one supersedes an earlier one of the same authority only`() throws {
        let log = try DeterminationLog([
            one(1, "Police", .notConfirmed, "2025-01-01"), one(2, "Police", .confirmed, "2025-02-01", supersedes: 1),
        ])
        #expect(log.standing.map(\.status) == [.confirmed])
        #expect(throws: DeterminationFault.self) {
            try DeterminationLog([
                one(1, "NGO", .presumed, "2025-01-01"), one(2, "Police", .confirmed, "2025-02-01", supersedes: 1),
            ])
        }
        #expect(throws: DeterminationFault.self) {
            try DeterminationLog([one(2, "Police", .confirmed, "2025", supersedes: 9)])
        }
        #expect(throws: DeterminationFault.self) {
            try DeterminationLog([one(1, "NGO", .signal, "2025"), one(1, "NGO", .signal, "2025")])
        }
        #expect(throws: DeterminationFault.self) {
            try DeterminationLog([
                one(1, "NGO", .signal, "2025-01"), one(2, "NGO", .presumed, "2025-02", supersedes: 1),
                one(3, "NGO", .confirmed, "2025-03", supersedes: 1),
            ])
        }
    }

    @Test func `an appeal is pending until it is answered`() throws {
        let against = EntityID(high: 0, low: 1)
        let day = PartialDate("2025-02-01")!
        let lodged = [
            one(1, "Police", .notConfirmed, "2025-01-01"),
            one(
                2, "Police", .formallyReferred, "2025-02-01",
                appeal: .init(against: against, lodged: day, result: .pending)),
        ]
        #expect(try DeterminationLog(lodged).pendingAppeals.count == 1)
        let answered =
            lodged + [
                one(
                    3, "Police", .confirmed, "2025-03-01", supersedes: 1,
                    appeal: .init(against: against, lodged: day, result: .overturned))
            ]
        #expect(try DeterminationLog(answered).pendingAppeals.isEmpty)
    }
}
