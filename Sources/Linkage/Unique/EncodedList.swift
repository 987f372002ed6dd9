// SPDX-License-Identifier: Apache-2.0

import Vault

/// An agency's list on its way to becoming tokens: what it asks the key servers, and what it makes of their answers.
public struct EncodedList {
    private let list: AgencyList
    private let agreement: UniqueAgreement
    private let agency: String
    private let mark: RoundMark
    /// Each person's place and key, only where there is one.
    private let inputs: [[UInt8]]
    private let places: [(person: Int, key: Int)]
    private let blinds: [UInt8]
    /// The made-up people for each real one.
    private static let madeUpShare = 4

    /// What every server is asked: 65 bytes a point, people and padding alike.
    public let points: [UInt8]
    private let client: OPRFClient

    /// - Parameters:
    ///   - rows: those whose people agreed, where the agreement needs it.
    ///   - mark: the agency's secret.
    /// - Throws: `UniqueFault` when the agency or its secret is not of the agreement, or the list is too short, too
    ///   long, or has nothing to compare by.
    /// - Complexity: about 40 µs a key, twelve keys a person.
    public init(
        _ rows: [ListedPerson], of agency: String, mark: RoundMark, under agreement: UniqueAgreement
    ) throws(UniqueFault) {
        try agreement.check()
        guard let party = agreement.agencies.first(where: { $0.name == agency }) else { throw .notAParty(agency) }
        guard party.bytes == mark.publicKey else { throw .wrongSecret(agency) }
        let list = AgencyList(rows)
        let people = list.figures.people
        guard people >= agreement.fewestPeople else { throw .tooFewPeople(least: agreement.fewestPeople) }
        guard people <= agreement.mostPeople else { throw .tooManyPeople(most: agreement.mostPeople) }
        guard people - list.figures.withoutKey >= agreement.fewestPeople else { throw .noKeys }
        guard let client = try? OPRFClient(publicKeys: agreement.servers.map(\.bytes)) else {
            throw .badAgreement("a server's key is no point of the curve")
        }
        (self.list, self.agreement, self.agency, self.mark, self.client) = (list, agreement, agency, mark, client)
        // Every person and made-up person asks for every key, so that servers cannot tell who lacks what.
        let rows = people + people / Self.madeUpShare
        var (inputs, places): ([[UInt8]], [(Int, Int)]) = ([], [])
        var random = SystemRandomNumberGenerator()
        for person in 0..<rows {
            for key in MatchKeys.names.indices {
                let text = person < people ? list.people[person][key] : nil
                inputs.append(
                    text.map { [UInt8]($0.utf8) } ?? (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
                places.append((person, key))
            }
        }
        (self.inputs, self.places) = (inputs, places)
        (points, blinds) = client.blind(inputs)
    }

    public var figures: AgencyFigures { list.figures }

    /// The signature that one server wants to see with the points.
    public func signature(for server: UniqueAgreement.Party) throws -> [UInt8] {
        try mark.sign(KeyServer.request(points, agreement, serverKey: server.bytes))
    }

    /// The token file.
    ///
    /// - Parameter answers: of the agreement's servers, in its order.
    /// - Throws: `OPRFFault` when an answer does not belong to the points.
    public func tokenFile(_ answers: [[UInt8]]) throws -> [UInt8] {
        let outputs = try client.finalize(inputs, blinds: blinds, answers: answers)
        var people = [[TokenJoin.Token]](
            repeating: [], count: inputs.count / MatchKeys.names.count)
        for (output, place) in zip(outputs, places) { people[place.person].append(TokenJoin.Token(output)) }
        people.shuffle()
        return try TokenFile(agreement: agreement, agency: agency, figures: figures, people: people)
            .bytes(signedBy: mark)
    }
}

extension TokenJoin.Token {
    /// The first 128 bits of an output.
    init(_ output: [UInt8]) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: number(output[0..<8]), low: number(output[8..<16]))
    }
}
