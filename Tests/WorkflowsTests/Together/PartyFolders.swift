// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Standard
import Store

@testable import Workflows

/// Folders of the parties of one round, as they are on different computers, in a temporary folder that goes with the
/// test.
struct PartyFolders {
    let path: String
    let agreement: UniqueAgreement
    static let agencies = ["Lantern House", "Night Line"]
    static let servers = ["Lawyers", "University"]

    static func with<T>(
        _ change: (inout UniqueAgreement) -> Void = { _ in }, _ body: (PartyFolders) async throws -> T
    ) async throws -> T {
        let path = NSTemporaryDirectory() + "wayhouse-round-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(PartyFolders(path, change))
    }

    private init(_ path: String, _ change: (inout UniqueAgreement) -> Void) throws {
        self.path = path
        let parties =
            Self.agencies.map { CountingParty(.agency, name: $0) }
            + Self.servers.map { CountingParty(.server, name: $0, address: "https://\($0.lowercased()).example") }
            + [CountingParty(.unit, name: "Statistics Office", address: "https://count.example")]
        func cards(_ role: CountingParty.Role) -> [UniqueAgreement.Party] {
            parties.filter { $0.role == role }.compactMap { $0.card?.party }
        }
        var agreement = UniqueAgreement(
            purpose: "Annual count, with consent.", round: "2026-Q3", agencies: cards(.agency),
            servers: cards(.server))
        (agreement.unit, agreement.expires) = (cards(.unit).first, "2999-12-31")
        change(&agreement)
        self.agreement = agreement
        var signed = SignedAgreement(agreement)
        for party in parties { try signed.sign(as: party) }
        for party in parties {
            let folder = CountingFolder("\(path)/\(party.name)")
            try folder.make(party)
            try folder.keep(signed, on: "2026-01-01")
        }
    }

    func folder(_ name: String) -> CountingFolder { CountingFolder("\(path)/\(name)") }

    func journal(_ name: String) throws -> [CountingFolder.Line] {
        let bytes = folder(name).bytes(CountingFolder.journalName) ?? []
        return try bytes.split(separator: 10).map { try JSONDecoder().decode(CountingFolder.Line.self, from: Data($0)) }
    }

    /// An agency's list with its points.
    func list(_ agency: String, people: Int = 60, seed: UInt64 = 1) throws -> EncodedList {
        guard let mark = try folder(agency).party().mark else { throw UniqueFault.wrongSecret(agency) }
        return try EncodedList(Self.people(people, seed: seed), of: agency, mark: mark, under: agreement)
    }

    /// Somebody with a name and a day of birth for each number; the same for the same seed.
    static func people(_ count: Int, seed: UInt64) -> [ListedPerson] {
        var random = SplitMix64(seed: seed)
        let given = ["Amara", "Linh", "Oksana", "Priya", "Domingos", "Youssef", "Kwame", "Mei", "Nimali", "Bopha"]
        let family = ["Okafor", "Tran", "Perera", "Haddad", "Soares", "Gurung", "Sok", "Raman", "Eze", "Morales"]
        return (0..<count).map { number in
            var row = ListedPerson()
            row.given = given[Int.random(in: 0..<10, using: &random)]
            row.surname = family[Int.random(in: 0..<10, using: &random)]
            let month = Int.random(in: 1...12, using: &random)
            row.birth = BirthDate(
                year: Int.random(in: 1970...2005, using: &random), month: month,
                day: Int.random(in: 1...28, using: &random))
            row.sex = "F"
            row.person = "\(number)"
            return row
        }
    }

    /// The body that asks a key server.
    func question(_ list: EncodedList, of agency: String, server: Int, points: [UInt8]? = nil) throws -> [UInt8] {
        let signature = try list.signature(for: agreement.servers[server])
        return try Self.json([
            "agency": agency, "points": Data(points ?? list.points).base64EncodedString(),
            "signature": Data(signature).base64EncodedString(),
        ])
    }

    static func json(_ values: [String: String]) throws -> [UInt8] { [UInt8](try JSONEncoder().encode(values)) }
}
