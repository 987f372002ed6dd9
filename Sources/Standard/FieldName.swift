// SPDX-License-Identifier: Apache-2.0

/// A field's exact name with its prefix, such as `vic_TypeOfExploitation`. HTCDS names are used verbatim;
/// Wayhouse's own fields begin with `wh_`.
public struct FieldName: RawRepresentable, Hashable, Sendable, Codable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
    public static func < (a: FieldName, b: FieldName) -> Bool { a.rawValue < b.rawValue }
}
