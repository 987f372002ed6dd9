// SPDX-License-Identifier: Apache-2.0

/// A field's exact name with its prefix, such as `vic_TypeOfExploitation`. HTCDS names are used verbatim;
/// Wayhouse's own fields begin with `wh_`.
///
/// A name of the codebook that is compiled in is held as its number: comparing, hashing and copying it costs no more
/// than an integer. Any other name is held as its text, and is as good a name.
public struct FieldName: RawRepresentable, Hashable, Sendable, Codable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    private enum Storage: Hashable, Sendable {
        case known(UInt16)
        case other(String)
    }
    private let storage: Storage

    public init(rawValue: String) { storage = KnownFieldNames.numbers[rawValue].map { .known($0) } ?? .other(rawValue) }
    public init(_ rawValue: String) { self.init(rawValue: rawValue) }
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var rawValue: String {
        switch storage {
        case .known(let number): KnownFieldNames.all[Int(number)]
        case .other(let text): text
        }
    }

    /// The position of the name among those of the codebook that is compiled in, in alphabetical order; nil for any
    /// other name. For tables in memory only: it changes with the codebook.
    package var number: Int? { if case .known(let number) = storage { Int(number) } else { nil } }

    /// The name that has this number.
    package init(number: Int) { storage = .known(UInt16(number)) }

    /// How many names have a number.
    package static var numberCount: Int { KnownFieldNames.all.count }

    public var description: String { rawValue }

    public static func < (a: FieldName, b: FieldName) -> Bool {
        if case (.known(let x), .known(let y)) = (a.storage, b.storage) { return x < y }
        return a.rawValue < b.rawValue
    }

    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .known(let number): hasher.combine(number)
        case .other(let text): hasher.combine(text)
        }
    }
}
