// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// A place in a case where words were found.
public struct CaseFind: Sendable, Hashable {
    public let record: Stored
    public let field: FieldName
    /// The value as text, labels in place of codes.
    public let text: String
}

/// The places of a case that hold words, as far as the reader may see it: each word begins some word of the same
/// record. The look is in the audit log before this returns, as that of the case; the words are not.
///
/// - Parameter label: What a code of a field is called.
/// - Returns: the case, and places in the order of its records; nothing for no words.
/// - Throws: `Refusal`, hidden when there is no such case for the reader; `StoreError`.
public func searchCase(
    _ id: EntityID, for words: String, by access: Access, in store: CaseStore,
    label: (String, FieldName) -> String = { code, _ in code }
) async throws -> (file: CaseFile, found: [CaseFind]) {
    let file = try await readCase(id, by: access, in: store)
    let wanted = NameFold.words(String(words.prefix(200)))
    guard !wanted.isEmpty else { return (file, []) }
    let people = file.people.values.sorted { $0.id < $1.id }
    let records = file.records.filter { !$0.record.kind.isHousekeeping } + people
    return (file, records.flatMap { $0.places(of: wanted, label) })
}

extension RecordKind {
    /// Written by the program for itself: nobody looks for words in it.
    fileprivate var isHousekeeping: Bool { self == .notice }
}

extension Stored {
    /// Nothing unless every word is somewhere in the record.
    fileprivate func places(of wanted: [String], _ label: (String, FieldName) -> String) -> [CaseFind] {
        var missing = Set(wanted)
        var found: [CaseFind] = []
        for name in record.names {
            guard let text = record[name]?.searchable(name, label) else { continue }
            let words = NameFold.words(text)
            let here = wanted.filter { word in words.contains { $0.hasPrefix(word) } }
            if here.isEmpty { continue }
            missing.subtract(here)
            found.append(CaseFind(record: self, field: name, text: text))
        }
        return missing.isEmpty ? found : []
    }
}

extension Value {
    /// Nil for what holds no words, and for ids.
    fileprivate func searchable(_ name: FieldName, _ label: (String, FieldName) -> String) -> String? {
        switch self {
        case .text(let text): EntityID(text) == nil ? text : nil
        case .codes(let codes): codes.map { label($0, name) }.joined(separator: ", ")
        case .date(let date): date.description
        case .number, .flag, .absent: nil
        }
    }
}
