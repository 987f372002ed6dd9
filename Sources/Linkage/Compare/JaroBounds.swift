// SPDX-License-Identifier: Apache-2.0

/// How many letters two texts must have in common to reach a cutoff of Jaro–Winkler similarity, by their lengths and
/// the letters that both begin with: looked up instead of reckoned.
final class JaroBounds: Sendable {
    static let alike = JaroBounds(ComparisonKind.alikeName)
    static let text = JaroBounds(ComparisonKind.similarText)

    /// Lengths that are in the table.
    private static let longest = 64
    private static let each = (longest + 1) * 5

    let cutoff: Double
    private let least: Column<UInt8>

    init(_ cutoff: Double) {
        self.cutoff = cutoff
        least = Column(repeating: .max, count: (Self.longest + 1) * Self.each)
        for a in 1...Self.longest {
            for b in 1...Self.longest {
                for prefix in 0...4 {
                    let matches = (1...min(a, b)).first {
                        let jaro = JaroWinkler.jaro(a, b, matches: $0, transposed: 0)
                        return JaroWinkler.boosted(jaro, prefix: prefix) >= cutoff
                    }
                    if let matches { least[a * Self.each + b * 5 + prefix] = UInt8(matches) }
                }
            }
        }
    }

    /// False when no arrangement of the letters could reach the cutoff.
    @inline(__always)
    func mayReach(_ one: PoolView.Entry, _ two: PoolView.Entry) -> Bool {
        if one.count == 0 || two.count == 0 { return false }
        if one.count > Self.longest || two.count > Self.longest { return true }
        // Letters of one that find none in the other: each counts once for “is there one”, once for “are there two”.
        let most = min(
            one.count - (one.signature & ~two.signature).nonzeroBitCount,
            two.count - (two.signature & ~one.signature).nonzeroBitCount)
        let row = least.base + (one.count * Self.each + two.count * 5)
        if most < Int(row[4]) { return false }
        return most >= Int(row[JaroWinkler.prefix(one.base, one.count, two.base, two.count)])
    }
}
