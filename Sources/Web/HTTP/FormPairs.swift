// SPDX-License-Identifier: Apache-2.0

/// What a form sent: names and what was typed, in order, names possibly repeated.
public struct FormPairs: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public private(set) var pairs: [(name: String, value: String)]

    public init(_ pairs: [(name: String, value: String)] = []) { self.pairs = pairs }
    public init(dictionaryLiteral elements: (String, String)...) { pairs = elements.map { (name: $0.0, value: $0.1) } }

    /// Reads `application/x-www-form-urlencoded` bytes (WHATWG URL §5.1). Costs one pass; never fails.
    public init(urlEncoded bytes: [UInt8]) {
        pairs = bytes.split(separator: 38).map { part in
            let cut = part.firstIndex(of: 61) ?? part.endIndex
            let value = cut == part.endIndex ? part[cut...] : part[part.index(after: cut)...]
            return (name: PercentCoding.decodeForm(part[..<cut]), value: PercentCoding.decodeForm(value))
        }
    }

    /// The first value of this name.
    public subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
    /// Every value of this name, in order.
    public func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
    /// True when something other than white space was typed.
    public func isFilled(_ name: String) -> Bool {
        pairs.contains { $0.name == name && !$0.value.allSatisfy(\.isWhitespace) }
    }

    public mutating func append(_ name: String, _ value: String) { pairs.append((name: name, value: value)) }

    /// Those whose name begins with `prefix`, without it.
    public func under(_ prefix: String) -> FormPairs {
        FormPairs(
            pairs.filter { $0.name.hasPrefix(prefix) }.map {
                (name: String($0.name.dropFirst(prefix.count)), value: $0.value)
            })
    }

    /// All of them as hidden inputs, each name after `prefix`.
    func hiddenInputs(prefix: String = "") -> [Markup] {
        pairs.map { pair in "<input type=\"hidden\" name=\"\(prefix)\(pair.name)\" value=\"\(pair.value)\">" }
    }

    public static func == (a: FormPairs, b: FormPairs) -> Bool { a.pairs.elementsEqual(b.pairs) { $0 == $1 } }
    public func hash(into hasher: inout Hasher) {
        for pair in pairs {
            hasher.combine(pair.name)
            hasher.combine(pair.value)
        }
    }
}
