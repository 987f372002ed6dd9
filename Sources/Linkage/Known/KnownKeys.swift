// SPDX-License-Identifier: Apache-2.0

/// Keys of one row under blocking rules, from its numbers: those of `BlockKeys` for one row at a time.
struct KnownKeys {
    private enum Part {
        case number(Int)
        case skeleton(Int)
        case date(Int, UInt32)
        case words([Int])
    }

    private let rules: [[Part]]
    private let names: NameDomain

    /// Rules that speak of fields which the model does not compare are left out.
    init(_ rules: [BlockingRule], _ numbers: PersonNumbers) {
        names = numbers.table.names
        self.rules = rules.compactMap { rule in
            let parts = rule.parts.compactMap { Self.part($0, numbers) }
            return parts.count == rule.parts.count ? parts : nil
        }
    }

    var count: Int { rules.count }

    /// 0 when the row lacks a part of the rule.
    @inline(__always)
    func key(_ rule: Int, _ strip: UnsafePointer<UInt32>) -> UInt32 {
        var key = BlockKeys.seed(of: rule)
        for part in rules[rule] {
            let value = value(part, strip)
            if value == 0 { return 0 }
            key = BlockKeys.joined(key, value)
        }
        return BlockKeys.shortened(key)
    }

    @inline(__always)
    private func value(_ part: Part, _ strip: UnsafePointer<UInt32>) -> UInt64 {
        switch part {
        case .number(let slot): return UInt64(strip[slot])
        case .skeleton(let slot): return UInt64(names.forms.base[Int(strip[slot])].skeleton)
        case .date(let slot, let unit): return BlockKeys.cut(strip[slot], to: unit)
        case .words(let slots): return slots.reduce(0) { $0 &+ names.wordSums.base[Int(strip[$1])] }
        }
    }

    private static func part(_ name: String, _ numbers: PersonNumbers) -> Part? {
        switch name {
        case "names":
            let slots = ["given_name", "surname", "name"].compactMap { numbers.slot(of: $0) }
            return slots.isEmpty ? nil : .words(slots)
        case "given_name", "surname", "name": return numbers.slot(of: name).map { .skeleton($0) }
        case "birth_date": return numbers.slot(of: "birth_date").map { .date($0, 1) }
        case "birth_month": return numbers.slot(of: "birth_date").map { .date($0, 100) }
        case "birth_year": return numbers.slot(of: "birth_date").map { .date($0, 10_000) }
        default: return numbers.slot(of: name).map { .number($0) }
        }
    }
}
