// SPDX-License-Identifier: Apache-2.0

import Standard

/// Something that was noticed about what came in: where, what, and what to do. Never holds a value of a record.
public struct Finding: Sendable, Hashable, Codable {
    public var severity: Severity
    public var code: Code
    /// The worksheet, when there are several.
    public var sheet: String?
    /// 1-based row of the sheet or file.
    public var row: Int?
    /// The column's letter or header.
    public var column: String?
    public var field: FieldName?
    /// One or two plain sentences for the person who sent it.
    public var message: String
    /// For unknown fields and values: the nearest known name, when one is near.
    public var suggestion: String?

    /// `note`: for information. `warning`: taken in, with a loss or a guess that the message names.
    /// `draft`: the row is kept as a draft until somebody looks. `error`: nothing of the file is taken in.
    public enum Severity: String, Sendable, Codable, Comparable {
        case note, warning, draft, error
        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .draft: 2
            case .error: 3
            }
        }
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    /// Stable names for programs that read the findings.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
        public init(from decoder: any Decoder) throws {
            rawValue = try decoder.singleValueContainer().decode(String.self)
        }
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(rawValue)
        }
        public static let unknownField: Code = "unknown-field"
        public static let unknownValue: Code = "unknown-value"
        public static let wrongKind: Code = "wrong-kind"
        public static let tooLong: Code = "too-long"
        public static let outOfRange: Code = "out-of-range"
        public static let missingLink: Code = "missing-link"
        public static let badText: Code = "bad-text"
    }

    public init(
        _ code: Code, severity: Severity = .draft, sheet: String? = nil, row: Int? = nil, column: String? = nil,
        field: FieldName?, _ message: String, suggestion: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.sheet = sheet
        self.row = row
        self.column = column
        self.field = field
        self.message = message
        self.suggestion = suggestion
    }
}
