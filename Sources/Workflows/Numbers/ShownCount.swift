// SPDX-License-Identifier: Apache-2.0

/// A number of people as pictures, tables and files show it.
public enum ShownCount: Sendable, Hashable {
    case known(Int)
    /// Too small to be told, or hidden so that a small one cannot be worked out.
    case withheld

    /// Nil when it is withheld.
    public var value: Int? { if case .known(let value) = self { value } else { nil } }
}
