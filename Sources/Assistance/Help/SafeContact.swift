// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// How somebody may be reached without danger. Every call list, every print for them and every message to them asks
/// `answer`: it is the one place that decides.
public struct SafeContact: Sendable {
    /// A way to reach somebody, by its value name in the list `contactWay`.
    public enum Way: String, Sendable, Hashable, CaseIterable {
        case call = "Call"
        case voiceMessage = "VoiceMessage"
        case textMessage = "TextMessage"
        case messenger = "Messenger"
        case email = "Email"
        case post = "Post"
        case visit = "Visit"
        case throughSomebody = "ThroughSomebody"
        /// Sheets that the person carries or keeps where they live.
        case paper = "Paper"
        /// What the person reads with a ticket of their own.
        case ownView = "OwnView"

        /// Nobody who could think again stands between the sending and whoever reads it.
        public var goesAlone: Bool {
            switch self {
            case .voiceMessage, .textMessage, .messenger, .email, .post: true
            case .call, .visit, .throughSomebody, .paper, .ownView: false
            }
        }
    }

    public enum Obstacle: String, Sendable, Hashable, CaseIterable {
        /// The reader is not shown how the person may be reached.
        case hidden
        /// The person said: never like this.
        case never
        /// Other ways were named, and not this one.
        case notNamed
        /// Nobody has asked the person, and this goes off without anybody thinking again.
        case nobodyAsked
        /// Those who answer for the child are said to have harmed others.
        case guardianInConflict
    }

    public enum Caution: String, Sendable, Hashable, CaseIterable {
        /// Nobody has asked the person how they may be reached.
        case nobodyAsked
        /// There is a note on safe contact to be read first.
        case readNote
        /// The day on which to ask again has come.
        case askAgain
    }

    public enum Answer: Sendable, Hashable {
        /// It may be done; what to mind.
        case go([Caution])
        case refused(Obstacle)

        public var isAllowed: Bool { if case .go = self { true } else { false } }
    }

    /// Nil when the person named none.
    public let ways: Set<Way>?
    public let never: Set<Way>
    /// When it is safe.
    public let times: String?
    /// What may be said, and what must not be.
    public let words, silence: String?
    /// Who else may answer, and what to say to them.
    public let answers: String?
    /// What was noted besides.
    public let note: String?
    private let isShown: Bool
    private let isDue: Bool
    private let guardianIsInConflict: Bool

    /// - Parameters:
    ///   - person: The person's record; nil when nobody is known yet.
    ///   - isShown: Whether the reader is given the class of contacts whole.
    ///   - today: For the day on which to ask again.
    ///   - guardianIsInConflict: Whether everybody who answers for the child is said to have harmed others.
    public init(_ person: Record?, isShown: Bool, today: PartialDate, guardianIsInConflict: Bool = false) {
        func ways(_ name: FieldName) -> Set<Way>? {
            guard case .codes(let codes)? = person?[name] else { return nil }
            return Set(codes.compactMap { Way(rawValue: $0) })
        }
        self.isShown = isShown
        self.guardianIsInConflict = guardianIsInConflict
        self.ways = ways("wh_ContactWays")
        never = ways("wh_ContactNever") ?? []
        times = person?.text("wh_ContactTimes")
        words = person?.text("wh_ContactWords")
        silence = person?.text("wh_ContactSilence")
        answers = person?.text("wh_ContactAnswers")
        note = person?.text("wh_SafeContact")
        isDue = person?.date("wh_ContactUntil").map { $0.bounds.first <= today.bounds.last } ?? false
    }

    /// Whether the person may be reached like this now.
    public func answer(_ way: Way) -> Answer {
        if !isShown { return .refused(.hidden) }
        if never.contains(way) { return .refused(.never) }
        if let ways, !ways.contains(way) { return .refused(.notNamed) }
        if way == .throughSomebody, guardianIsInConflict { return .refused(.guardianInConflict) }
        if ways == nil, way.goesAlone { return .refused(.nobodyAsked) }
        var cautions: [Caution] = []
        if ways == nil { cautions.append(.nobodyAsked) }
        if note != nil { cautions.append(.readNote) }
        if isDue { cautions.append(.askAgain) }
        return .go(cautions)
    }
}
