// SPDX-License-Identifier: Apache-2.0

/// Jaro–Winkler similarity of bytes (Winkler 1990: prefix weight 0.1 on up to four letters, above a Jaro similarity of
/// 0.7), with a cutoff. One for each thread.
///
/// Up to 64 bytes each: bit-parallel, one word of bits for each letter. Longer texts take the plain way, quadratic.
final class JaroWinkler {
    private let masks: UnsafeMutablePointer<UInt64>

    init() {
        masks = .allocate(capacity: 256)
        masks.initialize(repeating: 0, count: 256)
    }

    deinit { masks.deallocate() }

    /// 0…1.
    func similarity(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Double {
        guard let first = a.baseAddress, let second = b.baseAddress, !a.isEmpty, !b.isEmpty else { return 0 }
        return similarity(first, a.count, second, b.count)
    }

    @inline(__always)
    func similarity(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int
    ) -> Double {
        if aCount > 64 || bCount > 64 { return Self.long(a, aCount, b, bCount) }
        let reach = max(0, max(aCount, bCount) / 2 - 1)
        for place in 0..<bCount { masks[Int(b[place])] |= 1 << UInt64(place) }
        var usedA: UInt64 = 0
        var usedB: UInt64 = 0
        let window: UInt64 = reach >= 31 ? ~0 : (1 << UInt64(2 * reach + 1)) &- 1
        for place in 0..<aCount {
            let low = place - reach
            let within = low >= 0 ? window << UInt64(low) : window >> UInt64(-low)
            let candidates = masks[Int(a[place])] & within & ~usedB
            if candidates != 0 {
                usedB |= candidates & (~candidates &+ 1)
                usedA |= 1 << UInt64(place)
            }
        }
        for place in 0..<bCount { masks[Int(b[place])] = 0 }
        let matches = usedA.nonzeroBitCount
        if matches == 0 { return 0 }
        var transposed = 0
        while usedA != 0 {
            if a[usedA.trailingZeroBitCount] != b[usedB.trailingZeroBitCount] { transposed += 1 }
            usedA &= usedA &- 1
            usedB &= usedB &- 1
        }
        return Self.winkler(a, aCount, b, bCount, matches: matches, transposed: transposed / 2)
    }

    /// The same where only values from a cutoff upwards count: 0 below it. Most pairs are told by lengths, signatures
    /// and first letters alone.
    ///
    /// - Parameter bounds: of the cutoff.
    @inline(__always)
    func similarity(_ one: PoolView.Entry, _ two: PoolView.Entry, _ bounds: JaroBounds) -> Double {
        if !bounds.mayReach(one, two) { return 0 }
        let similarity = similarity(one.base, one.count, two.base, two.count)
        return similarity >= bounds.cutoff ? similarity : 0
    }

    /// Letters that both begin with, four at most.
    @inline(__always)
    static func prefix(_ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int) -> Int {
        if aCount >= 4, bCount >= 4 {
            let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
            let differing = UInt32(littleEndian: x.loadUnaligned(as: UInt32.self) ^ y.loadUnaligned(as: UInt32.self))
            return differing.trailingZeroBitCount / 8
        }
        var prefix = 0
        let most = min(aCount, bCount)
        while prefix < most, a[prefix] == b[prefix] { prefix += 1 }
        return prefix
    }

    @inline(__always)
    private static func winkler(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int, matches: Int,
        transposed: Int
    ) -> Double {
        let jaro = jaro(aCount, bCount, matches: matches, transposed: transposed)
        return jaro <= 0.7 ? jaro : boosted(jaro, prefix: prefix(a, aCount, b, bCount))
    }

    @inline(__always)
    static func jaro(_ aCount: Int, _ bCount: Int, matches: Int, transposed: Int) -> Double {
        let m = Double(matches)
        return (m / Double(aCount) + m / Double(bCount) + (m - Double(transposed)) / m) / 3
    }

    @inline(__always)
    static func boosted(_ jaro: Double, prefix: Int) -> Double {
        jaro <= 0.7 ? jaro : jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    private static func long(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int
    ) -> Double {
        // Beyond a few thousand bytes a name is a mistake; its beginning tells enough.
        let (aCount, bCount) = (min(aCount, 4_096), min(bCount, 4_096))
        let reach = max(0, max(aCount, bCount) / 2 - 1)
        var usedA = [Bool](repeating: false, count: aCount)
        var usedB = [Bool](repeating: false, count: bCount)
        var matches = 0
        for i in 0..<aCount {
            for j in max(0, i - reach)..<max(max(0, i - reach), min(bCount, i + reach + 1))
            where !usedB[j] && a[i] == b[j] {
                (usedA[i], usedB[j]) = (true, true)
                matches += 1
                break
            }
        }
        if matches == 0 { return 0 }
        var transposed = 0
        var j = 0
        for i in 0..<aCount where usedA[i] {
            while !usedB[j] { j += 1 }
            if a[i] != b[j] { transposed += 1 }
            j += 1
        }
        return winkler(a, aCount, b, bCount, matches: matches, transposed: transposed / 2)
    }
}
