// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import Testing

@testable import Vault

/// AUTHN-4: what a passkey's wrong answers do. Each answer is right but for one thing, and signed as it is.
struct PasskeyRefusalTests {
    typealias Bend = @Sendable (inout SoftAuthenticator) -> Void

    private static let party = SoftAuthenticator.party
    private static let now = SoftAuthenticator.now

    /// Wrong in the same way at registration and at sign-in.
    static let both: [(String, PasskeyFault, Bend)] = [
        ("another site", .origin, { $0.origin = "https://records.example.com" }),
        ("another port", .origin, { $0.origin += ":8443" }),
        ("a longer name", .origin, { $0.origin += ".evil.example" }),
        ("not encrypted", .origin, { $0.origin = "http://records.example.org" }),
        ("upper case", .origin, { $0.origin = "https://Records.example.org" }),
        ("a slash", .origin, { $0.origin += "/" }),
        ("inside another page", .crossOrigin, { $0.extra = ",\"crossOrigin\":true" }),
        ("said to be on top", .crossOrigin, { $0.extra += ",\"topOrigin\":\"https://evil.example\"" }),
        ("cross origin no boolean", .clientData, { $0.extra = ",\"crossOrigin\":\"false\"" }),
        ("another relying party", .relyingParty, { $0.relyingParty = "example.org" }),
        ("nobody touched it", .userPresence, { $0.flags &= ~0x01 }),
        ("nobody was verified", .userVerification, { $0.flags &= ~0x04 }),
        ("backed up, yet cannot be", .authenticatorData, { $0.flags |= 0x10 }),
        ("said to have extensions", .authenticatorData, { $0.flags |= 0x80 }),
        ("extensions no map", .authenticatorData, { ($0.flags, $0.tail) = ($0.flags | 0x80, [0x01]) }),
        ("extensions without end", .authenticatorData, { ($0.flags, $0.tail) = ($0.flags | 0x80, [0xBF, 0xFF]) }),
        ("bytes after the end", .authenticatorData, { $0.tail = [0] }),
        ("unknown type", .type, { $0.type = "payment.get" }),
        ("type with a mark", .type, { $0.type += "\\u0000" }),
        ("type twice", .clientData, { $0.extra += ",\"type\":\"webauthn.get\"" }),
        ("origin twice, escaped", .clientData, { $0.extra += ",\"\\u006frigin\":\"https://evil.example\"" }),
        ("nested twice", .clientData, { $0.extra += ",\"x\":{\"a\":1,\"a\":2}" }),
        ("nested deep", .clientData, { $0.extra += ",\"x\":" + String(repeating: "[", count: 5_000) }),
        ("bytes after the object", .clientData, { $0.extra += "}{" }),
        ("comma at the end", .clientData, { $0.extra += "," }),
        ("half a surrogate", .clientData, { $0.extra += ",\"x\":\"\\uD83D\"" }),
        ("endless client data", .tooLong, { $0.extra += ",\"x\":\"\(String(repeating: "x", count: 9_000))\"" }),
    ]

