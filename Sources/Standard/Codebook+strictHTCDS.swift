// SPDX-License-Identifier: Apache-2.0

extension Codebook {
    /// Something that strict HTCDS cannot hold, and why. Never holds a value of a record.
    public struct Loss: Sendable, Hashable {
        /// The field that held it.
        public let field: FieldName
        /// One plain sentence.
        public let reason: String

        public init(field: FieldName, reason: String) {
            self.field = field
            self.reason = reason
        }
    }

    /// The same record for readers that know nothing but HTCDS 2.0.
    ///
    /// HTCDS fields pass unchanged but for values of ours in their lists, which become the value that their downgrade
    /// names. Our own fields become what their downgrade names, or are left out. What the record already says in an
    /// HTCDS field always wins over what ours would add to it. HTCDS has no words for an absence (`unknown`,
    /// `declined`, `notAsked`): it stays in its HTCDS field for writers that have a way to mark it, and counts as lost
    /// for all others.
    ///
    /// - Returns: values in HTCDS fields only, and what was lost: standard fields first, in the codebook's order; names
    ///   that the codebook does not know come last, by name.
    public func strictHTCDS(_ values: [FieldName: Value]) -> (values: [FieldName: Value], lost: [Loss]) {
        var writer = StrictWriter(codebook: self)
        for field in fields { if field.isStandard, let value = values[field.name] { writer.keep(value, of: field) } }
        for field in fields {
            if !field.isStandard, let value = values[field.name] { writer.convert(value, of: field) }
        }
        for name in values.keys.sorted() where self[name] == nil {
            writer.lose(name, "The codebook has no field of this name.")
        }
        return (writer.values, writer.lost)
    }
}

/// Gathers the values and the losses of one record.
private struct StrictWriter {
    let codebook: Codebook
    var values: [FieldName: Value] = [:]
    var lost: [Codebook.Loss] = []

    static let noAbsence = "HTCDS cannot say why there is no answer."

    mutating func lose(_ name: FieldName, _ reason: String) { lost.append(.init(field: name, reason: reason)) }

    /// A standard field: as it is, values of ours replaced.
    mutating func keep(_ value: Value, of field: Field) {
        if case .absent = value { lose(field.name, Self.noAbsence) }
        guard case .codes(let codes) = value, let list = codebook.picklist(of: field) else {
            values[field.name] = value
            return
        }
        var kept: [String] = []
        for code in codes {
            switch list[code]?.downgrade {
            case nil: append(code, to: &kept)
            // Whatever field it names, the list is the same, so the value stays in the field that held it.
            case .to(_, let instead?)?:
                append(instead, to: &kept)
                lose(field.name, "One of its values is our own; HTCDS gets the nearest value of its list.")
            case .to(_, nil)?: lose(field.name, "One of its values is our own, and HTCDS has none that is near.")
            case .dropped(let reason)?: lose(field.name, reason)
            }
        }
        if !kept.isEmpty { values[field.name] = .codes(kept) }
    }

    /// A field of ours: what its downgrade says.
    mutating func convert(_ value: Value, of field: Field) {
        if case .absent = value { return lose(field.name, Self.noAbsence) }
        switch field.downgrade {
        case nil: lose(field.name, "HTCDS has no place for it.")
        case .dropped(let reason)?: lose(field.name, reason)
        case .to(let target, let instead)?: move(value, of: field, to: target, as: instead)
        }
    }

    private mutating func move(_ value: Value, of field: Field, to target: FieldName, as instead: String?) {
        let label = codebook[target]?.label ?? target.rawValue
        switch value {
        case .flag(false): return lose(field.name, "HTCDS cannot write a no here.")
        case .flag(true):
            if let instead { add(instead, to: target) }
        case .codes(let codes):
            for code in codes {
                guard case .to(let place, let name?)? = codebook.picklist(of: field)?[code]?.downgrade else { continue }
                add(name, to: place)
            }
        default: if values[target] == nil { values[target] = value }
        }
        lose(field.name, "HTCDS gets what it can hold of it under “\(label)”.")
    }

    /// Adds a value to a field of several, or sets a field of one that is still empty.
    private mutating func add(_ code: String, to target: FieldName) {
        guard case .picklist(_, let multiple)? = codebook[target]?.kind else { return }
        guard case .codes(var codes)? = values[target] else {
            values[target] = .codes([code])
            return
        }
        guard multiple else { return }
        append(code, to: &codes)
        values[target] = .codes(codes)
    }

    private func append(_ code: String, to codes: inout [String]) { if !codes.contains(code) { codes.append(code) } }
}
