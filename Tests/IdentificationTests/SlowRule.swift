// SPDX-License-Identifier: Apache-2.0

@testable import Identification

/// The rules once more, read straight from the file and decided by trying every completion of what is not known.
/// Shares nothing with `Rule` but the file.
indirect enum SlowRule: Sendable {
    case atom(Int)
    case any([SlowRule])
    case all([SlowRule])
    case not(SlowRule)
    case below(Int)
    case open(Int)

    /// One world: every question has an answer.
    struct World: Sendable {
        var holds: [Bool]
        var age: Int
        /// Whether each point that the law leaves open is taken to be so.
        var open: Bool
    }

    func value(_ world: World) -> Bool {
        switch self {
        case .atom(let number): return world.holds[number]
        case .any(let rules):
            for rule in rules where rule.value(world) { return true }
            return false
        case .all(let rules):
            for rule in rules where !rule.value(world) { return false }
            return true
        case .not(let rule): return !rule.value(world)
        case .below(let years): return world.age < years
        case .open: return world.open
        }
    }

    var atoms: Set<Int> {
        switch self {
        case .atom(let number): [number]
        case .any(let rules), .all(let rules): rules.reduce(into: []) { $0.formUnion($1.atoms) }
        case .not(let rule): rule.atoms
        case .below, .open: []
        }
    }

    /// - Parameter elements: The trees of the elements' rules by their ids.
    init(_ tree: JSONTree, elements: [String: JSONTree]) {
        switch tree {
        case .text(let name): self = .atom(AtomCatalogue.current.number(of: AtomID(name))!)
        case .object(let members):
            let (kind, value) = members.first!
            switch (kind, value) {
            case ("any", .list(let list)): self = .any(list.map { SlowRule($0, elements: elements) })
            case ("all", .list(let list)): self = .all(list.map { SlowRule($0, elements: elements) })
            case ("not", _): self = .not(SlowRule(value, elements: elements))
            case ("ageBelow", .number(let years)): self = .below(Int(years))
            case ("use", .text(let name)): self = SlowRule(elements[name]!, elements: elements)
            case ("unsettled", _): self = .open(0)
            default: preconditionFailure("no rule: \(kind)")
            }
        default: preconditionFailure("no rule")
        }
    }

    /// Every wording of every definition, by its id.
    static let all: [(id: String, rule: SlowRule)] = {
        BuiltIn.definitions.flatMap { file -> [(id: String, rule: SlowRule)] in
            guard case .object(let root)? = try? JSONTree(file.bytes, file: file.name),
                case .list(let versions)? = root["versions"]
            else { return [] }
            return versions.map { version in
                guard case .object(let members) = version, case .text(let id)? = members["id"],
                    case .list(let list)? = members["elements"], let rule = members["rule"]
                else { preconditionFailure("no version") }
                var elements: [String: JSONTree] = [:]
                for case .object(let element) in list {
                    if case .text(let name)? = element["id"] { elements[name] = element["rule"] }
                }
                return (id, SlowRule(rule, elements: elements))
            }
        }
    }()

    /// Yes when it holds in every completion, no when in none.
    func decided(_ facts: Facts) -> Truth {
        let open = atoms.filter { facts[$0] == .unknown }.sorted()
        var world = World(holds: (0..<128).map { facts[$0] == .yes }, age: 0, open: false)
        var (some, every) = (false, true)
        // Lines are drawn at 2, 16, 18 and 24: one age of each stretch stands for all in it.
        let ages = Set([0, 1, 2, 15, 16, 17, 18, 23, 24, 150, facts.age.least, facts.age.most])
            .filter { $0 >= facts.age.least && $0 <= facts.age.most }
        for age in ages {
            for openPoint in [false, true] {
                for bits in 0..<(1 << open.count) {
                    for (at, number) in open.enumerated() { world.holds[number] = bits >> at & 1 == 1 }
                    world.age = age
                    world.open = openPoint
                    if value(world) { some = true } else { every = false }
                    if some, !every { return .unknown }
                }
            }
        }
        return every ? .yes : .no
    }
}
