// SPDX-License-Identifier: Apache-2.0

import Standard

/// Walks a JSON file, remembers where it is, and gathers what is wrong instead of stopping at the first fault.
/// A member that nobody reads is a fault too: a misspelt name must not vanish in silence.
package final class DataReader {
    package final class Problems {
        package let file: String
        package var list: [DataRefused.Problem] = []
        package init(file: String) { self.file = file }
    }

    package let tree: JSONTree
    package let place: String
    private let problems: Problems
    private var read: Set<String> = []

    package init(_ tree: JSONTree, place: String, problems: Problems) {
        self.tree = tree
        self.place = place
        self.problems = problems
    }

    package static func root(_ bytes: [UInt8], file: String) throws(DataRefused) -> DataReader {
        DataReader(try JSONTree(bytes, file: file), place: "", problems: Problems(file: file))
    }

    package func report(_ message: String) {
        let problem = DataRefused.Problem(file: problems.file, place: place, message: message)
        if !problems.list.contains(problem) { problems.list.append(problem) }
    }

    /// - Throws: what was reported, when anything was.
    package func finish() throws(DataRefused) {
        if !problems.list.isEmpty { throw DataRefused(problems: problems.list) }
    }

    package var hasProblems: Bool { !problems.list.isEmpty }

    private var members: [String: JSONTree] {
        if case .object(let members) = tree { return members }
        return [:]
    }

    /// The names of its members, sorted.
    package var names: [String] { members.keys.sorted() }

    package func has(_ name: String) -> Bool { members[name] != nil }

    /// One member, or nil when there is none.
    package func child(_ name: String) -> DataReader? {
        read.insert(name)
        return members[name].map { reader($0, at: name) }
    }

    private func reader(_ tree: JSONTree, at name: String) -> DataReader {
        DataReader(tree, place: place.isEmpty ? name : "\(place).\(name)", problems: problems)
    }

    /// The elements of a list, when this is one.
    package var elements: [DataReader]? {
        guard case .list(let list) = tree else { return nil }
        return list.enumerated().map { DataReader($1, place: "\(place)[\($0)]", problems: problems) }
    }

    /// Says that members nobody asked for are unknown.
    package func close() {
        guard case .object(let members) = tree else { return report("this should be an object in braces") }
        for name in members.keys.sorted() where !read.contains(name) {
            reader(members[name] ?? .null, at: name).report("nothing of this name belongs here")
        }
    }

    /// Notes that a member is known though it is not read here.
    package func ignore(_ name: String) { read.insert(name) }
}

extension DataReader {
    package var textValue: String? { if case .text(let text) = tree { text } else { nil } }

    package var numberValue: Double? { if case .number(let number) = tree { number } else { nil } }

    /// A text that must be there and not be empty.
    package func text(_ name: String) -> String {
        guard let child = child(name) else {
            report("“\(name)” is missing")
            return ""
        }
        guard let text = child.textValue, !text.isEmpty else {
            child.report("this should be a text that is not empty")
            return ""
        }
        return text
    }

    package func optionalText(_ name: String) -> String? {
        guard let child = child(name) else { return nil }
        if child.tree == .null { return nil }
        guard let text = child.textValue else {
            child.report("this should be a text")
            return nil
        }
        return text
    }

    package func flag(_ name: String) -> Bool {
        guard let child = child(name) else { return false }
        if case .flag(let flag) = child.tree { return flag }
        child.report("this should be true or false")
        return false
    }

    package func whole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let child = child(name), child.tree != .null else { return nil }
        guard let whole = child.whole(in: range) else { return nil }
        return whole
    }

    /// This value as a whole number.
    package func whole(in range: ClosedRange<Int>) -> Int? {
        if let number = numberValue, let whole = Int(exactly: number), range.contains(whole) { return whole }
        report("this should be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    package func date(_ name: String) -> PartialDate? {
        guard let child = child(name), child.tree != .null else { return nil }
        guard let text = child.textValue, let date = PartialDate(text) else {
            child.report("this should be a date such as 2025-07-01")
            return nil
        }
        return date
    }

    /// The elements of a list; an absent list has none.
    package func list(_ name: String) -> [DataReader] {
        guard let child = child(name) else { return [] }
        guard let elements = child.elements else {
            child.report("this should be a list in square brackets")
            return []
        }
        return elements
    }

    package func texts(_ name: String) -> [String] {
        list(name).compactMap { item in
            if let text = item.textValue, !text.isEmpty { return text }
            item.report("this should be a text that is not empty")
            return nil
        }
    }

    /// One of the raw values of an enumeration.
    package func choice<E: RawRepresentable & CaseIterable>(_ name: String, _ type: E.Type) -> E?
    where E.RawValue == String {
        guard let child = child(name) else {
            report("“\(name)” is missing")
            return nil
        }
        if let text = child.textValue, let value = E(rawValue: text) { return value }
        child.report("this should be one of: " + E.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    package func optionalChoice<E: RawRepresentable & CaseIterable>(_ name: String, _ type: E.Type) -> E?
    where E.RawValue == String {
        has(name) ? choice(name, type) : nil
    }
}
