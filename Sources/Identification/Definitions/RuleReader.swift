// SPDX-License-Identifier: Apache-2.0

/// Turns the rules of a data file into `Rule`s.
///
/// A rule is the name of an atom, or one of `{"any": […]}`, `{"all": […]}`, `{"not": …}`, `{"ageBelow": 18}`,
/// `{"use": "name of an element"}`, `{"unsettled": "what the law leaves open"}`.
struct RuleReader {
    let catalogue: AtomCatalogue
    /// Rules by the name under which others may use them.
    var named: [String: DataReader] = [:]

    /// The rule, or nil after reporting what is wrong with it.
    func rule(_ data: DataReader) -> Rule? { rule(data, using: []) }

    private func rule(_ data: DataReader, using: [String]) -> Rule? {
        if let text = data.textValue { return atom(text, data) }
        guard data.names.count == 1, let name = data.names.first, let child = data.child(name) else {
            data.report(
                "a rule is the name of an atom, or an object with one member: any, all, not, ageBelow, use, unsettled")
            return nil
        }
        switch name {
        case "any": return joined(child, using).map { Self.flattened($0, anyone: true) }
        case "all": return joined(child, using).map { Self.flattened($0, anyone: false) }
        case "not": return rule(child, using: using).map { .not($0) }
        case "ageBelow": return child.whole(in: 1...120).map { .ageBelow($0) }
        case "use": return used(child, using)
        case "unsettled":
            guard let words = child.textValue, !words.isEmpty else {
                child.report("this should say in words what is unsettled")
                return nil
            }
            return .unsettled(words)
        default:
            child.report("“\(name)” is no kind of rule")
            return nil
        }
    }

    private func atom(_ text: String, _ data: DataReader) -> Rule? {
        if let number = catalogue.number(of: AtomID(text)) { return .any(AtomSet([number])) }
        data.report("there is no atom “\(text)”" + catalogue.hint(for: text))
        return nil
    }

    private func joined(_ data: DataReader, _ using: [String]) -> [Rule]? {
        guard let elements = data.elements, !elements.isEmpty else {
            data.report("this should be a list with at least one rule")
            return nil
        }
        let rules = elements.map { rule($0, using: using) }
        return rules.contains(nil) ? nil : rules.compactMap(\.self)
    }

    private func used(_ data: DataReader, _ using: [String]) -> Rule? {
        guard let name = data.textValue, let other = named[name] else {
            data.report("there is no element of this name")
            return nil
        }
        if using.contains(name) {
            data.report("this goes round in a circle: " + (using + [name]).joined(separator: " → "))
            return nil
        }
        return rule(other, using: using + [name])
    }

    /// Single atoms beside each other become one set.
    private static func flattened(_ rules: [Rule], anyone: Bool) -> Rule {
        var atoms = AtomSet()
        var others: [Rule] = []
        for rule in rules {
            switch rule {
            case .any(let set) where anyone || set.count == 1: atoms = atoms.union(set)
            case .all(let set) where !anyone || set.count == 1: atoms = atoms.union(set)
            case .anyOf(let inner) where anyone: others += inner
            case .allOf(let inner) where !anyone: others += inner
            default: others.append(rule)
            }
        }
        if others.isEmpty { return anyone ? .any(atoms) : .all(atoms) }
        if !atoms.isEmpty { others.insert(anyone ? .any(atoms) : .all(atoms), at: 0) }
        if others.count == 1 { return others[0] }
        return anyone ? .anyOf(others) : .allOf(others)
    }
}
