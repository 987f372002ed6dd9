// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Vault

/// What agencies agree on before they count together, as a file that all of them hold: who takes part, whose servers
/// make the keys, what may be published. What only one party's copy says stands beside it and is not part of it.
public struct UniqueAgreement: Codable, Sendable, Equatable {
    /// A party by name, with the public key of its signatures or of its round key.
    public struct Party: Codable, Sendable, Equatable {
        public let name: String
        /// Hexadecimal: an agency's is what its signatures are checked with, a key server's its part of the round's
        /// key, a counting unit's what token files are sealed for.
        public let key: String
        /// Where it is asked over HTTP; nil for a party that exchanges files, and for agencies, which are never called.
        public let address: String?
        /// What its signatures are checked with, hexadecimal; nil where `key` is that.
        public let mark: String?

        public init(name: String, key: [UInt8], address: String? = nil, mark: [UInt8]? = nil) {
            self.name = name
            self.key = Hexadecimal.text(key)
            self.address = address
            self.mark = mark.map(Hexadecimal.text)
        }

        public var bytes: [UInt8] { Hexadecimal.bytes(key) ?? [] }
        /// The key of its signatures.
        public var signingKey: [UInt8] { Hexadecimal.bytes(mark ?? key) ?? [] }
    }

    /// The words of the agreement: what for, by which law.
    public var purpose: String
    /// A name used once: tokens of one round say nothing in another.
    public var round: String
    public var agencies: [Party]
    public var servers: [Party]
    /// Whether rows need `yes` in a column `consent`. Without it the purpose must name the law instead.
    public var needsConsent: Bool
    /// An agency with fewer people may not take part: a list of one is a question about one.
    public var fewestPeople: Int
    /// More than this is no agency's list.
    public var mostPeople: Int
    /// Numbers of people below this are not published.
    public var smallestNumber: Int
    public var keysVersion: Int
    /// Who counts; nil when token files are handed over by hand.
    public var unit: Party?
    /// The last day of the round, as 2026-12-31: afterwards nothing is answered and the keys are destroyed. Nil for a
    /// round by files, which ends when somebody ends it.
    public var expires: String?

    public init(
        purpose: String, round: String, agencies: [Party], servers: [Party], needsConsent: Bool = true
    ) {
        self.purpose = purpose
        self.round = round
        self.agencies = agencies
        self.servers = servers
        self.needsConsent = needsConsent
        fewestPeople = 50
        mostPeople = 200_000
        smallestNumber = 11
        keysVersion = MatchKeys.version
    }

    /// - Throws: `UniqueFault.badAgreement` with what is wrong.
    public func check() throws(UniqueFault) {
        func need(_ holds: Bool, _ what: String) throws(UniqueFault) {
            if !holds { throw .badAgreement(what) }
        }
        try need((2...8).contains(agencies.count), "it needs two to eight agencies")
        try need(servers.count >= 2, "it needs two key servers, run by different organisations")
        let names = agencies.map(\.name) + servers.map(\.name)
        try need(Set(names).count == names.count && !names.contains(""), "every party needs a name of its own")
        try need(agencies.allSatisfy { $0.bytes.count == 32 }, "an agency's key is not 64 hexadecimal digits")
        try need(servers.allSatisfy { $0.bytes.count == 65 }, "a server's key is not 130 hexadecimal digits")
        try need(Set(agencies.map(\.key) + servers.map(\.key)).count == names.count, "two parties have one key")
        try need(!round.isEmpty && !purpose.isEmpty, "the round or the purpose is missing")
        try need(fewestPeople >= 20 && mostPeople <= 1_000_000, "the bounds of a list are below 20 or above 1,000,000")
        try need(smallestNumber >= 5, "numbers below 5 may never be published")
        try need(keysVersion == MatchKeys.version, "its match keys are of another version of Wayhouse")
        if let unit { try checkCalled(unit) }
    }

    /// Of a round over HTTP: everybody who is called has an address of their own, and all of it ends some day.
    private func checkCalled(_ unit: Party) throws(UniqueFault) {
        func need(_ holds: Bool, _ what: String) throws(UniqueFault) {
            if !holds { throw .badAgreement(what) }
        }
        let called = servers + [unit]
        let keys = agencies.map(\.key) + called.flatMap { [$0.key, $0.mark ?? ""] }
        try need(!(agencies + servers).contains { $0.name == unit.name }, "every party needs a name of its own")
        try need(unit.bytes.count == 32, "the counting unit's key is not 64 hexadecimal digits")
        try need(called.allSatisfy { $0.signingKey.count == 32 }, "a server's or the unit's signing key is missing")
        try need(Set(keys).count == keys.count, "two parties have one key")
        let places = called.map { $0.address.flatMap(CallAddress.init) }
        try need(
            places.allSatisfy { $0 != nil },
            "every key server and the counting unit needs an address that begins with https://")
        let hosts = places.compactMap { $0 }.map { $0.isLoopback ? $0.text : $0.host }
        try need(Set(hosts).count == hosts.count, "two of those who are called run on one host")
        try need(
            expires.map { Day($0)?.description == $0 } == true, "the last day of the round is missing or is no date")
    }

    /// - Parameter today: As 2026-11-22.
    /// - Throws: `UniqueFault.expired` after the agreement's last day; never for one without.
    public func checkDay(_ today: String) throws(UniqueFault) {
        if let expires, today > expires { throw .expired(day: expires) }
    }

    /// The party of a name, in whatever part.
    public func party(_ name: String) -> Party? {
        (agencies + servers + [unit].compactMap { $0 }).first { $0.name == name }
    }

    /// The digest as hexadecimal digits, for logs.
    public var mark: String { Hexadecimal.text(digest) }

    /// What a party is believed by when it says something of this agreement, under its signature.
    func statement(_ what: String, _ more: [UInt8] = []) -> [UInt8] {
        [UInt8]("wayhouse unique \(what)".utf8) + [0] + digest + more
    }

    /// What names this agreement: 32 bytes that change with any word of it.
    public var digest: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(self) else { preconditionFailure("plain values always encode") }
        return sha256([UInt8]("wayhouse unique agreement".utf8) + [UInt8](bytes))
    }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[start..<(start + 2)], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
