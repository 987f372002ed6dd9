// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Web

@Suite struct FormRoundTripTests {
    private let context = Samples.context()

    /// Values of every sort that a field may hold.
    private func values(of field: Field) -> [Value] {
        let absences = Absence.allCases.map { Value.absent($0) }
        switch field.kind {
        case .text, .lookup:
            return absences + [.text("Nguyễn <Hoa> & \"co\""), .text("?unknown"), .text("නිමාලි"), .text("=cmd|x")]
        case .longText: return absences + [.text("One line\n\nanother\n  end"), .text("سليم 😀")]
        case .date:
            return absences
                + ["1998", "1998-05", "1998-05-12", "1998~", "2000-02-29~", "0800"].map { .date(PartialDate($0)!) }
        case .number(let whole): return absences + [.number(0), .number(17)] + (whole ? [] : [.number(-1.25)])
        case .latitude, .longitude: return absences + [.number(6.9271), .number(-0.5)]
        case .checkbox: return absences + [.flag(true), .flag(false)]
        case .picklist(_, let multiple):
            let names = Codebook.current.picklist(of: field)!.values.map(\.name)
            let some = names.map { Value.codes([$0]) }
            return absences + some + (multiple ? [.codes(names), .codes(Array(names.suffix(2)))] : [])
        }
    }

    @Test(arguments: Codebook.current.fields) func `every value of every field survives its form`(field: Field) {
        let encoder = FormEncoder(context)
        let decoder = FormDecoder(context)
        for value in values(of: field) {
            let pairs = encoder.encode([field.name: value])
            let bytes = pairs.pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(
                separator: "&")
            let sent = FormPairs(urlEncoded: Array(bytes.utf8))
            let read = decoder.decode(sent, fields: [field.name])
            #expect(read.findings.isEmpty)
            #expect(read.values[field.name] == value, "\(field.name)")
            #expect(decoder.fields(in: sent) == [field.name])
        }
        #expect(decoder.decode([:], fields: [field.name]).values.isEmpty)
    }

    @Test(arguments: Codebook.current.fields) func `every field draws what it holds`(field: Field) {
        for value in values(of: field).prefix(8) {
            let form = FieldForm(context, typed: FormEncoder(context).encode([field.name: value]))
            let html = form.field(field.name).html
            if case .absent = value { #expect(html.contains(" checked") || html.contains(" selected")) }
            if case .text = value { #expect(!html.contains("<Hoa>")) }
        }
    }

    private func read(_ pairs: FormPairs, _ name: FieldName) -> (value: Value?, code: Finding.Code?) {
        let read = FormDecoder(context).decode(pairs, fields: [name])
        return (read.values[name], read.findings.first?.code)
    }

    @Test func `dates are taken as people know them`() {
        #expect(read(["prs_Birthdate.age": "17"], "prs_Birthdate").value == .date(PartialDate("2009~")!))
        #expect(
            read(["prs_Birthdate.year": "١٩٩٨", "prs_Birthdate.month": "5"], "prs_Birthdate").value
                == .date(PartialDate("1998-05")!))
        #expect(
            read(["prs_Birthdate.year": "1998", "prs_Birthdate.about": "yes"], "prs_Birthdate").value
                == .date(PartialDate("1998~")!))
        #expect(read(["prs_Birthdate.absent": "declined"], "prs_Birthdate").value == .absent(.declined))
    }

    @Test(
        arguments: [
            ["prs_Birthdate.day": "12"], ["prs_Birthdate.year": "98"],
            ["prs_Birthdate.year": "1998", "prs_Birthdate.day": "3"],
            ["prs_Birthdate.year": "2001", "prs_Birthdate.month": "2", "prs_Birthdate.day": "30"],
            ["prs_Birthdate.age": "170"],
            ["prs_Birthdate.year": "year"],
        ] as [FormPairs]) func `a date that cannot be is asked again`(pairs: FormPairs)
    {
        let result = read(pairs, "prs_Birthdate")
        #expect(result.value == nil && result.code != nil)
    }

    @Test func `choices are taken by name or by what people call them`() {
        #expect(read(["prs_Citizenship": "viet nam"], "prs_Citizenship").value == .codes(["VN"]))
        #expect(read(["prs_Citizenship": "NA"], "prs_Citizenship").value == .codes(["NA"]))
        #expect(read(["prs_Citizenship": "Atlantis"], "prs_Citizenship").code == .unknownValue)
        #expect(read(["prs_Gender": "x"], "prs_Gender").code == .unknownValue)
        #expect(read(["prs_NumberOfChildren": "two"], "prs_NumberOfChildren").code == .wrongKind)
        #expect(read(["prs_NumberOfChildren": "-1"], "prs_NumberOfChildren").code == .outOfRange)
        #expect(read(["prs_MailingLatitude": "6,93"], "prs_MailingLatitude").value == .number(6.93))
    }

    @Test func `two edits that touch different fields fit together, and one field changed twice is shown`() {
        let base: [FieldName: Value] = ["a": .text("1"), "b": .text("1"), "c": .text("1"), "e": .text("1")]
        let mine: [FieldName: Value] = ["a": .text("2"), "b": .text("1"), "c": .text("2"), "e": .text("1")]
        let theirs: [FieldName: Value] = ["a": .text("1"), "b": .text("3"), "c": .text("3"), "d": .text("new")]
        let (merged, conflicts) = Settlement.merge(base: base, mine: mine, theirs: theirs)
        #expect(merged == ["a": .text("2"), "b": .text("3"), "c": .text("3"), "d": .text("new")])
        #expect(conflicts == ["c"])
    }

    @Test(arguments: [
        ("mine", "Mine", "Mine"), ("theirs", "Mine", "Theirs"), ("edit", "New", "New"), ("mine", "New", "New"),
    ])
    func `what was chosen or written anew is what is saved`(choice: String, edited: String, saved: String) {
        let name: FieldName = "cco_CaseComment"
        let form = FormPairs([
            (name: "mine:cco_CaseComment", value: "Mine"), (name: "choose:cco_CaseComment", value: choice),
            (name: "edit:cco_CaseComment", value: edited),
        ])
        let (values, findings) = Settlement.chosen(
            form, base: [name: .text("Old")], theirs: [name: .text("Theirs")], decoder: FormDecoder(context))
        #expect(values == [name: .text(saved)] && findings.isEmpty)
    }
}
