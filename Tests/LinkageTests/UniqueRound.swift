// SPDX-License-Identifier: Apache-2.0

import Vault

@testable import Linkage

/// A round of invented agencies with two key servers, to encode and count in.
struct UniqueRound {
    let marks: [RoundMark]
    var servers: [KeyServer]
    let agreement: UniqueAgreement
    let names: [String]

    init(agencies: [String] = ["Harbour House", "Night Line"], round: String = "2026-Q3") {
        names = agencies
        marks = agencies.map { _ in RoundMark() }
        servers = ["Lawyers", "University"].map { KeyServer(name: $0) }
        agreement = UniqueAgreement(
            purpose: "Annual count of the task force, with consent.", round: round,
            agencies: zip(agencies, marks).map { UniqueAgreement.Party(name: $0, key: $1.publicKey) },
            servers: servers.compactMap(\.party))
    }

    mutating func encode(_ rows: [ListedPerson], as agency: Int) throws -> [UInt8] {
        let list = try EncodedList(rows, of: names[agency], mark: marks[agency], under: agreement)
        var answers: [[UInt8]] = []
        for index in servers.indices {
            answers.append(
                try servers[index].answer(
                    list.points, signature: try list.signature(for: agreement.servers[index]), of: names[agency],
                    under: agreement))
        }
        return try list.tokenFile(answers)
    }
}
