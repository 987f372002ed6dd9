// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// ENC-4 and ENC-8 on the real store: what lies in compartments needs the key of a person who was given it.
@Suite struct SecondTierTests {
    /// Somebody with the root key, the database, all files, and the private keys of some people: everything that can be
    /// made out in any version of any record.
    private static func loot(_ store: CaseStore, with keys: [UserKey]) async throws -> String {
        let compartments = store.compartments()
        return try await store.database.read { connection in
            let rows = try connection.query(
                "SELECT \(raw: CaseStore.rowColumns) FROM record r JOIN scope s ON s.id = r.scope"
            ).map(CaseStore.sealedRow)
            let envelopes = try connection.query("SELECT part, epoch, envelope, scope FROM compartmentKey")
            var found = ""
            for row in rows {
                let scope = try store.sealer.scope(of: row)
                for envelope in envelopes where envelope.bytes(3) == row.scope.bytes {
                    let place = try CompartmentEpoch(envelope)
                    let context = compartments.context(place, scope: row.scope, agency: row.head.agency)
                    for key in keys {
                        guard let opened = try? CompartmentKey.open(envelope.bytes(2)!, with: key, context: context)
                        else { continue }
                        scope.unlock(place, with: opened)
                    }
                }
                let record = try store.sealer.open(
                    row.sealed, id: row.id, version: row.version, in: scope, .everything)
                found += record.entries.map(\.value.canonicalText).joined(separator: "\n")
            }
            return found
        }
    }

    @Test func `the server's and all other people's keys open no place, the right person's does`() async throws {
        try await TierOffice.with { office in
            let others = (0..<8).map { _ in office.hire(.caseworker, .clinician, .systemOperator) }
            let shares = try await office.custodians()
            let house = try await House(office)
            try await office.edit(house.stay, in: house.caseID, by: house.manager) {
                $0.values["wh_PlaceAddress"] = .text("Rua Nova 3")
            }
            let everybodyElse = try await Self.loot(office.store, with: others.map(\.key))
            #expect(!everybodyElse.contains("Camélias") && !everybodyElse.contains("Rua Nova"))
            // The control: the same search finds what is of the first tier.
            #expect(everybodyElse.contains("Ifeoma"))
            let right = try await Self.loot(office.store, with: [house.manager.key])
            #expect(right.contains("Camélias") && right.contains("Rua Nova"))
            let publicKey = office.store.compartments().custodians[office.agency]!
            let together = try UserKey.combined(from: Array(shares[1...2]), for: publicKey)
            #expect(try await Self.loot(office.store, with: [together]).contains("Rua Nova"))
        }
    }

    /// The control of the control: with nobody to hold a key, the part is sealed by the case's key alone, and is found.
    @Test func `a place that nobody could ever open is not locked away`() async throws {
        try await TierOffice.with { office in
            _ = try await House(office, isKept: false)
            #expect(try await Self.loot(office.store, with: []).contains(House.address))
        }
    }

    /// ENC-8: what somebody has left, and whether they reach the place again.
    @Test(arguments: [
        ("passphrase", true), ("printed recovery key", true), ("nothing, shares 1 and 2", true),
        ("nothing, shares 1 and 3", true), ("nothing, shares 2 and 3", true), ("nothing, share 1 twice", false),
        ("nothing, shares of another office", false), ("nothing at all", false),
    ]) func `what is left decides what is reached`(left: String, isReached: Bool) async throws {
        try await TierOffice.with { office in
            let shares = try await office.custodians()
            let house = try await House(office)
            let hand = try await Self.comeBack(house.manager, left, shares, office)
            let file = try await office.store.caseFile(
                house.caseID, permit: try office.permit(house.manager, .caseRead, house.caseID), hand: hand)
            let place = file.records(.stay)[0].record.text("wh_PlaceAddress")
            #expect((place == House.address) == isReached)
        }
    }

    @Test func `a compartment with one holder and no custodians is said to be thin`() async throws {
        try await TierOffice.with { office in
            let house = try await House(office)
            #expect(try await house.status().isThin)
            _ = try await office.custodians()
            _ = try await office.read(house.caseID, by: house.manager)
            let status = try await house.status()
            #expect(!status.isThin && status.hasCustodians)
        }
    }

    /// The key that somebody stands there with, by what they kept.
    private static func comeBack(
        _ ana: TierOffice.Worker, _ left: String, _ shares: [CustodianShare], _ office: TierOffice
    ) async throws -> KeyInHand {
        if left == "passphrase" { return ana.hand }
        if left == "printed recovery key" {
            let paper = RecoverySecret.random()
            let kept = ana.key.wrapped(by: paper)
            return KeyInHand(account: ana.id, key: try UserKey.unwrap(kept, with: RecoverySecret(paper.text)!))
        }
        // A new key pair, as after enrolling anew.
        let fresh = UserKey.random()
        office.give(fresh, to: ana)
        let brought: [CustodianShare] =
            switch left {
            case "nothing, shares 1 and 2": [shares[0], shares[1]]
            case "nothing, shares 1 and 3": [shares[2], shares[0]]
            case "nothing, shares 2 and 3": [shares[1], shares[2]]
            case "nothing, share 1 twice": [shares[0], shares[0]]
            case "nothing, shares of another office":
                Array(try UserKey.random().shares(count: 3, threshold: 2)[..<2])
            default: []
            }
        let custodian = TierOffice.Worker(
            id: office.agency, agency: office.agency, roles: [.custodian], key: .random())
        let permit = try office.office(.accountManage, .manageAccounts, custodian, as: .custodian, .account(ana.id))
        _ = try? await office.store.recoverCompartments(for: ana.id, with: brought, permit: permit)
        return KeyInHand(account: ana.id, key: fresh)
    }
}
