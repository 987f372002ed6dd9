// SPDX-License-Identifier: Apache-2.0

import Standard

/// Writes facts back as coded fields, for files and programs that know nothing of atoms.
public struct FactWriter: Sendable {
    let mapping: FieldMapping

    public init(_ mapping: FieldMapping = .current) { self.mapping = mapping }

    /// What the fields can say of the facts.
    public struct Written: Sendable, Hashable {
        /// Codes and checkboxes; `hte_Type` is left to `eventTypes`.
        public var values: [FieldName: Value] = [:]
        /// Each is an event of its own.
        public var eventTypes: [String] = []
        /// Facts that no field can hold, in the order given.
        public var lost: [AtomID] = []
    }

    /// Facts that were read from a field go back to where they were; others to the value that stands for them. A no can
    /// be written only in a checkbox: a code that is missing from a list says nothing.
    public func written(_ sheet: FactSheet, _ catalogue: AtomCatalogue = .current) -> Written {
        var written = Written()
        for standing in sheet.standings(catalogue) {
            let origins = standing.counting.compactMap(\.origin).filter { $0.code != nil }
            for origin in origins { add(origin.code ?? "", to: origin.field, &written) }
            let isHeld = standing.counting.contains { $0.origin != nil }
            if isHeld || !standing.answer.truth.isDecided { continue }
            if let rule = rule(standing.atom, standing.answer) {
                add(rule.code ?? "", to: rule.field, &written)
            } else {
                written.lost.append(standing.atom)
            }
        }
        let shown = shown(by: written)
        let held = Set(sheet.standings(catalogue).filter { $0.answer == .yes }.map(\.atom)).intersection(shown)
        written.lost.removeAll { held.contains($0) }
        return written
    }

    /// Facts that the written values show whoever reads them, such as a commercial sex act beside prostitution.
    private func shown(by written: Written) -> Set<AtomID> {
        var shown: Set<AtomID> = []
        for rule in mapping.rules where rule.ifBelow == nil {
            guard let code = rule.code else { continue }
            let isWritten =
                switch written.values[rule.field] {
                case .codes(let codes)?: codes.contains(code)
                case .flag(let flag)?: code == (flag ? "TRUE" : "FALSE")
                default: rule.field == "hte_Type" && written.eventTypes.contains(code)
                }
            if isWritten { shown.formUnion(rule.yes) }
        }
        return shown
    }

    private func rule(_ atom: AtomID, _ answer: Answer) -> FieldMapping.Rule? {
        mapping.rules.first { rule in
            rule.code != nil && rule.back.contains(atom)
                && (answer == .yes ? rule.yes : rule.no).contains(atom)
        }
    }

    private func add(_ code: String, to field: FieldName, _ written: inout Written) {
        if field == "hte_Type" {
            if !written.eventTypes.contains(code) { written.eventTypes.append(code) }
        } else if code == "TRUE" || code == "FALSE" {
            written.values[field] = .flag(code == "TRUE")
        } else if case .codes(let codes)? = written.values[field] {
            if !codes.contains(code) { written.values[field] = .codes(codes + [code]) }
        } else {
            written.values[field] = .codes([code])
        }
    }
}
