// SPDX-License-Identifier: Apache-2.0

/// One person as numbers of a matcher's pools.
struct TraitRow {
    struct Name: Equatable {
        /// Plain numbers of the name domain; 0 for nothing.
        let given: UInt32
        let surname: UInt32
    }

    var names: [Name]
    /// YYYYMMDD with noughts for what is unknown; 0 for nothing.
    var birth: UInt32
    var sex: UInt32
    var nations: [UInt32]
    var document: UInt32

    var nation: UInt32 { nations.first ?? 0 }
    var isEmpty: Bool { names.allSatisfy { $0 == Name(given: 0, surname: 0) } && birth == 0 && document == 0 }
}

/// Turns traits into rows: every text once, with a number.
struct TraitReader {
    let names = NameDomain()
    let papers = TextPool(capacity: 1 << 10)
    private let sexes = TextPool(capacity: 16)
    private let nations = TextPool(capacity: 256)
    /// Names that were read before.
    private var known: [String: UInt32] = ["": 0]
    /// A longer name is a mistake; its beginning tells enough.
    private static let longest = 400

    mutating func row(_ traits: PersonTraits) -> TraitRow {
        var names: [TraitRow.Name] = []
        for name in traits.names.prefix(4) {
            let read = TraitRow.Name(given: number(name.given), surname: number(name.surname))
            if !names.contains(read) { names.append(read) }
        }
        return TraitRow(
            names: names, birth: traits.birth?.digits ?? 0,
            sex: Self.withBytes(traits.sex) { SexForms.number($0, sexes) },
            nations: traits.nationalities.map { code in Self.withBytes(code) { nations.number($0) } },
            document: paper(traits.document))
    }

    /// Makes many names known at one go: words that only ICU can write cost a millisecond alone.
    mutating func learn(_ people: [PersonTraits]) {
        let raw = TextPool(capacity: people.count)
        var texts: [String] = []
        for person in people {
            for name in person.names { texts += [name.given, name.surname].map { Self.short($0) } }
        }
        let new = Set(texts).subtracting(known.keys).sorted()
        let places = new.map { text in Self.withBytes(text) { raw.number($0) } }
        let numbers = names.numbers(of: raw)
        for (text, place) in zip(new, places) { known[text] = numbers[Int(place)] }
    }

    private mutating func number(_ name: String) -> UInt32 {
        let name = Self.short(name)
        if let number = known[name] { return number }
        let raw = TextPool(capacity: 1)
        _ = Self.withBytes(name) { raw.number($0) }
        let number = names.numbers(of: raw).last ?? 0
        known[name] = number
        return number
    }

    private func paper(_ text: String) -> UInt32 {
        var form: [UInt8] = []
        Self.withBytes(String(text.prefix(100))) { CodeForms.document($0, into: &form) }
        return papers.number(form)
    }

    private static func short(_ name: String) -> String {
        name.utf8.count <= longest ? name : String(name.prefix(longest / 4))
    }

    private static func withBytes<T>(_ text: String, _ use: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        var text = text
        return text.withUTF8(use)
    }
}