    static let atRegistration: [(String, PasskeyFault, Bend)] = [
        ("sign-in offered as registration", .type, { $0.type = "webauthn.get" }),
        ("no credential", .authenticatorData, { $0.flags &= ~0x40 }),
        ("algorithm none", .algorithm, { $0.cose = SoftAuthenticator.es256(x: x, y: y, algorithm: 0) }),
        ("RS256", .algorithm, { $0.cose = SoftAuthenticator.es256(x: x, y: y, algorithm: -257) }),
        ("ES384", .algorithm, { $0.cose = SoftAuthenticator.es256(x: x, y: y, algorithm: -35) }),
        ("EdDSA with a P-256 key", .key, { $0.cose = SoftAuthenticator.es256(x: x, y: y, algorithm: -8) }),
        ("another curve", .key, { $0.cose = SoftAuthenticator.es256(x: x, y: y, curve: 2) }),
        ("another key type", .key, { $0.cose = SoftAuthenticator.es256(x: x, y: y, type: 1) }),
        ("point not on the curve", .key, { $0.cose = SoftAuthenticator.es256(x: x, y: x) }),
        ("point at nowhere", .key, { $0.cose = SoftAuthenticator.es256(x: zeros, y: zeros) }),
        ("coordinate too short", .key, { $0.cose = SoftAuthenticator.es256(x: Array(x.dropFirst()), y: y) }),
        ("coordinate too long", .key, { $0.cose = SoftAuthenticator.es256(x: [0] + x, y: y) }),
        ("coordinate beyond the field", .key, { $0.cose = SoftAuthenticator.es256(x: ones, y: y) }),
        ("Ed25519 on X25519's curve", .key, { $0.cose = SoftAuthenticator.edDSA(x: x, curve: 4) }),
        ("Ed25519 of the wrong type", .key, { $0.cose = SoftAuthenticator.edDSA(x: x, type: 2) }),
        ("Ed25519 point of small order", .key, { $0.cose = SoftAuthenticator.edDSA(x: [1] + zeros.dropFirst()) }),
        ("the same with a sign", .key, { $0.cose = SoftAuthenticator.edDSA(x: [1] + zeros[2...] + [0x80]) }),
        ("key no map", .key, { $0.cose = .bytes(x) }),
        ("key without algorithm", .algorithm, { $0.cose = .map([(.integer(1), .integer(2))]) }),
        ("key with more in it", .key, { $0.cose = withPair($0.cose, .integer(2), .bytes([1])) }),
        ("key with a label twice", .key, { $0.cose = withPair($0.cose, .integer(3), .integer(-7)) }),
        ("compressed point", .key, { $0.cose = replacing($0.cose, -3, .bool(true)) }),
        ("algorithm beyond 64 bits", .key, { $0.cose = replacing($0.cose, 3, .raw([0x3B] + ones[..<8])) }),
        ("coordinate of 2⁶³ bytes", .key, { $0.cose = replacing($0.cose, -2, .raw([0x5B, 0x7F] + ones[..<7])) }),
        ("map of 2⁶⁴−1 pairs", .key, { $0.cose = .raw([0xBB] + ones[..<8]) }),
        ("list of 2³² items", .key, { $0.cose = .raw([0x9B, 0, 0, 0, 1, 0, 0, 0, 0]) }),
        ("key cut", .key, { $0.cose = .raw(Array($0.cose.encoded.dropLast())) }),
        ("no id", .credential, { ($0.id, $0.idCount) = ([], 0) }),
        ("id too long", .credential, { ($0.id, $0.idCount) = ([UInt8](repeating: 1, count: 1_024), 1_024) }),
        ("id longer than all", .authenticatorData, { $0.idCount = 1_000 }),
        ("attestation none with a statement", .attestation, { $0.statement = .map([(.text("sig"), .bytes([1]))]) }),
        ("attestation no map", .attestation, { ($0.format, $0.statement) = (.text("packed"), .array([])) }),
        ("format no text", .attestation, { $0.format = .integer(1) }),
        ("format not UTF-8", .attestation, { $0.format = .raw([0x62, 0xC3, 0x28]) }),
        ("statement nested deep", .attestation, stating(deep(8))),
        ("statement nested 20,000 deep", .attestation, stating(deep(20_000))),
        ("statement with a float", .attestation, stating(.raw([0xFB] + zeros[..<8]))),
        ("statement with a tag", .attestation, stating(.raw([0xC0, 0x01]))),
        ("statement without end", .attestation, stating(.raw([0x5F, 0x41, 0x00, 0xFF]))),
        ("statement with 2,000 items", .attestation, stating(items(2_000))),
        ("endless statement", .tooLong, stating(.bytes([UInt8](repeating: 0, count: 70_000)))),
    ]

