// SPDX-License-Identifier: Apache-2.0

/// Any JSON, for documents whose shape is data.
enum JSONValue: Encodable, Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByArrayLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String), flag(Bool), list([JSONValue]), object([String: JSONValue])

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .text(let text): try single.encode(text)
        case .flag(let flag): try single.encode(flag)
        case .list(let list): try single.encode(list)
        case .object(let object): try single.encode(object)
        }
    }

    /// A member of an object; nil for anything else.
    subscript(_ key: String) -> JSONValue? { if case .object(let object) = self { object[key] } else { nil } }
}
