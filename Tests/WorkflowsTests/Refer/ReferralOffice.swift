// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Synchronization

@testable import Workflows

/// An office that refers, and agencies on the same server that receive.
struct ReferralOffice {
    let office: Office
    let takers: [EntityID]
    let time: SteppedTime
    var store: CaseStore { office.store }
    var worker: Access { office.owner }

    /// Makes the office and so many receivers, called `Agency 1` and so on.
    static func with(_ count: Int, _ body: (ReferralOffice) async throws -> Void) async throws {
        let time = SteppedTime()
        try await Office.with(clock: time.clock) { office in
            var takers: [EntityID] = []
            for number in 1...count {
                let permit = try await office.access(.systemOperator).permit(
                    .agencyManage, by: .manageAgencies, in: office.store)
                takers.append(try await office.store.createAgency(named: "Agency \(number)", permit: permit))
            }
            try await body(ReferralOffice(office: office, takers: takers, time: time))
        }
    }

    /// Somebody of a receiver; always the same person for a role.
    func of(_ taker: Int, _ role: Role) -> Access {
        office.access(role, UInt64(100 * taker), agency: takers[taker - 1])
    }

    /// An agreement that both sides accepted, and bound to the charter unless said otherwise.
    @discardableResult
    func agree(
        with taker: Int, _ classes: Set<FieldClass> = [.f1, .f2, .f3, .f4],
        for purposes: Set<Purpose> = [.care, .legalAid], days: Int = 200, charter: Int? = Agreement.charter,
        isAccepted: Bool = true
    ) async throws -> EntityID {
        let id = try await proposeAgreement(
            with: takers[taker - 1], givesTo: true, classes, for: purposes,
            until: store.clock.now() + Int64(days) * 86_400_000, charter: charter, by: office.supervisor, in: store)
        if isAccepted {
            try await acceptAgreement(id, charter: charter, by: of(taker, .supervisor), in: store)
        }
        return id
    }

    func consentOrder(for takers: [Int], _ classes: Set<FieldClass> = [.f1, .f2, .f4]) -> ConsentOrder {
        var order = ConsentOrder()
        order.recipients = Set(takers.map { self.takers[$0 - 1] })
        order.classes = classes
        order.language = "vie"
        order.giver = "Adult"
        order.statements = ConsentOrder.neededStatements
        return order
    }

    func order(
        _ taker: Int, consent: EntityID, _ classes: Set<FieldClass> = [.f1, .f4], for purpose: Purpose = .legalAid,
        days: Int = 60
    ) -> ReferralOrder {
        ReferralOrder(
            taker: takers[taker - 1], service: "LEG", classes: classes, purpose: purpose,
            until: store.clock.now() + Int64(days) * 86_400_000, consent: consent)
    }

    /// A case of somebody, with a note of the work in it.
    func newCase(_ name: String = "Thị Hoa", note: String = "Needs a lawyer who speaks Vietnamese") async throws
        -> EntityID
    {
        let id = try await registerCase(
            ["prs_FirstName": .text(name), "prs_MobilePhone": .text("+84 24 5555 0100")], by: worker, in: store)
        _ = try await addRecord(
            Draft(.comment, ["cco_CaseComment": .text(note)]), toCase: id, by: worker, store: store)
        return id
    }

    /// A new case that was referred to the first receiver, with all that this needs.
    func referred() async throws -> (id: EntityID, consent: EntityID, grant: ShareGrant) {
        let id = try await newCase()
        try await agree(with: 1)
        let consent = try await giveConsent(consentOrder(for: [1]), inCase: id, by: worker, in: store)
        let grant = try await proposeReferral(ofCase: id, order(1, consent: consent), by: worker, in: store)
        return (id, consent, grant)
    }

    func suspend(_ taker: Int, _ isSuspended: Bool) async throws {
        let permit = try await office.access(.systemOperator).permit(.agencyManage, by: .manageAgencies, in: store)
        var agency = try await store.agency(takers[taker - 1])
        agency.settings.isSuspended = isSuspended
        try await store.save(agency, permit: permit)
    }
}

/// A clock that stands until it is set forward.
final class SteppedTime: Sendable {
    private let moment: Mutex<Int64>

    init(_ start: Int64 = 1_790_000_000_000) { moment = Mutex(start) }

    var clock: Clock { Clock(now: { [self] in moment.withLock { $0 } }) }

    func pass(_ milliseconds: Int64) { moment.withLock { $0 += milliseconds } }
}
