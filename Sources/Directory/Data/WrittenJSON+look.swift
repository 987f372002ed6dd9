// SPDX-License-Identifier: Apache-2.0

import Interchange

extension WrittenJSON {
    /// The value of a member; nil when this is no object or has none of that name.
    subscript(_ name: String) -> WrittenJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == name }?.value
    }

    var text: String? {
        switch self {
        case .text(let text): text
        case .number(let digits): digits
        case .null, .flag, .list, .object: nil
        }
    }

    var number: Double? { text.flatMap(Double.init) }

    /// The elements of a list; none when this is no list.
    var elements: [WrittenJSON] { if case .list(let list) = self { list } else { [] } }

    var members: [JSONMember] { if case .object(let members) = self { members } else { [] } }

    func list(_ name: String) -> [WrittenJSON] { self[name]?.elements ?? [] }

    func text(_ name: String) -> String? { self[name]?.text }

    /// As UTF-8, two spaces a level, members in their order and numbers as they were written.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        append(to: &out, indent: 0)
        out.append(10)
        return out
    }

    private func append(to out: inout [UInt8], indent: Int) {
        switch self {
        case .null: out += Array("null".utf8)
        case .flag(let flag): out += Array((flag ? "true" : "false").utf8)
        case .number(let digits): out += Array(digits.utf8)
        case .text(let text): JSONText.append(text, to: &out)
        case .list(let list):
            Self.append("[", "]", list, to: &out, indent) { value, out in value.append(to: &out, indent: indent + 1) }
        case .object(let members):
            Self.append("{", "}", members, to: &out, indent) { member, out in
                JSONText.append(member.key, to: &out)
                out += [0x3A, 0x20]
                member.value.append(to: &out, indent: indent + 1)
            }
        }
    }

    private static func append<T>(
        _ open: String, _ close: String, _ all: [T], to out: inout [UInt8], _ indent: Int,
        _ each: (T, inout [UInt8]) -> Void
    ) {
        out += Array(open.utf8)
        for (place, one) in all.enumerated() {
            out += place == 0 ? [10] : [0x2C, 10]
            out += [UInt8](repeating: 0x20, count: 2 * (indent + 1))
            each(one, &out)
        }
        if !all.isEmpty { out += [10] + [UInt8](repeating: 0x20, count: 2 * indent) }
        out += Array(close.utf8)
    }
}
