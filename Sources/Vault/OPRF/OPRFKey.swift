// SPDX-License-Identifier: Apache-2.0

/// A key server's secret for one round: half (or another share) of the key by which people's match keys become tokens.
/// The shares of all servers add up; none of them alone can make a token.
///
/// OPRF(P-256, SHA-256) of RFC 9497, base mode, with the key split by addition.
public struct OPRFKey {
    private let scalar: CurveScalar

    /// A new random key.
    public init() { scalar = CurveScalar() }

    /// - Parameter bytes: the 32 bytes of `bytes`.
    /// - Throws: `OPRFFault.badKey`.
    public init(bytes: [UInt8]) throws(OPRFFault) { scalar = try CurveScalar(bytes) }

    /// The secret, 32 bytes. Whoever has those of all servers can try names at will.
    public var bytes: [UInt8] { scalar.bytes }

    /// What clients need to take their blinds off: 65 bytes, no secret.
    public var publicKey: [UInt8] {
        let point = CurvePoint()
        point.multiplyGenerator(scalar)
        var bytes: [UInt8] = []
        point.write(to: &bytes)
        return bytes
    }

    /// What the server does: each blinded point times the key. It learns how many there are and nothing of them.
    ///
    /// - Parameter blinded: points of 65 bytes, one after the other.
    /// - Returns: as many, in order.
    /// - Throws: `OPRFFault.badPoint`.
    /// - Complexity: about 36 µs a point.
    public func evaluate(_ blinded: [UInt8]) throws(OPRFFault) -> [UInt8] {
        guard blinded.count % CurvePoint.byteCount == 0 else { throw .badPoint }
        var answer: [UInt8] = []
        answer.reserveCapacity(blinded.count)
        let (asked, product) = (CurvePoint(), CurvePoint())
        for start in stride(from: 0, to: blinded.count, by: CurvePoint.byteCount) {
            try asked.read(blinded[start..<(start + CurvePoint.byteCount)])
            product.multiply(asked, scalar)
            product.write(to: &answer)
        }
        return answer
    }
}
