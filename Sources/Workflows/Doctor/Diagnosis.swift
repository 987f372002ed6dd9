// SPDX-License-Identifier: Apache-2.0

/// One thing that is not as it should be: what, where, and what to do.
public struct Diagnosis: Sendable, Hashable, Encodable {
    public enum Level: String, Sendable, Encodable, CaseIterable, Comparable {
        /// Works, and will cost something one day.
        case warning
        /// Data, or the people in it, are at risk now.
        case wrong

        public static func < (one: Level, other: Level) -> Bool { one == .warning && other == .wrong }
    }

    /// A stable name for programs, such as `folder-mode`.
    public let code: String
    public let level: Level
    /// A path, or what is meant.
    public let place: String
    public let what: String
    public let remedy: String

    enum CodingKeys: String, CodingKey {
        case code, level, what
        case place = "where"
        case remedy = "do"
    }

    static func warning(_ code: String, _ place: String, _ what: String, do remedy: String) -> Diagnosis {
        Diagnosis(code: code, level: .warning, place: place, what: what, remedy: remedy)
    }

    static func wrong(_ code: String, _ place: String, _ what: String, do remedy: String) -> Diagnosis {
        Diagnosis(code: code, level: .wrong, place: place, what: what, remedy: remedy)
    }
}
