// SPDX-License-Identifier: Apache-2.0

import Vault

/// A key server in one round: it multiplies blinded points by its share of the round key, for each agency once, and
/// forgets the key when the round ends. It learns how many points an agency sent, nothing else.
public struct KeyServer: Codable, Sendable, Equatable {
    public let name: String
    /// Hexadecimal; empty when the round has ended.
    private var secret: String
    /// The agencies that were answered, by their public keys.
    private var answered: [String]

    /// A server with a new key.
    public init(name: String) {
        self.name = name
        secret = Hexadecimal.text(OPRFKey().bytes)
        answered = []
    }

    /// What goes into the agreement; nil when the round has ended.
    public var party: UniqueAgreement.Party? {
        key.map { UniqueAgreement.Party(name: name, key: $0.publicKey) }
    }

    /// Nil when the round has ended.
    var key: OPRFKey? { Hexadecimal.bytes(secret).flatMap { try? OPRFKey(bytes: $0) } }

    /// Answers an agency, once.
    ///
    /// - Parameters:
    ///   - points: what the agency blinded, 65 bytes each.
    ///   - signature: of the agency, over the agreement's digest, the server's public key and the points.
    /// - Returns: as many points.
    /// - Throws: `UniqueFault` when the key is of another round, the round has ended, the agency is no party, did not
    ///   sign, was answered before, or asks more than a list can hold.
    public mutating func answer(
        _ points: [UInt8], signature: [UInt8], of agency: String, under agreement: UniqueAgreement
    ) throws(UniqueFault) -> [UInt8] {
        try agreement.check()
        guard let key else { throw .roundEnded(server: name) }
        guard agreement.servers.contains(UniqueAgreement.Party(name: name, key: key.publicKey)) else {
            throw .wrongServerKey(name)
        }
        guard let party = agreement.agencies.first(where: { $0.name == agency }) else { throw .notAParty(agency) }
        let signed = Self.request(points, agreement, serverKey: key.publicKey)
        guard RoundMark.isGenuine(signature, of: signed, by: party.bytes) else { throw .wrongSecret(agency) }
        let each = MatchKeys.names.count * 65
        guard points.count >= agreement.fewestPeople * each else {
            throw .tooFewPeople(least: agreement.fewestPeople)
        }
        guard points.count <= (agreement.mostPeople + agreement.mostPeople / 2) * each else {
            throw .tooManyPeople(most: agreement.mostPeople)
        }
        guard !answered.contains(party.key) else { throw .servedBefore(agency: agency) }
        guard let answer = try? key.evaluate(points) else { throw .altered("The request of '\(agency)'") }
        answered.append(party.key)
        return answer
    }

    /// Ends the round: nobody can make or try tokens any more.
    public mutating func destroyKey() { secret = "" }

    static func request(_ points: [UInt8], _ agreement: UniqueAgreement, serverKey: [UInt8]) -> [UInt8] {
        [UInt8]("wayhouse unique request".utf8) + agreement.digest + serverKey + sha256(points)
    }
}
