// SPDX-License-Identifier: Apache-2.0

/// Puts the pieces of one or two files together: numbers of each piece's own pools become numbers of common ones, in
/// the order in which values are met from the first row to the last, however the files were cut.
struct PersonJoin {
    private let pieces: [PersonPiece]
    private let starts: [Int]
    private let count: Int

    init(_ pieces: [PersonPiece]) {
        self.pieces = pieces
        starts = pieces.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.sink.count) }
        count = starts.last ?? 0
    }

    /// The columns, names and places in their forms.
    func columns() -> (PersonColumns, notes: [String]) {
        var columns = PersonColumns()
        var notes: [String] = []
        columns.count = count
        let (named, others) = Parallel.both({ names() }, { otherTexts() })
        columns.ids = others.ids
        columns.names = named.domain
        let plain = named.numbers
        if has(.givenName) { columns.given = column(.given, plain) }
        if has(.surname) { columns.surname = column(.surname, plain) }
        if has(.name) { columns.name = column(.name, plain) }
        if has(.sex) { columns.sex = column(.sex, sexes()) }
        if has(.phone) { columns.phone = column(PersonSink.Slot.phone.rawValue) { _, number in number } }
        if has(.nationality) {
            let nations = others.nations
            columns.nationality = CodedColumn(codes: column(.nation, nations.numbers), pool: nations.pool)
        }
        if has(.document) {
            let papers = others.papers
            columns.document = CodedColumn(codes: column(.document, papers.numbers), pool: papers.pool)
        }
        columns.places = others.places.enumerated().map { place, texts in
            let slot = PersonSink.Slot.allCases.count + place
            return CodedColumn(codes: column(slot) { texts.numbers[$0][Int($1)] }, pool: texts.pool)
        }
        if has(.birthDate) || has(.birthYear) || has(.age) {
            let dates = column(PersonSink.Slot.birth.rawValue) { _, number in number }
            if let note = NewYearDates.demote(dates) { notes.append(note) }
            columns.birth = dates
        }
        return (columns, notes)
    }

    private func has(_ role: FieldRole) -> Bool { pieces.contains { $0.sink.plan.has(role) } }

    /// The names in their forms; by piece and number of its pool, their numbers.
    private func names() -> (domain: NameDomain, numbers: [[UInt32]]) {
        let raw = CommonTexts(pieces.map { $0.sink.names })
        let domain = NameDomain()
        let forms = domain.numbers(of: raw.pool)
        return (domain, raw.numbers.map { $0.map { forms[Int($0)] } })
    }

    /// What needs nothing of the names.
    private func otherTexts() -> OtherTexts {
        let ids = RowIDs(capacity: count)
        for piece in pieces { ids.append(piece.sink.ids) }
        let none = TextPool(capacity: 1)
        return OtherTexts(
            ids: ids, nations: PlainTexts(pieces.map { $0.sink.nations }),
            papers: CommonTexts(pieces.map { $0.sink.papers }),
            places: (0..<(pieces.map { $0.sink.placeCount }.max() ?? 0)).map { place in
                PlainTexts(pieces.map { $0.sink.placeCount > place ? $0.sink.places[place] : none })
            })
    }

    private struct OtherTexts: Sendable {
        let ids: RowIDs
        let nations: PlainTexts
        let papers: CommonTexts
        let places: [PlainTexts]
    }

    private func sexes() -> [[UInt32]] {
        let others = TextPool(capacity: 16)
        return pieces.map { piece in
            let own = piece.sink.sexes
            return [0, 1, 2]
                + (1..<max(1, own.count)).map {
                    own.withBytes(UInt32($0)) { others.number($0) } + SexForms.firstOther - 1
                }
        }
    }

    private func column(_ slot: PersonSink.Slot, _ numbers: [[UInt32]]) -> Column<UInt32> {
        column(slot.rawValue) { numbers[$0][Int($1)] }
    }

    /// One column of all pieces; rows of pieces that do not have it hold 0.
    private func column(_ slot: Int, _ number: @Sendable (_ piece: Int, _ own: UInt32) -> UInt32) -> Column<UInt32> {
        let column = Column<UInt32>(repeating: 0, count: count)
        _ = Parallel.map(pieces.count) { piece in
            let width = pieces[piece].sink.width
            guard slot < width else { return }
            let (cells, start) = (pieces[piece].sink.cells.base + slot, starts[piece])
            for row in 0..<pieces[piece].sink.count { column[start + row] = number(piece, cells[row * width]) }
        }
        return column
    }
}

/// Texts as they stand. The pool of the first piece, whose numbers are those of its rows already, takes in the others.
private struct CommonTexts: Sendable {
    let pool: TextPool
    /// By piece and number of its own pool.
    let numbers: [[UInt32]]

    init(_ pools: [TextPool]) {
        let common = pools.first ?? TextPool(capacity: 1)
        pool = common
        numbers =
            [Array(0..<UInt32(common.count))]
            + pools.dropFirst().map { own in
                [0] + (1..<max(1, own.count)).map { own.withBytes(UInt32($0)) { common.number($0) } }
            }
    }
}

/// Texts as they are compared: two that differ in marks or capitals only are one.
private struct PlainTexts: Sendable {
    let pool = TextPool(capacity: 1 << 10)
    /// By piece and number of its own pool.
    let numbers: [[UInt32]]

    init(_ pools: [TextPool]) {
        var normaliser = NameNormaliser()
        let common = pool
        numbers = pools.map { own in
            [0]
                + (1..<max(1, own.count)).map { number in
                    own.withBytes(UInt32(number)) { text in normaliser.withPlain(of: text) { common.number($0) } }
                }
        }
    }
}
