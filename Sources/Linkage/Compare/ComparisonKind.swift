// SPDX-License-Identifier: Apache-2.0

/// How values of one field are compared. Each way has levels of agreement; the first that holds, best first, counts.
public enum ComparisonKind: String, Sendable, Codable, CaseIterable {
    case name, date, code, text, phone, document

    /// Ids of the levels from “nothing agrees” upwards. A level's number is its place here plus one; 0 says that a
    /// value is missing and weighs nothing.
    public var levels: [String] {
        switch self {
        case .name: ["else", "alike", "part", "similar", "swapped", "skeleton", "sound", "same"]
        case .date:
            ["else", "near", "same_year", "year", "same_month", "month", "slip", "day_and_month_swapped", "same"]
        case .code: ["else", "same"]
        case .text: ["else", "similar", "slip", "same"]
        case .phone: ["else", "slip", "same"]
        case .document: ["else", "two_slips", "slip", "same"]
        }
    }

    /// Levels whose weight depends on how frequent the shared value is.
    public func isFrequencyAdjusted(_ level: Int) -> Bool {
        switch self {
        case .name: level >= 6
        case .code: level == 2
        case .text: level == 4
        case .date: level >= 4
        case .phone, .document: false
        }
    }

    /// Similarity from which two names or texts are `similar`, and two names `alike`.
    static let similarName = 0.92
    static let alikeName = 0.80
    static let similarText = 0.88
}
