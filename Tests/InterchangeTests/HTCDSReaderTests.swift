// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Interchange

@Suite struct HTCDSReaderTests {
    @Test(arguments: Shared.workbooks)
    func `an official workbook without cases has no rows, and says which columns go by their label`(name: String) throws
    {
        guard let bytes = Shared.bytes("standards/htcds-2.0/\(name)") else { return }
        let reading = try HTCDSReader.read(bytes)
        #expect(reading.rows.isEmpty)
        #expect(reading.emptyRows == 1_000)
        #expect(reading.codes() == ["label-decides", "no-rows", "empty-rows"])
        #expect(reading.findings[0].column == "N, O, Q, R, AJ")
        let meanings = Dictionary(
            uniqueKeysWithValues: reading.columns.map { (ColumnLetters.of($0.column), $0.meaning) })
        #expect(meanings["N"] == .field("prs_MailingStreet"))
        #expect(meanings["O"] == .field("prs_MailingCity"))
        #expect(meanings["Q"] == .field("prs_MailingPostalCode"))
        #expect(meanings["R"] == .field("prs_MailingCountry"))
        #expect(meanings["AJ"] == .field("cas_ReasonForOutgoingReferral"))
        #expect(meanings["T"] == .field("vic_TraffickingStatusDecisionMakingOrg"))
        #expect(reading.columns.count { if case .field = $0.meaning { true } else { false } } == 38)
    }

    @Test func `names, labels, both in either order, and titles above are all found`() throws {
        let names = "prs_FirstName,prs_SecondName,prs_Gender\n"
        let labels = "First Name,Second Name,Gender\n"
        for header in [
            names, labels, names + labels, labels + names, "Our register,,\n" + labels, "a,b,c\n1,2,3\n" + names,
        ] {
            let reading = try HTCDSReader.read(csv(header + "Ama,Mensah,Feminine\n"))
            #expect(reading.rows.count == 1, "\(header)")
            #expect(
                reading.rows.first?.values == [
                    "prs_FirstName": .text("Ama"), "prs_SecondName": .text("Mensah"),
                    "prs_Gender": .codes(["Feminine"]),
                ])
        }
    }

    @Test func `no header asks for one, and a mapping by letters stands in for it`() throws {
        let file = csv("Ama,Mensah,F\nKwesi,Boateng,M\n")
        let reading = try HTCDSReader.read(file)
        #expect(reading.codes(.error) == ["no-header"])
        #expect(!reading.isUsable)
        let mapping = Mapping(
            columns: ["A": "prs_FirstName", "B": "prs_SecondName", "C": "prs_Gender"],
            values: ["prs_Gender": ["F": "Feminine", "M": "Masculine"]])
        let mapped = try HTCDSReader.read(file, mapping: mapping)
        #expect(mapped.rows.map { $0.values["prs_FirstName"] } == [.text("Ama"), .text("Kwesi")])
        #expect(mapped.rows.map { $0.values["prs_Gender"] } == [.codes(["Feminine"]), .codes(["Masculine"])])
        #expect(mapped.findings.isEmpty)
    }

    @Test func `unknown columns propose a field and lose nothing`() throws {
        let reading = try HTCDSReader.read(csv("prs_FirstName,prs_Gendr,Shoe size\nAma,Feminine,38\n"))
        let unknown = reading.findings.filter { $0.code == .unknownField }
        #expect(unknown.map(\.suggestion) == ["prs_Gender", nil])
        #expect(reading.rows[0].leftovers.map(\.column) == ["prs_Gendr", "Shoe size"])
        #expect(reading.rows[0].leftovers.map(\.text) == ["Feminine", "38"])
        let mapping = Mapping(columns: ["prs_Gendr": "prs_Gender", "Shoe size": "ignore"])
        let mapped = try HTCDSReader.read(csv("prs_FirstName,prs_Gendr,Shoe size\nAma,Feminine,38\n"), mapping: mapping)
        #expect(mapped.findings.isEmpty)
        #expect(mapped.rows[0].values["prs_Gender"] == .codes(["Feminine"]))
        #expect(mapped.rows[0].leftovers.isEmpty)
    }

    @Test func `a duplicate row is said and kept`() throws {
        let reading = try HTCDSReader.read(csv("prs_FirstName,prs_Gender\nAma,Feminine\nKofi,\nAma,Feminine\n"))
        #expect(reading.rows.count == 3)
        let finding = try #require(reading.findings.first)
        #expect(finding.code == "duplicate-row")
        #expect(finding.row == 4)
        #expect(finding.message.contains("row 2"))
    }

    @Test func `findings say sheet, row and column, all at once, and never a value`() throws {
        let rows =
            HandMade.row(1, ["prs_FirstName", "prs_Gender", "prs_Birthdate"])
            + HandMade.row(2, ["Secretname", "Secretgender", "secretdate"])
            + HandMade.row(3, ["Ama", "Feminine", "1998"])
        let reading = try HTCDSReader.read(HandMade.workbook(rows: rows))
        #expect(reading.rows.map(\.isDraft) == [true, false])
        #expect(reading.findings.map(\.column) == ["B", "C"])
        #expect(reading.findings.allSatisfy { $0.sheet == "Cases" && $0.row == 2 })
        #expect(reading.findings.allSatisfy { !$0.message.lowercased().contains("secret") })
        #expect(reading.rows[0].leftovers.map(\.text) == ["Secretgender", "secretdate"])
    }

    @Test func `the sheet with cases is found, and another one is named`() throws {
        var first = XLSXWriter.Sheet(name: "Notes")
        first.add([.text("Read me")])
        var second = XLSXWriter.Sheet(name: "2024")
        var third = XLSXWriter.Sheet(name: "2025")
        for _ in 0..<1 {
            second.add(["prs_FirstName", "prs_SecondName", "prs_Gender"].map { .text($0) })
            second.add([.text("Ama"), .text("Mensah")])
            third.add(["prs_FirstName", "prs_SecondName", "prs_Gender"].map { .text($0) })
            third.add([.text("Kofi")])
        }
        let reading = try HTCDSReader.read(XLSXWriter.write([first, second, third]))
        #expect(reading.sheet == "2024")
        #expect(reading.rows.count == 1)
        #expect(reading.codes() == ["other-sheet"])
    }

    @Test func `reading stops when asked`() {
        #expect(throws: InterchangeError.stopped) {
            try HTCDSReader.stream(csv("prs_FirstName\nA\nB\n")) { _ in false }
        }
    }

    @Test func `a mapping is saved and read again, and refuses unknown fields`() throws {
        let mapping = Mapping(
            columns: ["Nom": "prs_SecondName"], headerRows: 1, dateOrder: .dayFirst,
            values: ["prs_Gender": ["F": "Feminine"]])
        #expect(try Mapping(json: mapping.json()) == mapping)
        #expect(try Mapping(json: csv("{\"columns\": {\"A\": \"ignore\"}}")).columns == ["A": "ignore"])
        #expect(throws: InterchangeError.self) { try Mapping(json: csv("{\"columns\": {\"A\": \"prs_Nothing\"}}")) }
        #expect(throws: InterchangeError.self) { try Mapping(json: csv("[]")) }
    }
}
