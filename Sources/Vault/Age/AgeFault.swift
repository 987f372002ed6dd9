// SPDX-License-Identifier: Apache-2.0

/// Why an age file, or a key for one, is refused. No case carries a byte of either.
public enum AgeFault: Error, Sendable, Equatable, CaseIterable {
    /// The first line is not that of an age file.
    case notAge
    /// The header breaks the format's rules.
    case header
    /// None of the keys given opens it.
    case noMatch
    /// The header's mark is not that of its file key: the header was changed.
    case mark
    /// The content was changed, cut short, added to, or its pieces were put in another order.
    case content
    /// A text that is no age key: mistyped, or of a kind that is not known here.
    case badKey
    /// There is nobody to seal for.
    case noRecipient
}
