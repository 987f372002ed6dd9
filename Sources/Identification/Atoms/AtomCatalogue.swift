// SPDX-License-Identifier: Apache-2.0

/// Every atom there is, in the order in which they are shown.
public struct AtomCatalogue: Sendable {
    public let atoms: [Atom]
    private let numbers: [AtomID: Int]

    init(_ atoms: [Atom]) {
        self.atoms = atoms
        numbers = Dictionary(uniqueKeysWithValues: atoms.map { ($0.id, $0.number) })
    }

    /// The catalogue of this program. Compiled in, read on first use, the same for ever after.
    public static let current: AtomCatalogue = {
        do {
            return try AtomCatalogue(reading: BuiltIn.atoms, named: "atoms.json")
        } catch {
            preconditionFailure("The atoms that are compiled in cannot be read: \(error)")
        }
    }()

    /// The atom of this name, or nil.
    public subscript(_ id: AtomID) -> Atom? { numbers[id].map { atoms[$0] } }

    public func number(of id: AtomID) -> Int? { numbers[id] }

    /// The names of a set's members in the catalogue's order; the age and the date come last.
    func ids(_ set: AtomSet) -> [AtomID] {
        set.numbers.map { number in
            switch number {
            case AtomSet.age: .age
            case AtomSet.date: .date
            default: atoms[number].id
            }
        }
    }

    /// The atoms of one group, in order.
    public func atoms(in group: AtomGroup) -> [Atom] { atoms.filter { $0.group == group } }

    /// Reads `{"atoms": [{"id", "yes", "no", "question"}]}`.
    init(reading bytes: [UInt8], named file: String) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        var seen: Set<String> = []
        var atoms: [Atom] = []
        for item in data.list("atoms") {
            let id = item.text("id")
            let parts = id.split(separator: ".", omittingEmptySubsequences: false)
            let group = parts.first.flatMap { AtomGroup(rawValue: String($0)) }
            if group == nil || parts.count != 2 { item.report("the id is not a group, a dot and a name") }
            if !seen.insert(id).inserted { item.report("“\(id)” stands here twice") }
            atoms.append(
                Atom(
                    id: AtomID(id), group: group ?? .fact, number: atoms.count, yes: item.text("yes"),
                    no: item.text("no"), question: item.text("question")))
            item.close()
        }
        if atoms.count > AtomSet.room { data.report("there are more than \(AtomSet.room) atoms") }
        data.close()
        try data.finish()
        self.init(atoms)
    }
}
