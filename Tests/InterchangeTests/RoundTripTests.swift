// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Interchange

@Suite struct RoundTripTests {
    /// What may stand in a flat row.
    private let flat = Codebook.current.fields.filter(\.section.isFlat)

    /// One row that fills every field of the codebook, by kind.
    private func fullRow(_ turn: Int, fields: [Field]) -> [FieldName: Value] {
        var row: [FieldName: Value] = [:]
        for (index, field) in fields.enumerated() {
            switch field.kind {
            case .text, .lookup: row[field.name] = .text("Nguyễn; \"Ama\", <\(index)> & සුනිල්_x0041_ \(turn)")
            case .longText: row[field.name] = .text("First line\nSecond; line, \(turn)\tend")
            case .date:
                row[field.name] = .date(
                    PartialDate(["1998", "1998-05", "1998-05-12", "2001-02-28~", "1900-01-15"][(turn + index) % 5])!)
            case .number(let whole): row[field.name] = .number(whole ? Double(turn) : 1.5)
            case .latitude: row[field.name] = .number(-6.9271)
            case .longitude: row[field.name] = .number(120.25)
            case .checkbox: row[field.name] = .flag(turn % 2 == 0)
            case .picklist(let id, let multiple):
                let values = Codebook.current.picklists[id]!.values.map(\.name)
                let first = values[(turn * 3 + index) % values.count]
                let second = values[(turn * 7 + index + 1) % values.count]
                row[field.name] = .codes(multiple && first != second ? [first, second] : [first])
            }
        }
        return row
    }

    @Test func `every field goes out and comes back in every form`() throws {
        let standard = (0..<60).map { fullRow($0, fields: Codebook.current.standardFields) }
        let all = (0..<60).map { fullRow($0, fields: flat) }
        func check(_ bytes: [UInt8], _ rows: [[FieldName: Value]], _ form: String) throws {
            let reading = try HTCDSReader.read(bytes)
            #expect(
                reading.codes(.draft).isEmpty && reading.codes(.warning).isEmpty,
                "\(form) \(reading.findings.first.debugDescription)")
            for (read, row) in zip(reading.rows, rows) {
                let different = row.keys.filter { read.values[$0] != row[$0] }
                #expect(
                    different.isEmpty && read.values.count == row.count,
                    "\(form) \(different.map { ($0, row[$0]!, read.values[$0] as Any) })")
            }
            #expect(reading.rows.count == rows.count)
        }
        try check(HTCDSWriter.csv(standard), standard, "csv")
        try check(HTCDSWriter.csv(all, fields: flat.map(\.name)), all, "csv of all fields")
        try check(HTCDSWriter.json(all), all, "json")
        for template in Template.allCases {
            try check(HTCDSWriter.xlsx(all, template: template), all, "xlsx \(template)")
        }
    }

    @Test func `every value of every list reads back from how the workbook spells it`() {
        for picklist in Codebook.current.picklists.values {
            for value in picklist.values {
                let spelled = picklist.resolve(value.templateLabel) == value.name ? value.templateLabel : value.name
                #expect(picklist.resolve(spelled) == value.name)
            }
        }
    }

    @Test func `canonical CSV comes back byte for byte`() throws {
        let rows = (0..<50).map { fullRow($0, fields: Codebook.current.standardFields) }
        let bytes = HTCDSWriter.csv(rows)
        #expect(HTCDSWriter.csv(try HTCDSReader.read(bytes).rows.map(\.values)) == bytes)
    }

    @Test func `absent values come back from workbooks and JSON`() throws {
        let row: [FieldName: Value] = [
            "prs_FirstName": .text("Ama"), "prs_SecondName": .absent(.declined), "prs_Birthdate": .absent(.unknown),
            "prs_Gender": .absent(.notAsked), "con_Consent": .absent(.unknown),
        ]
        #expect(try HTCDSReader.read(HTCDSWriter.xlsx([row])).rows[0].values == row)
        #expect(try HTCDSReader.read(HTCDSWriter.json([row])).rows[0].values == row)
    }

    @Test func `the written workbook has the official layout, with names and labels that agree`() throws {
        let book = try XLSXReader(
            HTCDSWriter.xlsx([["prs_FirstName": .text("Ama"), "hte_City": .text("Accra")]], template: .single))
        #expect(book.sheets.map(\.name) == ["Case Sheet", "validation"])
        let reading = try HTCDSReader.read(
            HTCDSWriter.xlsx([["prs_FirstName": .text("Ama"), "hte_City": .text("Accra")]], template: .single))
        #expect(reading.findings.isEmpty)
        let letters = Dictionary(
            uniqueKeysWithValues: reading.columns.map { (ColumnLetters.of($0.column), $0.meaning) })
        #expect(letters["N"] == .field("prs_MailingStreet"))
        #expect(letters["AJ"] == .field("cas_ReasonForOutgoingReferral"))
        #expect(letters["AM"] == .field("cas_ReasonForCaseClosure"))
        #expect(letters["AN"] == .field("hte_City"))
    }

    @Test func `equal rows give equal bytes`() {
        let rows = (0..<5).map { fullRow($0, fields: flat) }
        #expect(HTCDSWriter.xlsx(rows, template: .multi) == HTCDSWriter.xlsx(rows, template: .multi))
    }

    @Test func `strict HTCDS gets the declared downgrades`() throws {
        let row: [FieldName: Value] = [
            "prs_FirstName": .text("Ama"), "wh_Abducted": .flag(true), "wh_PreferredName": .text("A"),
            "vic_MethodOfRecruitment": .codes(["AtWork"]),
        ]
        #expect(
            Codebook.current.strictHTCDS(row).values == [
                "prs_FirstName": .text("Ama"), "vic_MethodOfRecruitment": .codes(["AtWork", "Other"]),
            ])
        for field in Codebook.current.standardFields {
            guard let picklist = Codebook.current.picklist(of: field) else { continue }
            for value in picklist.values {
                let strict = Codebook.current.strictHTCDS([field.name: .codes([value.name])]).values
                for (name, value) in strict {
                    guard case .codes(let codes) = value else { continue }
                    let list = try #require(Codebook.current.picklist(of: Codebook.current[name]!))
                    #expect(codes.allSatisfy { list[$0]?.downgrade == nil })
                }
            }
        }
    }
}
