// SPDX-License-Identifier: Apache-2.0

/// Something about a directory's file: where, and what. Never holds a value.
public struct DirectoryFinding: Sendable, Hashable, CustomStringConvertible {
    /// `note`: kept as it is, and the program does nothing with it. `warning`: taken in, and not as it should be.
    /// `error`: nothing of the file is taken in.
    public enum Severity: String, Sendable, Comparable {
        case note, warning, error
        private var rank: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    public let severity: Severity
    /// Such as `contents[3].phones[0].number` or `services.csv, row 4, status`.
    public let place: String
    public let message: String

    public var description: String { "\(severity.rawValue): \(place.isEmpty ? "" : place + ": ")\(message)" }
}

/// A file that cannot be taken in, with everything that is wrong with it.
public struct DirectoryRefused: Error, Sendable, Hashable {
    public let findings: [DirectoryFinding]
}
