// SPDX-License-Identifier: Apache-2.0

/// A kind of help, by its code in the catalogue: `SHE`, `LEG`, `REH-L`.
public struct ServiceCode: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public static func < (a: ServiceCode, b: ServiceCode) -> Bool { a.rawValue < b.rawValue }
}

/// One kind of help.
public struct Service: Sendable, Hashable, Identifiable {
    /// What a delivery is counted in.
    public enum Unit: String, Sendable, CaseIterable { case count, minutes, nights, money }

    public let code: ServiceCode
    public let title: String
    /// The pillars of a national referral mechanism that it belongs to; at least one.
    public let pillars: [String]
    /// At least one; the usual one first.
    public let units: [Unit]
    /// Where it is given is kept secret unless a provider says otherwise.
    public let isPlaceSecret: Bool
    /// What other lists call it, by column; a column that has nothing for it is not there.
    public let crosswalk: [String: [String]]

    public var id: ServiceCode { code }
}
