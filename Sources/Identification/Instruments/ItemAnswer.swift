// SPDX-License-Identifier: Apache-2.0

/// What was answered to one item.
public enum ItemAnswer: Sendable, Hashable, Codable {
    /// Yes or no to a question of that kind; unknown, declined or not asked to any.
    case answer(Answer)
    /// The options that were chosen.
    case codes([String])
    case number(Double)
    case text(String)
}
