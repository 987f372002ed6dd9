// SPDX-License-Identifier: Apache-2.0

/// Turns what is said of one person into the numbers that comparisons look at, with pools that grow.
final class PersonNumbers {
    /// Without rows: its pools are those of the numbers.
    let table: PersonTable
    let strips: RowStrips
    private let comparisons: [FieldComparison]
    /// Words for sexes beside the known two.
    private let sexes = TextPool(capacity: 16)
    private var normaliser = NameNormaliser()
    private var scratch: [UInt8] = []

    init(_ comparisons: [FieldComparison]) {
        self.comparisons = comparisons
        let fields = Set(comparisons.map(\.field))
        func column(_ field: String) -> Column<UInt32>? { fields.contains(field) ? Column([]) : nil }
        func coded(_ field: String) -> CodedColumn? {
            fields.contains(field) ? CodedColumn(codes: Column([]), pool: TextPool()) : nil
        }
        var columns = PersonColumns()
        columns.given = column("given_name")
        columns.surname = column("surname")
        columns.name = column("name")
        columns.birth = column("birth_date")
        columns.sex = column("sex")
        columns.phone = column("phone")
        columns.nationality = coded("nationality")
        columns.document = coded("document")
        let places = (0..<16).prefix { fields.contains(FieldComparison.placeName($0)) }
        columns.places = places.compactMap { coded(FieldComparison.placeName($0)) }
        table = PersonTable(columns, boundary: 0, uses: [], notes: [])
        strips = RowStrips(table, comparisons, isCounted: false)
    }

    /// Numbers of one row.
    var width: Int { strips.width }

    /// Where a field's number stands; nil when the model does not compare it.
    func slot(of field: String) -> Int? { comparisons.firstIndex { $0.field == field } }

    func read(_ person: KnownPerson, into strip: UnsafeMutablePointer<UInt32>) {
        for (slot, comparison) in comparisons.enumerated() {
            strip[slot] = number(person, comparison)
        }
    }

    /// The same for as long as `body` runs; then words that were new are forgotten again.
    func asking(_ person: KnownPerson, into strip: UnsafeMutablePointer<UInt32>, _ body: () -> Void) {
        let pools = pools
        let counts = pools.map(\.count)
        let known = table.names.counts
        read(person, into: strip)
        body()
        for (pool, count) in zip(pools, counts) { pool.forget(from: count) }
        table.names.forget(from: known)
    }

    private var pools: [TextPool] {
        [sexes, table.nationality?.pool, table.document?.pool].compactMap(\.self) + table.places.map(\.pool)
    }

    /// How many different words are held.
    var words: Int {
        let names = table.names.counts
        return pools.reduce(names.plain + names.sounds + names.skeletons) { $0 + $1.count }
    }

    private func number(_ person: KnownPerson, _ comparison: FieldComparison) -> UInt32 {
        switch comparison.field {
        case "given_name": return withBytes(person.given) { table.names.add($0) }
        case "surname": return withBytes(person.surname) { table.names.add($0) }
        case "name": return withBytes(person.name) { table.names.add($0) }
        case "birth_date": return person.birth?.digits ?? 0
        case "sex": return person.sex.isEmpty ? 0 : withBytes(person.sex) { SexForms.number($0, sexes) }
        case "nationality": return plain(person.nationality, table.nationality?.pool)
        case "phone":
            scratch.removeAll(keepingCapacity: true)
            withBytes(person.phone) { CodeForms.phone($0, into: &scratch) }
            return scratch.reduce(0) { $0 * 10 + UInt32($1) - 48 }
        case "document":
            scratch.removeAll(keepingCapacity: true)
            withBytes(person.document) { CodeForms.document($0, into: &scratch) }
            return table.document?.pool.number(scratch) ?? 0
        default:
            guard let place = table.places.indices.first(where: { FieldComparison.placeName($0) == comparison.field }),
                place < person.places.count
            else { return 0 }
            return plain(person.places[place], table.places[place].pool)
        }
    }

    private func plain(_ text: String, _ pool: TextPool?) -> UInt32 {
        guard let pool else { return 0 }
        return withBytes(text) { bytes in normaliser.withPlain(of: bytes) { pool.number($0) } }
    }

    private func withBytes<T>(_ text: String, _ use: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        var text = text
        return text.withUTF8(use)
    }
}
