// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

@testable import Vault

/// Writes CBOR, right or wrong: maps keep their order and may have a key twice.
indirect enum Written: Sendable {
    case integer(Int)
    case bytes([UInt8])
    case text(String)
    case array([Written])
    case map([(Written, Written)])
    case bool(Bool)
    case raw([UInt8])

    var encoded: [UInt8] {
        switch self {
        case .integer(let number) where number >= 0: Self.head(0, UInt64(number))
        case .integer(let number): Self.head(1, UInt64(-1 - number))
        case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let items): Self.head(4, UInt64(items.count)) + items.flatMap(\.encoded)
        case .map(let pairs): Self.head(5, UInt64(pairs.count)) + pairs.flatMap { $0.encoded + $1.encoded }
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .raw(let bytes): bytes
        }
    }

    static func head(_ major: UInt8, _ value: UInt64) -> [UInt8] {
        func big(_ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
        }
        switch value {
        case 0..<24: return [major << 5 | UInt8(value)]
        case 0..<256: return [major << 5 | 24] + big(1)
        case 0..<65_536: return [major << 5 | 25] + big(2)
        case 0..<4_294_967_296: return [major << 5 | 26] + big(4)
        default: return [major << 5 | 27] + big(8)
        }
    }
}

/// A security key of the test's own making. Every part of its answers can be bent before it signs them.
struct SoftAuthenticator {
    enum Key {
        case es256(P256.Signing.PrivateKey)
        case edDSA(Curve25519.Signing.PrivateKey)
    }

    static let party = RelyingParty(origin: "https://records.example.org")!
    static let now: Int64 = 1_790_000_000_000

    var key: Key
    var id = [UInt8](0..<32)
    var type = "webauthn.create"
    var origin = party.origin
    var extra = ",\"crossOrigin\":false"
    var relyingParty = party.id
    var flags: UInt8 = 0x45
    var counter: UInt32 = 7
    var idCount: UInt16 = 32
    var cose: Written
    var format = Written.text("none")
    var statement = Written.map([])
    /// Bytes after the authenticator data's last part.
    var tail: [UInt8] = []

    init(_ algorithm: PasskeyAlgorithm) {
        switch algorithm {
        case .es256:
            let key = P256.Signing.PrivateKey()
            let point = Array(key.publicKey.rawRepresentation)
            self.key = .es256(key)
            cose = Self.es256(x: Array(point[..<32]), y: Array(point[32...]))
        case .edDSA:
            let key = Curve25519.Signing.PrivateKey()
            self.key = .edDSA(key)
            cose = Self.edDSA(x: Array(key.publicKey.rawRepresentation))
        }
    }

    static func es256(x: [UInt8], y: [UInt8], algorithm: Int = -7, curve: Int = 1, type: Int = 2) -> Written {
        .map([
            (.integer(1), .integer(type)), (.integer(3), .integer(algorithm)), (.integer(-1), .integer(curve)),
            (.integer(-2), .bytes(x)), (.integer(-3), .bytes(y)),
        ])
    }

    static func edDSA(x: [UInt8], algorithm: Int = -8, curve: Int = 6, type: Int = 1) -> Written {
        .map([
            (.integer(1), .integer(type)), (.integer(3), .integer(algorithm)), (.integer(-1), .integer(curve)),
            (.integer(-2), .bytes(x)),
        ])
    }

    /// The same key about to sign in.
    var signingIn: SoftAuthenticator {
        var copy = self
        (copy.type, copy.flags, copy.counter) = ("webauthn.get", 0x05, counter + 1)
        return copy
    }

    func clientData(_ challenge: PasskeyChallenge) -> [UInt8] {
        clientData(text: challenge.text)
    }

    func clientData(text: String) -> [UInt8] {
        Array("{\"type\":\"\(type)\",\"challenge\":\"\(text)\",\"origin\":\"\(origin)\"\(extra)}".utf8)
    }

    var authenticatorData: [UInt8] {
        let counted = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * UInt32($0))) }
        var data = sha256(Array(relyingParty.utf8)) + [flags] + counted
        if flags & 0x40 != 0 {
            data += [UInt8](repeating: 0xAA, count: 16) + [UInt8(idCount >> 8), UInt8(idCount & 255)] + id
            data += cose.encoded
        }
        return data + tail
    }

    var attestationObject: [UInt8] { attestation(authenticatorData) }

    func attestation(_ data: [UInt8]) -> [UInt8] {
        Written.map([
            (.text("fmt"), format), (.text("attStmt"), statement), (.text("authData"), .bytes(data)),
        ]).encoded
    }

    func sign(_ authenticatorData: [UInt8], _ clientData: [UInt8]) throws -> [UInt8] {
        let message = authenticatorData + sha256(clientData)
        switch key {
        case .es256(let key): return Array(try key.signature(for: message).derRepresentation)
        case .edDSA(let key): return Array(try key.signature(for: message))
        }
    }

    /// The credential that this authenticator registers.
    func registered() throws -> PasskeyCredential {
        let challenge = PasskeyChallenge.random(at: Self.now)
        return try Passkey.register(
            clientDataJSON: clientData(challenge), attestationObject: attestationObject, challenge: challenge,
            for: Self.party, at: Self.now)
    }
}
