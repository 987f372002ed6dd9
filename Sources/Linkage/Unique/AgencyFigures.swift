// SPDX-License-Identifier: Apache-2.0

/// What an agency says of its list as a whole, beside the tokens: counts that let the unit correct for links missed and
/// links made by chance. No figure is of one person.
public struct AgencyFigures: Sendable, Codable, Equatable {
    /// People after the agency's own de-duplication.
    public var people = 0
    /// People without a single key: they cannot be met and count as known to this agency alone.
    public var withoutKey = 0
    /// People who stand in the list twice or more, by the agency's own code, and of those how many two rows would have
    /// been met by the keys; and met without telephone and document.
    public var repeated = 0
    public var repeatedMet = 0
    public var repeatedMetByPerson = 0
    /// Pairs of different people who would have been taken for one.
    public var pairsByChance = 0

    public init() {}
}
