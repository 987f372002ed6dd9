// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// How a passkey signs, with its number in the registry of COSE (RFC 9053): ask the browser for these, in this order.
public enum PasskeyAlgorithm: Int, Sendable, Codable, CaseIterable {
    /// ECDSA on P-256 with SHA-256.
    case es256 = -7
    /// Ed25519.
    case edDSA = -8
}

/// A passkey's public key.
enum PasskeyKey {
    case es256(P256.Signing.PublicKey)
    case edDSA(Curve25519.Signing.PublicKey)

    /// From COSE (RFC 9052 §7), written as WebAuthn §6.5.1.1 demands: the key type, curve and coordinates of one of the
    /// two algorithms and nothing else. Throws `algorithm` for another algorithm, `key` for all that does not fit it.
    init(cose: CBOR) throws(PasskeyFault) {
        guard case .map(let map) = cose else { throw .key }
        guard case .integer(let number) = cose[3], let algorithm = PasskeyAlgorithm(rawValue: number) else {
            throw .algorithm
        }
        guard case .bytes(let x) = cose[-2], x.count == 32 else { throw .key }
        switch algorithm {
        case .es256:
            guard
                map.count == 5, cose[1] == .integer(2), cose[-1] == .integer(1),
                case .bytes(let y) = cose[-3], y.count == 32
            else { throw .key }
            try self.init(algorithm, raw: [4] + x + y)
        case .edDSA:
            guard map.count == 4, cose[1] == .integer(1), cose[-1] == .integer(6) else { throw .key }
            try self.init(algorithm, raw: x)
        }
    }

    /// From ``raw``. Throws `key` when the bytes are no point of the curve (Ed25519: when they are one of small order,
    /// for which signatures can be made up; a point off that curve is accepted here and verifies nothing).
    init(_ algorithm: PasskeyAlgorithm, raw: [UInt8]) throws(PasskeyFault) {
        switch algorithm {
        case .es256:
            guard raw.count == 65, let key = try? P256.Signing.PublicKey(x963Representation: raw) else { throw .key }
            self = .es256(key)
        case .edDSA:
            guard
                raw.count == 32, !Self.hasSmallOrder(raw),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
            else { throw .key }
            self = .edDSA(key)
        }
    }

    var algorithm: PasskeyAlgorithm {
        switch self {
        case .es256: .es256
        case .edDSA: .edDSA
        }
    }

    /// 65 bytes (0x04, x, y) for ES256, 32 for EdDSA.
    var raw: [UInt8] {
        switch self {
        case .es256(let key): Array(key.x963Representation)
        case .edDSA(let key): Array(key.rawRepresentation)
        }
    }

    /// Whether the signature (DER for ES256, 64 bytes for EdDSA; WebAuthn §6.5.5) is this key's over the message.
    /// Under 0.5 ms.
    func isSigned(_ message: [UInt8], by signature: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: message)
        case .edDSA(let key):
            return signature.count == 64 && key.isValidSignature(signature, for: message)
        }
    }

    /// The second coordinates of the eight points of small order, in all encodings below 2²⁵⁵, little end first.
    private static func hasSmallOrder(_ raw: [UInt8]) -> Bool {
        var coordinate = raw
        coordinate[31] &= 0x7F
        return smallOrders.contains { Hex.bytes($0) == coordinate }
    }

    private static let smallOrders = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
}
