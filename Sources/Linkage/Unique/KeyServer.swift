// SPDX-License-Identifier: Apache-2.0

import Vault

/// A key server in one round: it multiplies blinded points by its share of the round key, for each agency once, and
/// forgets the key when the round ends. It learns how many points an agency sent, nothing else.
public struct KeyServer: Codable, Sendable, Equatable {
    public let name: String
    /// Hexadecimal; empty when the round has ended.
    private var secret: String
    /// What each agency was answered, by its public key.
    private var answered: [String: Answered]

    /// The list that was answered, and how often: an answer that got lost may be asked for again.
    private struct Answered: Codable, Equatable {
        let points: String
        var times: Int
    }

    /// The same question may be asked so often.
    static let mostTimes = 5

    /// A server with a new key.
    public init(name: String) {
        self.name = name
        secret = Hexadecimal.text(OPRFKey().bytes)
        answered = [:]
    }

    /// What goes into the agreement; nil when the round has ended.
    public var party: UniqueAgreement.Party? {
        key.map { UniqueAgreement.Party(name: name, key: $0.publicKey) }
    }

    /// Nil when the round has ended.
    var key: OPRFKey? { Hexadecimal.bytes(secret).flatMap { try? OPRFKey(bytes: $0) } }

    /// Answers an agency: one list in a round, and the same answer again for the very same points, some times.
    ///
    /// - Parameters:
    ///   - points: what the agency blinded, 65 bytes each.
    ///   - signature: of the agency, over the agreement's digest, the server's public key and the points.
    /// - Returns: as many points.
    /// - Throws: `UniqueFault` when the key is of another round, the round has ended, the agency is no party, did not
    ///   sign, was answered for another list before, or asks less or more than a list can hold.
    public mutating func answer(
        _ points: [UInt8], signature: [UInt8], of agency: String, under agreement: UniqueAgreement
    ) throws(UniqueFault) -> [UInt8] {
        try agreement.check()
        guard let key else { throw .roundEnded(server: name) }
        guard agreement.servers.contains(where: { $0.name == name && $0.bytes == key.publicKey }) else {
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
        let list = Hexadecimal.text(sha256(points))
        var given = answered[party.key] ?? Answered(points: list, times: 0)
        guard given.points == list, given.times < Self.mostTimes else { throw .servedBefore(agency: agency) }
        guard let answer = try? key.evaluate(points) else { throw .altered("The request of '\(agency)'") }
        given.times += 1
        answered[party.key] = given
        return answer
    }

    /// Ends the round when the counting unit says that it has counted.
    ///
    /// - Throws: `UniqueFault.wrongSecret` when somebody else says so.
    public mutating func end(_ signature: [UInt8], under agreement: UniqueAgreement) throws(UniqueFault) {
        guard let unit = agreement.unit else { throw .badAgreement("it names no counting unit") }
        guard RoundMark.isGenuine(signature, of: agreement.statement("counted"), by: unit.signingKey) else {
            throw .wrongSecret(unit.name)
        }
        destroyKey()
    }

    /// Whether the key is gone.
    public var hasEnded: Bool { secret.isEmpty }

    /// People, made-up ones too, whose keys so many points are.
    public static func people(inPoints bytes: Int) -> Int { bytes / (MatchKeys.names.count * 65) }

    /// Ends the round: nobody can make or try tokens any more.
    public mutating func destroyKey() { secret = "" }

    static func request(_ points: [UInt8], _ agreement: UniqueAgreement, serverKey: [UInt8]) -> [UInt8] {
        [UInt8]("wayhouse unique request".utf8) + agreement.digest + serverKey + sha256(points)
    }
}
