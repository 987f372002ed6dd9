// SPDX-License-Identifier: Apache-2.0

/// Turns the conditions of an instrument's file into `Condition`s.
///
/// A condition is the id of an item (answered yes), or one of `{"chosen": ["item", "option"]}`, `{"answered": "item"}`,
/// `{"any": […]}`, `{"all": […]}`, `{"not": …}`, `{"atLeast": [2, {"count": […]}]}`, `{"ageBelow": 18}`,
/// `{"context": ["form", "sexual"]}`, `{"use": "part"}`, `{"always": true}`. A quantity is `{"count": [items]}`,
/// `{"sum": {"item": weight}}` or `{"score": "id"}`.
struct ConditionReader {
    /// Options by item; empty for items without.
    let options: [String: Set<String>]
    let scores: Set<String>
    var named: [String: DataReader] = [:]

    /// The condition; `always` after reporting what is wrong.
    func condition(_ data: DataReader?, using: [String] = []) -> Condition {
        guard let data else { return .always }
        if let item = data.textValue { return .yes(known(item, data)) }
        guard data.names.count == 1, let name = data.names.first, let child = data.child(name) else {
            data.report("a condition is the id of an item, or an object with one member")
            return .always
        }
        switch name {
        case "any": return .any(list(child, using))
        case "all": return .all(list(child, using))
        case "not": return .not(condition(child, using: using))
        case "answered": return .answered(known(child.textValue ?? "", child))
        case "chosen": return chosen(child)
        case "atLeast": return atLeast(child)
        case "ageBelow": return .ageBelow(child.whole(in: 1...120) ?? 1)
        case "context": return context(child)
        case "use": return used(child, using)
        case "always": return .always
        default:
            child.report("“\(name)” is no kind of condition")
            return .always
        }
    }

    private func known(_ item: String, _ data: DataReader) -> String {
        if options[item] == nil { data.report("there is no item “\(item)”") }
        return item
    }

    private func list(_ data: DataReader, _ using: [String]) -> [Condition] {
        guard let elements = data.elements, !elements.isEmpty else {
            data.report("this should be a list with at least one condition")
            return []
        }
        return elements.map { condition($0, using: using) }
    }

    private func chosen(_ data: DataReader) -> Condition {
        guard let pair = data.elements, pair.count == 2, let item = pair[0].textValue, let option = pair[1].textValue
        else {
            data.report("this should be an item and one of its options")
            return .always
        }
        if options[known(item, pair[0])]?.contains(option) == false { pair[1].report("the item has no such option") }
        return .chosen(item: item, option: option)
    }

    private func context(_ data: DataReader) -> Condition {
        guard let pair = data.elements, pair.count == 2, let name = pair[0].textValue, let value = pair[1].textValue,
            Respondent.names.contains(name)
        else {
            data.report("this should be one of \(Respondent.names.joined(separator: ", ")), and a value")
            return .always
        }
        return .context(name: name, value: value)
    }

    private func used(_ data: DataReader, _ using: [String]) -> Condition {
        guard let name = data.textValue, let other = named[name] else {
            data.report("there is no part of this name")
            return .always
        }
        if using.contains(name) {
            data.report("this goes round in a circle: " + (using + [name]).joined(separator: " → "))
            return .always
        }
        return condition(other, using: using + [name])
    }

    private func atLeast(_ data: DataReader) -> Condition {
        guard let pair = data.elements, pair.count == 2, let least = pair[0].whole(in: 0...10000) else {
            data.report("this should be a number and a quantity")
            return .always
        }
        return .atLeast(least, quantity(pair[1]))
    }

    func quantity(_ data: DataReader) -> Condition.Quantity {
        if let count = data.child("count") {
            let items = count.elements ?? []
            if items.isEmpty { count.report("this should be a list of items") }
            data.close()
            return .count(items.map { known($0.textValue ?? "", $0) })
        }
        if let sum = data.child("sum") {
            let terms = sum.names.compactMap { item in
                sum.whole(item, in: -1000...1000).map {
                    Condition.Weighted(item: known(item, sum), weight: $0)
                }
            }
            data.close()
            return .sum(terms)
        }
        if let score = data.child("score") {
            let id = score.textValue ?? ""
            if !scores.contains(id) { score.report("there is no score of this name before this place") }
            data.close()
            return .score(id)
        }
        data.report("a quantity is count, sum or score")
        return .count([])
    }
}
