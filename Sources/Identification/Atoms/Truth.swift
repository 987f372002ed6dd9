// SPDX-License-Identifier: Apache-2.0

/// Kleene's three values, in the order no < unknown < yes: *and* is the lesser, *or* the greater.
public enum Truth: UInt8, Sendable, Hashable, CaseIterable {
    case no, unknown, yes

    public init(_ known: Bool) { self = known ? .yes : .no }

    /// No when either is no, yes when both are yes.
    public func and(_ other: Truth) -> Truth { rawValue < other.rawValue ? self : other }
    /// Yes when either is yes, no when both are no.
    public func or(_ other: Truth) -> Truth { rawValue > other.rawValue ? self : other }
    /// Unknown stays unknown.
    public var negated: Truth {
        switch self {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }

    /// True when it is yes or no.
    public var isDecided: Bool { self != .unknown }
}
