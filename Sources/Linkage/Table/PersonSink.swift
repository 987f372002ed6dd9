// SPDX-License-Identifier: Apache-2.0

/// Takes rows field by field and keeps them as numbers.
struct PersonSink {
    private(set) var count = 0
    private var plan: [FieldRole?] = []
    private var placeOf: [Int] = []
    private var yearOfAges = 0
    private let ids = RowIDs()
    private let rawNames = TextPool(capacity: 1 << 12)
    private let sexes = TextPool(capacity: 16)
    private let nations = TextPool(capacity: 256)
    private let papers = TextPool(capacity: 1 << 12)
    private var places: [PlaceStore] = []
    private var stores: [FieldRole: NumberStore] = [:]
    private var scratch: [UInt8] = []
    private var row = Row()

    /// What one row says so far.
    private struct Row {
        var given: UInt32 = 0
        var surname: UInt32 = 0
        var name: UInt32 = 0
        var sex: UInt32 = 0
        var nation: UInt32 = 0
        var birth: UInt32 = 0
        var year: UInt32 = 0
        var phone: UInt32 = 0
        var document: UInt32 = 0
        var isFilled = false
    }

    /// One column that grows, shared by the two files.
    private final class NumberStore {
        var numbers: [UInt32] = []
    }

    private final class PlaceStore {
        let pool = TextPool(capacity: 1 << 10)
        var numbers: [UInt32] = []
        var current: UInt32 = 0
    }

    /// Gets ready for the columns of a file.
    mutating func prepare(_ plan: ColumnPlan, yearOfAges: Int) {
        self.plan = plan.roles
        self.yearOfAges = yearOfAges
        var place = 0
        placeOf = plan.roles.map { role in
            defer { if role == .place { place += 1 } }
            return role == .place ? place : 0
        }
        while places.count < plan.placeCount {
            let store = PlaceStore()
            store.numbers = Array(repeating: 0, count: count)
            places.append(store)
        }
        let kept: [(FieldRole, Bool)] = [
            (.givenName, plan.has(.givenName)), (.surname, plan.has(.surname)), (.name, plan.has(.name)),
            (.sex, plan.has(.sex)), (.nationality, plan.has(.nationality)), (.phone, plan.has(.phone)),
            (.document, plan.has(.document)),
            (.birthDate, plan.has(.birthDate) || plan.has(.birthYear) || plan.has(.age)),
        ]
        for (role, isThere) in kept where isThere && stores[role] == nil {
            let store = NumberStore()
            store.numbers = Array(repeating: 0, count: count)
            stores[role] = store
        }
    }

    /// Takes one line.
    mutating func row(_ fields: inout CSVFields) throws(LinkageError) {
        row = Row()
        for store in places { store.current = 0 }
        var column = 0
        repeat {
            let role = column < plan.count ? plan[column] : nil
            try fields.next { field in
                if field.isEmpty { return }
                guard let role else { return }
                row.isFilled = true
                if role == .id { ids.begin(field) } else { take(field, role, column) }
            }
            column += 1
        } while !fields.endsRow && !fields.isAtEnd
        if row.isFilled { keep() } else { ids.forget() }
    }

    private mutating func take(_ field: UnsafeBufferPointer<UInt8>, _ role: FieldRole, _ column: Int) {
        switch role {
        case .givenName: row.given = rawNames.number(field)
        case .surname: row.surname = rawNames.number(field)
        case .name: row.name = rawNames.number(field)
        case .sex: row.sex = SexForms.number(field, sexes)
        case .birthDate: row.birth = BirthDate.read(field)?.digits ?? 0
        case .birthYear:
            if let year = BirthDate.read(field)?.year { row.year = UInt32(clamping: year * 10_000) }
        case .age:
            let age = field.reduce(0) { $1 >= 48 && $1 <= 57 && $0 < 1_000 ? $0 * 10 + Int($1) - 48 : 1_000 }
            if age < 120, row.year == 0 { row.year = UInt32(clamping: (yearOfAges - age) * 10_000) }
        case .nationality: row.nation = nations.number(field)
        case .place: places[placeOf[column]].current = places[placeOf[column]].pool.number(field)
        case .phone:
            scratch.removeAll(keepingCapacity: true)
            CodeForms.phone(field, into: &scratch)
            row.phone = scratch.reduce(0) { $0 * 10 + UInt32($1) - 48 }
        case .document:
            scratch.removeAll(keepingCapacity: true)
            CodeForms.document(field, into: &scratch)
            row.document = papers.number(scratch)
        case .id, .ignore: return
        }
    }

