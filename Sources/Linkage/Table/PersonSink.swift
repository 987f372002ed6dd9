// SPDX-License-Identifier: Apache-2.0

/// Takes the rows of one piece of a file field by field and keeps them as numbers of pools of its own.
struct PersonSink: ~Copyable {
    private(set) var count = 0
    /// Row after row: `Slot`s, then a number for each place.
    private(set) var cells: Growing<UInt32>
    let plan: ColumnPlan
    let placeCount: Int
    let ids: RowIDs
    let names = TextPool(capacity: 1 << 12)
    let sexes = TextPool(capacity: 16)
    let nations = TextPool(capacity: 256)
    let papers = TextPool(capacity: 1 << 12)
    let places: [TextPool]
    /// By column: what it holds, and where its number stands in a row.
    private let columns: [(role: FieldRole, slot: Int)?]
    private let yearOfAges: Int
    private var scratch: [UInt8] = []
    private var row: Column<UInt32>
    private var year: UInt32 = 0
    private var isFilled = false

    /// Where a row's numbers stand.
    enum Slot: Int, CaseIterable {
        case given, surname, name, sex, nation, birth, phone, document
    }

    /// - Parameter bytes: how many there are to read: room for as many rows as they will hold is asked for at once, and
    ///   what is not filled costs nothing.
    init(_ plan: ColumnPlan, yearOfAges: Int, bytes: Int) {
        self.plan = plan
        self.yearOfAges = yearOfAges
        placeCount = plan.placeCount
        places = (0..<plan.placeCount).map { _ in TextPool(capacity: 1 << 10) }
        let width = Slot.allCases.count + plan.placeCount
        row = Column(repeating: 0, count: width)
        cells = Growing(capacity: max(1_024, bytes / 24 * width))
        ids = RowIDs(capacity: max(1_024, bytes / 24))
        var place = Slot.allCases.count
        columns = plan.roles.map { role in
            guard let role, role != .ignore else { return nil }
            defer { if role == .place { place += 1 } }
            return (role, role == .place ? place : Self.slot(of: role))
        }
    }

    private static func slot(of role: FieldRole) -> Int {
        switch role {
        case .givenName: Slot.given.rawValue
        case .surname: Slot.surname.rawValue
        case .name: Slot.name.rawValue
        case .sex: Slot.sex.rawValue
        case .nationality: Slot.nation.rawValue
        case .phone: Slot.phone.rawValue
        case .document: Slot.document.rawValue
        case .birthDate, .birthYear, .age, .id, .place, .ignore: Slot.birth.rawValue
        }
    }

    /// Numbers of one row.
    var width: Int { Slot.allCases.count + placeCount }

    /// Takes one line.
    @inline(__always)
    mutating func row(_ fields: inout CSVFields) throws(LinkageError) {
        for slot in 0..<width { row[slot] = 0 }
        (year, isFilled) = (0, false)
        var column = 0
        repeat {
            let use = column < columns.count ? columns[column] : nil
            try fields.next { field in
                guard !field.isEmpty, let use else { return }
                isFilled = true
                if use.role == .id { ids.begin(field) } else { take(field, use.role, use.slot) }
            }
            column += 1
        } while !fields.endsRow && !fields.isAtEnd
        if isFilled { keep() } else { ids.forget() }
    }

    private mutating func take(_ field: UnsafeBufferPointer<UInt8>, _ role: FieldRole, _ slot: Int) {
        switch role {
        case .givenName, .surname, .name: row[slot] = names.number(field)
        case .sex: row[slot] = SexForms.number(field, sexes)
        case .birthDate: row[slot] = BirthDate.read(field)?.digits ?? 0
        case .birthYear:
            if let read = BirthDate.read(field)?.year { year = UInt32(clamping: read * 10_000) }
        case .age:
            let age = field.reduce(0) { $1 >= 48 && $1 <= 57 && $0 < 1_000 ? $0 * 10 + Int($1) - 48 : 1_000 }
            if age < 120, year == 0 { year = UInt32(clamping: (yearOfAges - age) * 10_000) }
        case .nationality: row[slot] = nations.number(field)
        case .place: row[slot] = places[slot - Slot.allCases.count].number(field)
        case .phone:
            scratch.removeAll(keepingCapacity: true)
            CodeForms.phone(field, into: &scratch)
            row[slot] = scratch.reduce(0) { $0 * 10 + UInt32($1) - 48 }
        case .document:
            scratch.removeAll(keepingCapacity: true)
            CodeForms.document(field, into: &scratch)
            row[slot] = papers.number(scratch)
        case .id, .ignore: return
        }
    }

    private mutating func keep() {
        count += 1
        ids.end()
        if row[Slot.birth.rawValue] == 0 { row[Slot.birth.rawValue] = year }
        for slot in 0..<width { cells.append(row[slot]) }
    }
}

/// What one piece of a file held.
final class PersonPiece: @unchecked Sendable {
    let sink: PersonSink

    init(_ sink: consuming PersonSink) { self.sink = sink }
}
