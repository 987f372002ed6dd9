// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The word that goes with the number of a ticket, kept in somebody's head and not on paper.
public enum TicketWord {
    /// Two words out of 1,024, chosen by the system's cryptographic source, such as `amber kite`: 20 bits. Few, because
    /// they are to be remembered; a number is tried ten times at most.
    public static func suggestion() -> String {
        var system = SystemRandomNumberGenerator()
        let words = PassphraseWords.all
        return (0..<2).map { _ in words[Int.random(in: words.indices, using: &system)] }.joined(separator: " ")
    }

    /// What counts of it: letters and digits in Unicode form NFKC, small, so that `Amber-Kite` is `amber kite`.
    public static func fold(_ word: String) -> String {
        word.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
            .filter { $0.isLetter || $0.isNumber }
    }
}
