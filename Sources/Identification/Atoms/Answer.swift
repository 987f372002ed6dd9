// SPDX-License-Identifier: Apache-2.0

/// What was answered to the question whether a fact holds. A box nobody touched is `notAsked`, never `no`.
public enum Answer: String, Sendable, Hashable, Codable, CaseIterable {
    case yes, no
    /// It was asked, and nobody knows.
    case unknown
    /// It was asked, and the person would rather not say.
    case declined
    case notAsked

    /// What it says of the fact: an answer that is neither yes nor no leaves it open.
    public var truth: Truth {
        switch self {
        case .yes: .yes
        case .no: .no
        case .unknown, .declined, .notAsked: .unknown
        }
    }
}
