// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Turns inputs into tokens with the help of key servers that never see them.
///
/// The blind is added (H(x) + r·G) and taken off by r times the servers' public key, which a table makes cheap: the
/// output is that of RFC 9497's multiplied blind to the last bit, at two thirds of the cost. A fresh r a point hides it
/// perfectly.
public struct OPRFClient {
    private let ownKey: FixedBase

    /// - Parameter publicKeys: of every server of the round, in any order.
    /// - Throws: `OPRFFault.badKey` when one is no point, or none is given.
    public init(publicKeys: [[UInt8]]) throws(OPRFFault) {
        guard !publicKeys.isEmpty else { throw .badKey }
        let sum = CurvePoint()
        for bytes in publicKeys {
            guard let point = try? CurvePoint(bytes) else { throw .badKey }
            sum.add(point)
        }
        // Two keys that cancel out would make one token of all inputs.
        guard !sum.isNeutral else { throw .badKey }
        ownKey = FixedBase(sum)
    }

    /// Blinds inputs.
    ///
    /// - Returns: the points to send to every server (65 bytes each), and the blinds to keep (32 bytes each).
    /// - Complexity: about 30 µs an input.
    public func blind(_ inputs: [[UInt8]]) -> (points: [UInt8], blinds: [UInt8]) {
        var (points, blinds): ([UInt8], [UInt8]) = ([], [])
        points.reserveCapacity(inputs.count * CurvePoint.byteCount)
        blinds.reserveCapacity(inputs.count * CurveScalar.byteCount)
        let (hashed, mask) = (CurvePoint(), CurvePoint())
        for input in inputs {
            let blind = CurveScalar()
            hashed.hash(input, domain: OPRFSuite.hashToGroup)
            mask.multiplyGenerator(blind)
            hashed.add(mask)
            hashed.write(to: &points)
            blinds += blind.bytes
        }
        return (points, blinds)
    }

    /// Joins what the servers answered, takes the blinds off and hashes: 32 bytes an input, as RFC 9497 `Finalize`.
    ///
    /// - Parameter answers: of each server, in the order of the points.
    /// - Throws: `OPRFFault.badAnswer` unless every server answered every point; `badPoint`.
    /// - Complexity: about 12 µs an input.
    public func finalize(
        _ inputs: [[UInt8]], blinds: [UInt8], answers: [[UInt8]]
    ) throws(OPRFFault) -> [[UInt8]] {
        guard blinds.count == inputs.count * CurveScalar.byteCount, !answers.isEmpty,
            answers.allSatisfy({ $0.count == inputs.count * CurvePoint.byteCount })
        else { throw .badAnswer }
        var outputs: [[UInt8]] = []
        outputs.reserveCapacity(inputs.count)
        let (sum, part) = (CurvePoint(), CurvePoint())
        for (index, input) in inputs.enumerated() {
            let blind = Array(blinds[(index * 32)..<(index * 32 + 32)])
            ownKey.multiply(blind, into: sum)
            sum.negate()
            for answer in answers {
                try part.read(answer[(index * CurvePoint.byteCount)..<((index + 1) * CurvePoint.byteCount)])
                sum.add(part)
            }
            guard !sum.isNeutral else { throw .badAnswer }
            outputs.append(OPRFSuite.finalize(input, sum))
        }
        return outputs
    }
}

/// What RFC 9497 fixes for OPRF(P-256, SHA-256) in base mode.
enum OPRFSuite {
    static let context = Array("OPRFV1-".utf8) + [0] + Array("-P256-SHA256".utf8)
    static let hashToGroup = Array("HashToGroup-".utf8) + context

    /// §3.3.1 `Finalize`, after the blind is off.
    static func finalize(_ input: [UInt8], _ point: CurvePoint) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [UInt8(input.count >> 8 & 255), UInt8(input.count & 255)])
        hash.update(data: input)
        hash.update(data: [0, 33])
        hash.update(data: point.compressed)
        hash.update(data: Array("Finalize".utf8))
        return Array(hash.finalize())
    }
}

/// Many multiples of one public point: 32 additions each, from a table of its multiples by bytes (8,160 points). The
/// places read depend on the scalar, a blind used once on the client's own machine.
private struct FixedBase {
    private let rows: [[CurvePoint]]

    init(_ base: CurvePoint) {
        var rows: [[CurvePoint]] = []
        let power = CurvePoint()
        power.become(base)
        for _ in 0..<CurveScalar.byteCount {
            let row = (1...255).map { _ in CurvePoint() }
            row[0].become(power)
            for multiple in 1..<255 {
                row[multiple].become(row[multiple - 1])
                row[multiple].add(power)
            }
            power.add(row[254])
            rows.append(row)
        }
        self.rows = rows
    }

    /// - Parameter scalar: 32 bytes, the greatest first.
    func multiply(_ scalar: [UInt8], into sum: CurvePoint) {
        sum.becomeNeutral()
        for (row, byte) in zip(rows, scalar.reversed()) where byte != 0 { sum.add(row[Int(byte) - 1]) }
    }
}
