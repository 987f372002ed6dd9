// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// What an agency sends to the counting unit: for each person as many tokens as there are keys, in an order that means
/// nothing, among made-up people; and the figures of the whole list. Signed by the agency.
public struct TokenFile: Sendable {
    struct Heading: Codable {
        let agreement: UniqueAgreement
        let agency: String
        let figures: AgencyFigures
        /// Rows of tokens that follow: people and made-up ones.
        let rows: Int
    }

    public let agreement: UniqueAgreement
    public let agency: String
    public let figures: AgencyFigures
    /// The tokens of each row, by the place of the key.
    let people: [[TokenJoin.Token]]

    static let magic = [UInt8]("WAYHOUSE TOKENS 1\n".utf8)
    private static let tokenBytes = 16

    init(agreement: UniqueAgreement, agency: String, figures: AgencyFigures, people: [[TokenJoin.Token]]) {
        self.agreement = agreement
        self.agency = agency
        self.figures = figures
        self.people = people
    }

    /// The file's bytes: a line that names it, a line of JSON, the tokens, 64 bytes of signature.
    func bytes(signedBy mark: RoundMark) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let heading = Heading(agreement: agreement, agency: agency, figures: figures, rows: people.count)
        var bytes = Self.magic + [UInt8](try encoder.encode(heading)) + [10]
        bytes.reserveCapacity(bytes.count + people.count * MatchKeys.names.count * Self.tokenBytes + 64)
        for token in people.joined() {
            for part in [token.high, token.low] {
                for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(part >> UInt64(shift) & 255)) }
            }
        }
        return bytes + (try mark.sign(bytes))
    }

    /// - Parameters:
    ///   - bytes: a file as written by `EncodedList`.
    ///   - name: of the file, for messages.
    /// - Throws: `UniqueFault` when it is no such file, or not what the agency of the agreement signed.
    public init(_ bytes: [UInt8], name: String) throws(UniqueFault) {
        guard bytes.starts(with: Self.magic), bytes.count > Self.magic.count + 64 else { throw .notATokenFile(name) }
        let signed = bytes.dropLast(64)
        guard let end = signed[Self.magic.count...].firstIndex(of: 10),
            let heading = try? JSONDecoder().decode(Heading.self, from: Data(signed[Self.magic.count..<end]))
        else { throw .altered(name) }
        try heading.agreement.check()
        guard let party = heading.agreement.agencies.first(where: { $0.name == heading.agency }) else {
            throw .notAParty(heading.agency)
        }
        let each = MatchKeys.names.count * Self.tokenBytes
        guard RoundMark.isGenuine(Array(bytes.suffix(64)), of: Array(signed), by: party.bytes),
            (0...2_000_000).contains(heading.rows), signed.endIndex - end - 1 == heading.rows * each
        else { throw .altered(name) }
        agreement = heading.agreement
        agency = heading.agency
        figures = heading.figures
        people = Self.rows(signed[(end + 1)...])
        guard figures.people >= agreement.fewestPeople, figures.people <= people.count else {
            throw .tooFewPeople(least: agreement.fewestPeople)
        }
    }

    private static func rows(_ bytes: ArraySlice<UInt8>) -> [[TokenJoin.Token]] {
        let (keys, start) = (MatchKeys.names.count, bytes.startIndex)
        func number(_ at: Int) -> UInt64 { bytes[at..<(at + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        return (0..<(bytes.count / (keys * tokenBytes))).map { row in
            (0..<keys).map { key in
                let at = start + (row * keys + key) * tokenBytes
                return TokenJoin.Token(high: number(at), low: number(at + 8))
            }
        }
    }
}
