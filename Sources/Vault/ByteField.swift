// SPDX-License-Identifier: Apache-2.0

/// The field of 256 elements with x⁸ + x⁴ + x³ + x + 1 (FIPS 197 §4), without tables: neither memory looked at nor
/// branches taken depend on the values.
enum ByteField {
    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (product, left) = (UInt8(0), left)
        for bit in 0..<8 as Range<UInt8> {
            product ^= left & (0 &- (right >> bit & 1))
            left = left << 1 ^ 0x1B & (0 &- (left >> 7))
        }
        return product
    }

    /// 1 ÷ the value, as its 254th power; 0 for 0.
    static func inverse(_ value: UInt8) -> UInt8 {
        var (power, square) = (UInt8(1), value)
        for _ in 0..<7 {
            square = multiply(square, square)
            power = multiply(power, square)
        }
        return power
    }

    /// The polynomial with these coefficients (constant first) at a point, by Horner's rule.
    static func evaluate(_ coefficients: [UInt8], at point: UInt8) -> UInt8 {
        coefficients.reversed().reduce(0) { multiply($0, point) ^ $1 }
    }

    /// The weights by which the values at these points add up to the value at `target`: Lagrange's basis. The points
    /// differ.
    static func weights(of points: [UInt8], at target: UInt8) -> [UInt8] {
        points.indices.map { own in
            points.indices.reduce(1) { weight, other in
                guard other != own else { return weight }
                let fraction = multiply(target ^ points[other], inverse(points[own] ^ points[other]))
                return multiply(weight, fraction)
            }
        }
    }
}
