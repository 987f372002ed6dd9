// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

@testable import Workflows

/// Scenes without dice, for controls that have to find their fault every time.
extension StoredReferralWorld {
    /// Refers the first case to the first agency, so that whoever leads there sees it.
    func referOnce() async throws {
        var words = SlowReferrals.Words()
        words.recipients = [1]
        words.given = Day(first: world.store.clock.today)
        let classes: Set<FieldClass> = [.f1, .f2, .f4]
        var asked = world.consentOrder(for: [1], classes)
        asked.purpose = words.purpose
        let consent = try await giveConsent(asked, inCase: cases[0], by: world.worker, in: world.store)
        consents.append((consent, 0, classes, words))
        note(.signed(0, caseNumber: 0, classes: classes))
        note(.consent(0, [words]))
        let purposes: Set<Purpose> = [.care, .legalAid]
        agreements.append(try await world.agree(with: 1, classes, for: purposes, days: 100))
        charters.insert(0)
        let until = now + 100 * 86_400_000
        note(.agreed(0, taker: 1, classes: classes, purposes: purposes, until: until, isAccepted: true))
        world.time.pass(1)
        let order = world.order(1, consent: consent, [.f1, .f4])
        let grant = try await proposeReferral(ofCase: cases[0], order, by: world.worker, in: world.store)
        referrals.append((grant.id, 0, 1))
        note(
            .referred(
                0, caseNumber: 0, taker: 1, consent: 0, agreement: 0, classes: [.f0, .f1, .f4], order.purpose,
                order.until))
        try await assign(grant, 1)
        world.time.pass(1)
    }

    /// Does the one thing by which a rule closes it, and writes that down as one note.
    func close(by rule: String) async throws {
        switch rule {
        case "withdrawal":
            try await withdrawConsent(consents[0].id, ofCase: cases[0], by: world.worker, in: world.store)
            note(.withdrawn(0))
        case "suspension":
            try await world.suspend(1, true)
            note(.suspended(1, true))
        case "agreement":
            try await Workflows.endAgreement(agreements[0], by: world.office.supervisor, in: world.store)
            note(.ended(0))
        default:
            let permit = try await world.office.supervisor.permit(.caseState, case: cases[0], in: world.store)
            try await world.store.setState(.archived, ofCase: cases[0], permit: permit)
            note(.state(0, .archived))
        }
        world.time.pass(1)
    }
}
