// SPDX-License-Identifier: Apache-2.0

/// How large a share of all pairs of one person the blocking rules found, by capture and recapture: a paper's or
/// telephone's number finds pairs however their names and dates were written, so the share of these that the other
/// rules find as well is the share of all that they find (Lincoln and Petersen).
struct FoundShare {
    /// Pairs of one person that are expected among those that a number found, and of these, those found again.
    private(set) var byNumber = 0.0
    private(set) var again = 0.0
    /// Among those that no number found.
    private(set) var otherwise = 0.0

    /// Pairs that must have been found twice before anything follows from it.
    static let least = 50.0

    /// - Parameters:
    ///   - pairs: those that a number found first.
    ///   - foundAgain: of these, whether another rule finds them.
    ///   - odds: added to the weights.
    init(_ pairs: [ScoredPair], foundAgain: [Bool], adding odds: Double) {
        if foundAgain.isEmpty { return }
        for (place, pair) in pairs.enumerated() {
            let probability = ScoredPair.probability(pair.weight + odds)
            if place >= foundAgain.count {
                otherwise += probability
            } else {
                byNumber += probability
                if foundAgain[place] { again += probability }
            }
        }
    }

    /// 0.2…1; nil where too few were found twice.
    var share: Double? {
        guard again >= Self.least else { return nil }
        let all = byNumber * (again + otherwise) / again
        return min(1, max(0.2, (byNumber + otherwise) / all))
    }
}