    private static let point = Array(P256.Signing.PrivateKey().publicKey.rawRepresentation)
    private static let (x, y) = (Array(point[..<32]), Array(point[32...]))
    private static let zeros = [UInt8](repeating: 0, count: 32)
    private static let ones = [UInt8](repeating: 0xFF, count: 32)

    private static func deep(_ levels: Int) -> Written {
        .raw([UInt8](repeating: 0x81, count: levels) + [0x00])
    }

    private static func items(_ count: Int) -> Written {
        .array([Written](repeating: .integer(0), count: count))
    }

    /// An attestation of another format, whose statement is read all the same.
    private static func stating(_ value: Written) -> Bend {
        { ($0.format, $0.statement) = (.text("tpm"), .map([(.text("ver"), value)])) }
    }

    private static func withPair(_ map: Written, _ key: Written, _ value: Written) -> Written {
        guard case .map(let pairs) = map else { return map }
        return .map(pairs + [(key, value)])
    }

    private static func replacing(_ map: Written, _ label: Int, _ value: Written) -> Written {
        guard case .map(let pairs) = map else { return map }
        return .map(pairs.map { ($0, $0.encoded == Written.integer(label).encoded ? value : $1) })
    }

    private func fault(_ work: () throws -> Void) -> PasskeyFault? {
        do {
            try work()
            return nil
        } catch {
            return error as? PasskeyFault
        }
    }

    @Test func `every bent registration is refused for what is wrong with it`() throws {
        for (name, expected, bend) in Self.both + Self.atRegistration {
            var authenticator = SoftAuthenticator(.es256)
            #expect(throws: Never.self) { try authenticator.registered() }
            bend(&authenticator)
            #expect(fault { _ = try authenticator.registered() } == expected, "\(name)")
        }
    }

    @Test func `every bent sign-in is refused for what is wrong with it`() throws {
        let own: [(String, PasskeyFault, Bend)] = [
            ("registration offered as sign-in", .type, { $0.type = "webauthn.create" }),
            ("a credential in it", .authenticatorData, { $0.flags |= 0x40 }),
            ("endless data", .tooLong, { $0.tail = [UInt8](repeating: 0, count: 5_000) }),
        ]
        for algorithm in PasskeyAlgorithm.allCases {
            for (name, expected, bend) in Self.both + own {
                let authenticator = SoftAuthenticator(algorithm)
                let credential = try authenticator.registered()
                var bent = authenticator.signingIn
                bend(&bent)
                #expect(fault { try signIn(bent, credential) } == expected, "\(name)")
            }
        }
    }

