// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing
import Vault

@testable import Workflows

/// A referral that travels as a file from one register to another.
@Suite struct PacketFileTests {
    /// A register that sends, with a sealed packet for another, and that other.
    private func between(
        _ body: (_ sender: ReferralOffice, _ receiver: ReferralOffice, _ caseID: EntityID, _ referral: EntityID)
            async throws -> Void
    ) async throws {
        try await ReferralOffice.with(1) { sender in
            try await ReferralOffice.with(1) { receiver in
                let there = try await packetCard(by: receiver.console, in: receiver.store)
                let here = try await packetCard(by: sender.console, in: sender.store)
                try await setPacketCard(there, of: sender.takers[0], by: sender.console, in: sender.store)
                try await setPacketCard(here, of: receiver.takers[0], by: receiver.console, in: receiver.store)
                let id = try await sender.newCase()
                try await sender.agree(with: 1)
                let consent = try await giveConsent(
                    sender.consentOrder(for: [1]), inCase: id, by: sender.worker, in: sender.store)
                let grant = try await proposeReferral(
                    ofCase: id, sender.order(1, consent: consent), by: sender.worker, in: sender.store)
                try await body(sender, receiver, id, grant.id)
            }
        }
    }

    private func fault(_ file: [UInt8], in office: ReferralOffice) async throws -> PacketFault? {
        do {
            _ = try await openPacket(file, by: office.console, in: office.store)
            return nil
        } catch let fault as PacketFault { return fault }
    }

    @Test func `it becomes a draft at the receiver, with what was agreed to and nothing else, once`() async throws {
        try await between { sender, receiver, id, referral in
            let file = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            let opened = try await openPacket(file, by: receiver.console, in: receiver.store)
            #expect(opened.from == "Agency 1" && opened.service == "LEG")
            let draft = try await readCase(opened.caseID, by: receiver.office.supervisor, in: receiver.store)
            #expect(draft.caseRecord?.record.code("wh_RecordState") == "Draft")
            #expect(
                draft.records(.comment).first?.record.text("cco_CaseComment") == "Needs a lawyer who speaks Vietnamese")
            #expect(draft.people.values.allSatisfy { $0.record["prs_FirstName"] == nil }, "names were not agreed to")
            #expect(draft.records(.referral).first?.record.code("wh_ReferralDirection") == "Incoming")
            #expect(try await fault(file, in: receiver) == .openedBefore)
            let again = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            #expect(try await fault(again, in: receiver) == .openedBefore, "sealed anew it is the same packet")
        }
    }

    @Test func `edited, for another, unknown, revoked and too late are refused, each plainly`() async throws {
        try await between { sender, receiver, id, referral in
            let file = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            var edited = file
            edited[edited.count - 20] ^= 1
            #expect(try await fault(edited, in: receiver) == .edited)
            #expect(try await fault([1, 2, 3], in: receiver) == .noPacket)
            #expect(try await fault(file, in: sender) == .otherReceiver)
            try await setPacketCard(nil, of: receiver.takers[0], by: receiver.console, in: receiver.store)
            #expect(try await fault(file, in: receiver) == .revokedSender)
            let stranger = PacketKeys.random().card
            try await setPacketCard(stranger, of: receiver.takers[0], by: receiver.console, in: receiver.store)
            #expect(try await fault(file, in: receiver) == .unknownSender)
            let here = try await packetCard(by: sender.console, in: sender.store)
            try await setPacketCard(here, of: receiver.takers[0], by: receiver.console, in: receiver.store)
            receiver.time.pass(300 * 86_400_000)
            #expect(try await fault(file, in: receiver) == .over)
        }
        try await between { sender, receiver, id, referral in
            let file = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            _ = try await packetCard(makingNew: true, by: receiver.console, in: receiver.store)
            #expect(try await fault(file, in: receiver) == .otherReceiver, "the receiver's old keys are gone")
        }
    }

    @Test func `nothing is sealed without consent, to nobody's card or to a revoked one`() async throws {
        try await between { sender, _, id, referral in
            try await setPacketCard(nil, of: sender.takers[0], by: sender.console, in: sender.store)
            await #expect(throws: PacketObstacle.revokedCard) {
                _ = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            }
            let consent = try #require(sender.store.referral(referral)?.consent)
            try await withdrawConsent(consent, ofCase: id, by: sender.worker, in: sender.store)
            await #expect(throws: Refusal(.caseRefer, .consent)) {
                _ = try await sealReferral(referral, ofCase: id, by: sender.worker, in: sender.store)
            }
        }
        try await ReferralOffice.with(1) { sender in
            let id = try await sender.newCase()
            try await sender.agree(with: 1)
            let consent = try await giveConsent(
                sender.consentOrder(for: [1]), inCase: id, by: sender.worker, in: sender.store)
            let grant = try await proposeReferral(
                ofCase: id, sender.order(1, consent: consent), by: sender.worker, in: sender.store)
            await #expect(throws: PacketObstacle.noCard) {
                _ = try await sealReferral(grant.id, ofCase: id, by: sender.worker, in: sender.store)
            }
        }
    }
}

extension ReferralOffice {
    /// Whoever holds the register's key.
    var console: Access { office.access(.custodian) }
}
