// SPDX-License-Identifier: Apache-2.0

/// The name of a fact that definitions speak of, such as `means.deception`: its group, a dot, its own name.
public struct AtomID: RawRepresentable, Sendable, Hashable, Codable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
    public var description: String { rawValue }
    public static func < (a: AtomID, b: AtomID) -> Bool { a.rawValue < b.rawValue }

    /// Not an atom of the catalogue: the age at the act, as a question that may decide.
    public static let age: AtomID = "fact.age_at_act"
    /// Not an atom of the catalogue: the date of the facts, as a question that may decide.
    public static let date: AtomID = "fact.date_of_facts"
}

/// What an atom is part of: something done, a way of doing it, an aim, or anything else.
public enum AtomGroup: String, Sendable, Hashable, Codable, CaseIterable {
    case act, means, purpose, fact
}

/// One fact that can be asked about and that definitions are built from.
public struct Atom: Sendable, Hashable, Identifiable {
    public let id: AtomID
    public let group: AtomGroup
    /// Its position in the catalogue and its bit in an `AtomSet`, from 0.
    public let number: Int
    /// One sentence for a yes, such as “The person was deceived.”
    public let yes: String
    /// One sentence for a no.
    public let no: String
    /// How to find out, in plain words; for whoever leads the conversation, not to be read aloud as it stands.
    public let question: String
}