    @Test func `a credential that is said to be there and is not, or the other way round, is refused`() throws {
        let authenticator = SoftAuthenticator(.es256)
        let (made, used) = (authenticator.authenticatorData, authenticator.signingIn.authenticatorData)
        #expect(throws: Never.self) { try AuthenticatorData(made, isRegistration: true) }
        #expect(throws: Never.self) { try AuthenticatorData(used, isRegistration: false) }
        for (data, isRegistration) in [(made, true), (used, false)] {
            var bent = data
            bent[32] ^= 0x40
            #expect(throws: PasskeyFault.authenticatorData) {
                try AuthenticatorData(bent, isRegistration: isRegistration)
            }
        }
    }

    @Test func `a statement that is within bounds is accepted`() {
        for value in [Self.deep(4), Self.items(900), .bytes([UInt8](repeating: 0, count: 60_000))] {
            var authenticator = SoftAuthenticator(.es256)
            Self.stating(value)(&authenticator)
            #expect(throws: Never.self) { try authenticator.registered() }
        }
    }

    private func signIn(_ authenticator: SoftAuthenticator, _ credential: PasskeyCredential) throws {
        let challenge = PasskeyChallenge.random(at: Self.now)
        let (data, client) = (authenticator.authenticatorData, authenticator.clientData(challenge))
        _ = try credential.check(
            authenticatorData: data, clientDataJSON: client, signature: try authenticator.sign(data, client),
            challenge: challenge, for: Self.party, at: Self.now)
    }

    @Test func `an answer to another challenge, an old one or one written otherwise is refused`() throws {
        let authenticator = SoftAuthenticator(.es256)
        let credential = try authenticator.registered()
        let (challenge, other) = (PasskeyChallenge.random(at: Self.now), PasskeyChallenge.random(at: Self.now))
        func answer(_ text: String, at milliseconds: Int64 = Self.now) -> PasskeyFault? {
            let device = authenticator.signingIn
            let (data, client) = (device.authenticatorData, device.clientData(text: text))
            return fault {
                _ = try credential.check(
                    authenticatorData: data, clientDataJSON: client, signature: device.sign(data, client),
                    challenge: challenge, for: Self.party, at: milliseconds)
            }
        }
        #expect(answer(challenge.text) == nil)
        let text = challenge.text
        let raw = Base64URL.bytes(text) ?? []
        let lastTwisted = "\(text.dropLast())\(text.last == "_" ? "-" : "_")"
        let oddities: [String] = [
            other.text, "", "\(text)=", "\(text)A", " \(text)", String(text.dropLast()), "\(text.lowercased())_",
            Data(raw).base64EncodedString(), Hex.text(raw), lastTwisted, "\(text)\\u0000",
        ]
        for odd in oddities { #expect(answer(odd) == .challenge, "\(odd)") }
        #expect(answer(text, at: Self.now + PasskeyChallenge.lifetime) == .expired)
        #expect(answer(text, at: Self.now - 1) == .expired)
    }

    @Test func `client data that is no strict JSON is refused`() throws {
        let authenticator = SoftAuthenticator(.es256)
        let challenge = PasskeyChallenge.random(at: Self.now)
        let right = authenticator.clientData(challenge)
        func register(_ client: [UInt8]) -> PasskeyFault? {
            fault {
                _ = try Passkey.register(
                    clientDataJSON: client, attestationObject: authenticator.attestationObject, challenge: challenge,
                    for: Self.party, at: Self.now)
            }
        }
        #expect(register(right) == nil && register([0x20, 0x0A] + right + [0x0D, 0x09]) == nil)
        let wrong: [[UInt8]] = [
            [], [0xEF, 0xBB, 0xBF] + right, right + [0], right + right, Array(right.dropLast()), Array("[]".utf8),
            Array("{}".utf8), Array("null".utf8), right.map { $0 == 0x22 ? 0x27 : $0 }, right.flatMap { [$0, 0] },
            Array(right.dropLast()) + [0x2C, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D],
        ]
        for client in wrong { #expect(register(client) == .clientData) }
    }

    @Test func `an attestation object cut anywhere, lengthened or of other parts is refused`() throws {
        let authenticator = SoftAuthenticator(.edDSA)
        let object = authenticator.attestationObject
        let challenge = PasskeyChallenge.random(at: Self.now)
        func register(_ object: [UInt8]) -> PasskeyFault? {
            fault {
                _ = try Passkey.register(
                    clientDataJSON: authenticator.clientData(challenge), attestationObject: object,
                    challenge: challenge, for: Self.party, at: Self.now)
            }
        }
        #expect(register(object) == nil)
        for count in object.indices { #expect(register(Array(object[..<count])) == .attestation) }
        #expect(register(object + [0]) == .attestation && register([0xF6]) == .attestation)
        let data = authenticator.authenticatorData
        for count in data.indices {
            let cut = register(authenticator.attestation(Array(data[..<count])))
            #expect(cut == .authenticatorData || (count >= 87 && cut == .key))
        }
        let parts: [(Written, Written)] = [
            (.text("fmt"), .text("none")), (.text("attStmt"), .map([])), (.text("authData"), .bytes(data)),
        ]
        #expect(register(Written.map(parts).encoded) == nil && register(Written.map(parts.reversed()).encoded) == nil)
        for odd in [Array(parts[1...]), parts + [parts[0]], parts + [(.text("x"), .integer(1))]] {
            #expect(register(Written.map(odd).encoded) == .attestation)
        }
    }
}
