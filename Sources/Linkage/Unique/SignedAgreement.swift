// SPDX-License-Identifier: Apache-2.0

import Vault

/// An agreement with the signatures of those who take part. Only one that all have signed is gone by.
public struct SignedAgreement: Codable, Sendable, Equatable {
    public let agreement: UniqueAgreement
    /// By the names of the parties, hexadecimal.
    public private(set) var signatures: [String: String] = [:]

    public init(_ agreement: UniqueAgreement) { self.agreement = agreement }

    private var parties: [UniqueAgreement.Party] {
        agreement.agencies + agreement.servers + [agreement.unit].compactMap { $0 }
    }

    /// Whose signature is not there, or is not over these words.
    public var missing: [String] {
        parties.filter { party in
            let signature = signatures[party.name].flatMap(Hexadecimal.bytes) ?? []
            return !RoundMark.isGenuine(signature, of: signed(party.name), by: party.signingKey)
        }.map(\.name)
    }

    /// Adds a party's signature.
    ///
    /// - Throws: `UniqueFault` when the agreement is no good, or the party is not of it or has another key in it.
    public mutating func sign(as party: CountingParty) throws {
        try agreement.check()
        guard let mark = party.mark, agreement.party(party.name) == party.card?.party else {
            throw agreement.party(party.name) == nil
                ? UniqueFault.notAParty(party.name) : UniqueFault.wrongSecret(party.name)
        }
        signatures[party.name] = Hexadecimal.text(try mark.sign(signed(party.name)))
    }

    /// - Parameter today: As 2026-11-22.
    /// - Throws: `UniqueFault` unless it is a good agreement over HTTP that all have signed and whose last day has not
    ///   passed.
    public func check(on today: String) throws(UniqueFault) {
        try agreement.check()
        guard agreement.unit != nil else { throw .badAgreement("it names no counting unit") }
        let missing = missing
        guard missing.isEmpty else { throw .notSigned(missing) }
        try agreement.checkDay(today)
    }

    private func signed(_ name: String) -> [UInt8] { agreement.statement("signature", [UInt8](name.utf8)) }
}
