// SPDX-License-Identifier: Apache-2.0

/// A number of people in words that give no small number away.
public struct RoundedCount: Sendable, Hashable {
    /// `fewer than 10` (nobody included, so that nothing is learnt from its absence), or `about 120`: to the
    /// nearest multiple of k.
    public let phrase: String

    /// - Parameter k: The smallest number that may be told, 2 or more.
    public init(_ count: Int, k: Int) {
        phrase = count < k ? "fewer than \(k)" : "about \((count + k / 2) / k * k)"
    }
}