    private mutating func keep() {
        count += 1
        ids.end()
        stores[.givenName]?.numbers.append(row.given)
        stores[.surname]?.numbers.append(row.surname)
        stores[.name]?.numbers.append(row.name)
        stores[.sex]?.numbers.append(row.sex)
        stores[.nationality]?.numbers.append(row.nation)
        stores[.phone]?.numbers.append(row.phone)
        stores[.document]?.numbers.append(row.document)
        stores[.birthDate]?.numbers.append(row.birth == 0 ? row.year : row.birth)
        for place in places { place.numbers.append(place.current) }
    }

    /// The columns, names and places in their forms.
    mutating func columns() -> (PersonColumns, notes: [String]) {
        var columns = PersonColumns()
        var notes: [String] = []
        columns.count = count
        columns.ids = ids
        let numbers = columns.names.numbers(of: rawNames)
        func named(_ role: FieldRole) -> Column<UInt32>? {
            stores[role].map { store in Column(store.numbers.map { numbers[Int($0)] }) }
        }
        columns.given = named(.givenName)
        columns.surname = named(.surname)
        columns.name = named(.name)
        columns.sex = stores[.sex].map { Column($0.numbers) }
        columns.phone = stores[.phone].map { Column($0.numbers) }
        columns.nationality = stores[.nationality].map { Self.plain($0.numbers, nations) }
        columns.document = stores[.document].map { CodedColumn(codes: Column($0.numbers), pool: papers) }
        columns.places = places.map { Self.plain($0.numbers, $0.pool) }
        columns.birth = stores[.birthDate].map { store in
            var dates = store.numbers
            if let note = NewYearDates.demote(&dates) { notes.append(note) }
            return Column(dates)
        }
        return (columns, notes)
    }

    /// Texts as they are compared: two that differ in marks or capitals only are one.
    private static func plain(_ numbers: [UInt32], _ raw: TextPool) -> CodedColumn {
        var normaliser = NameNormaliser()
        let pool = TextPool(capacity: raw.count)
        var forms: [UInt32] = [0]
        for number in 1..<max(1, raw.count) {
            forms.append(raw.withBytes(UInt32(number)) { text in normaliser.withPlain(of: text) { pool.number($0) } })
        }
        return CodedColumn(codes: Column(numbers.map { forms[Int($0)] }), pool: pool)
    }
}

/// Words for sexes as numbers.
enum SexForms {
    /// 1 for female, 2 for male, 3 and on for other words; 0 for none and for words that say nothing is known.
    static func number(_ field: UnsafeBufferPointer<UInt8>, _ others: TextPool) -> UInt32 {
        if field.count == 1 {
            if field[0] | 32 == UInt8(ascii: "f") { return 1 }
            if field[0] | 32 == UInt8(ascii: "m") { return 2 }
        }
        let word = field.prefix(12).map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
        switch String(decoding: word, as: UTF8.self) {
        case "f", "female", "woman", "girl", "femme", "fille", "mujer", "feminino", "femenino", "féminin", "w": return 1
        case "m", "male", "man", "boy", "homme", "garçon", "hombre", "masculino", "masculin": return 2
        case "", "u", "unknown", "x?", "?", "na", "n/a", "-", "not known": return 0
        default: return others.number(word) + 2
        }
    }
}

/// 1 January stands for “some day of that year” in registers that cannot leave a date open.
enum NewYearDates {
    /// Takes month and day off such dates when there are three times as many as chance would give, and at least ten.
    ///
    /// - Returns: a sentence when it did.
    static func demote(_ dates: inout [UInt32]) -> String? {
        let full = dates.count { BirthDate(digits: $0).hasDay }
        let first = dates.count { $0 % 10_000 == 101 }
        guard first >= 10, Double(first) > 3 * Double(full) / 365 else { return nil }
        for place in dates.indices where dates[place] % 10_000 == 101 { dates[place] -= 101 }
        return "\(first) dates are 1 January, many more than chance gives; only their year was used."
    }
}
