// SPDX-License-Identifier: Apache-2.0

/// Why custodians' shares do not give the secret. No case carries a share's value.
public enum CustodianFault: Error, Sendable, Equatable {
    /// Not 64 symbols, or a character that no share has.
    case notAShare
    /// A slip of the pen: the check at the end does not agree.
    case mistyped
    /// The share says it was made by a later version.
    case unknownVersion
    /// Two shares are not parts of one splitting: another secret, or another round of the same.
    case ofAnotherSecret
    /// So many different shares are needed, so many were given.
    case tooFew(needed: Int, given: Int)
    /// Two shares have the same number and differ, or more shares than needed were given and do not agree: at least
    /// one was altered.
    case altered
    /// The shares fit together and give a key that is not the expected one: at least one was forged.
    case anotherKey
    /// A splitting into so many with this threshold cannot be: 2 ≤ threshold ≤ count ≤ 16.
    case badCount
}
