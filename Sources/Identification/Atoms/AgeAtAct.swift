// SPDX-License-Identifier: Apache-2.0

/// How old the person was when it was done to them, in completed years, as far as is known.
public struct AgeAtAct: Sendable, Hashable, Codable {
    /// 0…150.
    public let least: Int
    /// 0…150, not below `least`.
    public let most: Int
    /// True when the age is taken to be below 18 because it is not known and there is reason to think so: what the
    /// conventions ask for until the age has been verified.
    public let isPresumedMinor: Bool

    /// The widest interval that these bounds allow within 0…150; bounds that cross are put in order.
    public init(from least: Int = 0, to most: Int = 150, presumedMinor: Bool = false) {
        let (a, b) = (min(max(least, 0), 150), min(max(most, 0), 150))
        self.least = min(a, b)
        // A presumption fills a gap; it never argues with what is known.
        isPresumedMinor = presumedMinor && self.least < 18 && max(a, b) >= 18
        self.most = isPresumedMinor ? 17 : max(a, b)
    }

    public static let unknown = AgeAtAct()

    public var isKnown: Bool { least > 0 || most < 150 }

    /// Whether the person was younger than so many years; unknown when the interval crosses that birthday.
    public func isBelow(_ years: Int) -> Truth { most < years ? .yes : least >= years ? .no : .unknown }
}
