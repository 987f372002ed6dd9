// SPDX-License-Identifier: Apache-2.0

/// Why somebody broke the glass.
public enum GlassCategory: String, Sendable, Codable, CaseIterable {
    case imminentDanger, medical, childAtRisk, other
}

/// That somebody looked, for an hour and in an emergency, at a case they are not assigned to (security d.3).
public struct GlassGrant: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    public let caseID: EntityID
    public let account: EntityID
    /// Milliseconds since 1970.
    public let began: Int64
    public let category: GlassCategory
    /// In the person's own words; at least 20 characters.
    public let reason: String
    /// The second person who looked at it afterwards; nil until then.
    public var reviewer: EntityID?
    public var reviewed: Int64?
    /// What the second person says of it.
    public var finding: String?

    public init(
        id: EntityID, caseID: EntityID, account: EntityID, began: Int64, category: GlassCategory, reason: String
    ) {
        self.id = id
        self.caseID = caseID
        self.account = account
        self.began = began
        self.category = category
        self.reason = reason
    }

    public static let lasts: Int64 = 60 * 60_000
    public static let reasonCharactersMin = 20
    /// How often one person may in 24 hours.
    public static let timesADay = 2
    /// A grant that nobody looked at for so long blocks the person's next.
    public static let reviewedWithin: Int64 = 72 * 3_600_000

    /// Open from its first millisecond for an hour; a clock set back closes it.
    public func isOpen(at now: Int64) -> Bool { now >= began && now < began + Self.lasts }
    public var isReviewed: Bool { reviewer != nil }
    public func isOverdue(at now: Int64) -> Bool { !isReviewed && now - began > Self.reviewedWithin }

    /// Why a person who broke the glass as listed may not break it again now; nil when they may.
    public static func obstacle(after earlier: [GlassGrant], at now: Int64) -> GlassObstacle? {
        if earlier.contains(where: { $0.isOverdue(at: now) }) { return .unreviewed }
        // What lies in the future was written before a clock was set back: it counts.
        let lately = earlier.count { now - $0.began < 24 * 3_600_000 }
        return lately >= timesADay ? .twiceToday : nil
    }
}

/// Why the glass does not break.
public enum GlassObstacle: String, Error, Sendable, Hashable, Codable, CaseIterable {
    /// Fewer than 20 characters, white space at the ends and repeated characters aside.
    case shortReason
    /// Two times within 24 hours.
    case twiceToday
    /// An earlier time was looked at by nobody for 72 hours.
    case unreviewed
}

extension GlassGrant {
    /// Whether a reason says something: 20 characters of which at least five differ.
    public static func isReason(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count >= reasonCharactersMin && Set(words).count >= 5
    }
}
