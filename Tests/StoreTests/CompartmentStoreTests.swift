// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct CompartmentStoreTests {
    @Test func `who works on a case reads its places, and who lacks a key is told that they are closed`() async throws {
        try await TierOffice.with { office in
            let (house, lead) = (try await House(office), office.hire(.supervisor))
            let dima = office.hire(.caseworker)
            #expect(try await house.place(for: house.manager) == House.address)
            // Assigned, and nobody with the key has opened the case since.
            try await office.assign([dima], house.caseID, by: lead)
            let closed = try await office.read(house.caseID, by: dima).records(.stay)[0]
            #expect(closed.record["wh_PlaceAddress"] == nil && closed.closed == [.f5])
            // The manager opens it: Dima gets his key on the way.
            _ = try await office.read(house.caseID, by: house.manager)
            #expect(try await house.place(for: dima) == House.address)
            // Without a key in hand nothing opens, whatever the permit says.
            let bare = try await office.store.caseFile(
                house.caseID, permit: try office.permit(dima, .caseRead, house.caseID)
            ).records(.stay)[0]
            #expect(bare.record["wh_PlaceAddress"] == nil && bare.closed == [.f5])
        }
    }

    @Test func `a supervisor reads places only through broken glass`() async throws {
        try await TierOffice.with { office in
            let lead = office.hire(.supervisor)
            let house = try await House(office)
            let before = try await office.read(house.caseID, by: lead).records(.stay)[0]
            #expect(before.record["wh_PlaceAddress"] == nil)
            _ = try await office.store.breakGlass(
                house.caseID, .imminentDanger, reason: "He is on his way to the flat right now",
                permit: try office.permit(lead, .caseBreakGlass, house.caseID, purpose: .safety))
            #expect(try await house.place(for: lead, purpose: .safety) == House.address)
            office.time.pass(hours: 1.1)
            #expect(try await house.place(for: lead, purpose: .safety) == nil)
        }
    }

    @Test func `who leaves a case loses the key at once and the next writing takes a new one`() async throws {
        try await TierOffice.with { office in
            let (lead, dima) = (office.hire(.supervisor), office.hire(.caseworker))
            let house = try await House(office)
            try await office.assign([dima], house.caseID, by: lead)
            _ = try await office.read(house.caseID, by: house.manager)
            #expect(try await office.envelopes(of: dima) == 1)
            try await office.assign([], take: [dima], house.caseID, by: lead)
            #expect(try await office.envelopes(of: dima) == 0)
            #expect(try await house.status().isRetired)
            // His key, kept from before, opens nothing that is written from now on.
            try await office.edit(house.stay, in: house.caseID, by: house.manager) {
                $0.values["wh_PlaceAddress"] = .text("Moved to Rua Nova 3")
            }
            let status = try await house.status()
            #expect(!status.isRetired && status.holders == [house.manager.id, lead.id])
            let epochs = try await office.store.database.read {
                try $0.query("SELECT epoch FROM compartment ORDER BY epoch").map { $0.int(0) }
            }
            #expect(epochs == [1, 2])
            #expect(try await house.place(for: house.manager) == "Moved to Rua Nova 3")
        }
    }

    @Test func `who cannot open a place can neither change nor empty it`() async throws {
        try await TierOffice.with { office in
            let (lead, mina) = (office.hire(.supervisor), office.hire(.shelterManager))
            let house = try await House(office)
            try await office.assign([mina], house.caseID, by: lead)
            await #expect(throws: Rejected.self) {
                try await office.edit(house.stay, in: house.caseID, by: mina) {
                    $0.values["wh_PlaceAddress"] = .text("Somewhere else")
                }
            }
            try await office.edit(house.stay, in: house.caseID, by: mina) { _ in }
            #expect(try await house.place(for: house.manager) == House.address)
            // What she adds herself gets a key that she and the others hold.
            let own = try await office.add(House.draft("Room 4, second floor"), to: house.caseID, by: mina)
            let stays = try await office.read(house.caseID, by: house.manager).records(.stay)
            #expect(stays.first { $0.id == own }?.record.text("wh_PlaceAddress") == "Room 4, second floor")
        }
    }

    @Test func `a place that is put back is what it was, unopened`() async throws {
        try await TierOffice.with { office in
            let lead = office.hire(.supervisor)
            let house = try await House(office)
            try await office.edit(house.stay, in: house.caseID, by: house.manager) {
                $0.values["wh_PlaceAddress"] = .text("Wrong street 1")
            }
            let review = try #require(office.store.reviews(of: office.agency).first)
            #expect(review.classes == [.f5])
            try await office.store.decide(
                review.id, .revert, reason: "The address was right before",
                permit: try office.permit(lead, .recordReview, house.caseID, record: house.stay, isOwn: false))
            #expect(try await house.place(for: house.manager) == House.address)
        }
    }
}

/// A case in which a shelter manager wrote down where somebody stays.
struct House {
    static let address = "Rua das Camélias 12, behind the bakery"
    let office: TierOffice
    let manager: TierOffice.Worker
    let caseID: EntityID
    let stay: EntityID

    /// - Parameter isKept: Whether the manager has a key pair of their own when they write.
    init(_ office: TierOffice, isKept: Bool = true) async throws {
        let (ana, lead) = (office.hire(.caseworker), office.hire(.supervisor))
        let manager = office.hire(.shelterManager)
        let caseID = try await office.register(["prs_FirstName": .text("Ifeoma")], by: ana)[.caseFile]!
        try await office.assign([manager], take: [ana], caseID, by: lead)
        office.dismiss(ana)
        office.dismiss(lead)
        if !isKept { office.dismiss(manager) }
        self.office = office
        self.manager = manager
        self.caseID = caseID
        stay = try await office.add(Self.draft(Self.address), to: caseID, by: manager)
    }

    static func draft(_ address: String) -> Draft { Draft(.stay, ["wh_PlaceAddress": .text(address)]) }

    /// What a reader finds of the first place.
    func place(for worker: TierOffice.Worker, purpose: Purpose? = nil) async throws -> String? {
        try await office.read(caseID, by: worker, purpose: purpose).records(.stay).first { $0.id == stay }?.record
            .text("wh_PlaceAddress")
    }

    func status() async throws -> CompartmentStatus {
        try await office.store.compartmentStatus(
            ofCase: caseID, permit: try office.permit(manager, .caseRead, caseID))[0]
    }
}

extension TierOffice {
    func envelopes(of worker: Worker) async throws -> Int {
        try await store.database.read {
            try $0.query("SELECT 1 FROM compartmentKey WHERE holder = \(worker.id.bytes)").count
        }
    }

    /// Gives the office custodians; their three shares.
    func custodians() async throws -> [CustodianShare] {
        let custodian = Worker(id: agency, agency: agency, roles: [.custodian], key: .random())
        return try await store.makeRecoveryKey(
            of: agency, permit: try office(.agencyManage, .manageAgencies, custodian, as: .custodian, .agency(agency)))
    }
}
