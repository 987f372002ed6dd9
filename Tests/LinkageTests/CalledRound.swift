// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

@testable import Linkage

/// A round over HTTP without the network: parties with their own keys, and an agreement that all have signed.
struct CalledRound {
    var agencies: [CountingParty]
    var servers: [CountingParty]
    let unit: CountingParty
    var signed: SignedAgreement
    var agreement: UniqueAgreement { signed.agreement }

    /// - Parameter change: What is otherwise in the agreement, before all sign it.
    init(
        _ names: [String] = ["Harbour House", "Night Line"], round: String = "2026-Q3",
        changed change: (inout UniqueAgreement) -> Void = { _ in }
    ) throws {
        agencies = names.map { CountingParty(.agency, name: $0) }
        servers = ["Lawyers", "University"].map {
            CountingParty(.server, name: $0, address: "https://\($0.lowercased()).example")
        }
        unit = CountingParty(.unit, name: "Statistics Office", address: "https://count.example/unit")
        var agreement = UniqueAgreement(
            purpose: "Annual count, with consent.", round: round, agencies: agencies.compactMap { $0.card?.party },
            servers: servers.compactMap { $0.card?.party })
        agreement.unit = unit.card?.party
        agreement.expires = "2026-12-31"
        change(&agreement)
        signed = SignedAgreement(agreement)
        for party in agencies + servers + [unit] { try? signed.sign(as: party) }
    }

    /// What an agency sends to the counting unit.
    mutating func tokens(_ rows: [ListedPerson], as agency: Int) throws -> [UInt8] {
        let (name, agreement) = (agencies[agency].name, agreement)
        guard let mark = agencies[agency].mark else { throw UniqueFault.wrongSecret("") }
        let list = try EncodedList(rows, of: name, mark: mark, under: agreement)
        var answers: [[UInt8]] = []
        for place in servers.indices {
            let signature = try list.signature(for: agreement.servers[place])
            let answer = try servers[place].server?.answer(
                list.points, signature: signature, of: name, under: agreement)
            answers.append(answer ?? [])
        }
        return try SealedTokens.seal(try list.tokenFile(answers), for: agreement)
    }
}
