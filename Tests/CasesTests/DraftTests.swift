// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

@Suite struct DraftTests {
    @Test func `every finding comes at once and none holds what was typed`() {
        let draft = Draft(
            .person,
            [
                "prs_Gender": .codes(["Secretgender"]), "prs_NumberOfChildren": .number(-1),
                "prs_Birthdate": .text("yesterday"),
                "wh_NoSuchField": .text("Secretname"), "cas_Status": .codes(["Active"]),
                "prs_FirstName": .text("Ana\u{0007}Secret"),
            ])
        do {
            _ = try draft.checked(under: .current)
            Issue.record("nothing was refused")
        } catch {
            #expect(error.findings.count == 6)
            #expect(!error.findings.contains { $0.message.contains("ecret") || $0.message.contains("yesterday") })
        }
    }

    @Test func `text is kept as typed but for white space at its ends and Unicode form`() throws {
        let record = try Draft(
            .person, ["prs_FirstName": .text("  Zoe\u{0308}\u{200D} 🌱 \n"), "prs_MiddleName": .text(" \n ")]
        )
        .checked(under: .current)
        #expect(record["prs_FirstName"] == .text("Zoë\u{200D} 🌱"))
        #expect(record["prs_MiddleName"] == nil)
    }

    @Test func `a participation must say whose it is and in which case`() {
        #expect(throws: Rejected.self) { try Draft(.participation).checked(under: .current) }
    }

    @Test func `a picklist takes its values once each and one only where one is asked`() {
        func fits(_ name: FieldName, _ codes: [String]) -> Bool {
            Codebook.current.finding(for: .codes(codes), in: name) == nil
        }
        #expect(fits("prs_Gender", ["Feminine"]) && !fits("prs_Gender", ["Feminine", "Masculine"]))
        #expect(
            fits("vic_MethodsOfControl", ["DebtBondage", "Other"]) && !fits("vic_MethodsOfControl", ["Other", "Other"]))
        #expect(
            fits("vic_RelationshipToTrafficker", ["Unaquainted"])
                && !fits("vic_RelationshipToTrafficker", ["Unacquainted"]))
    }

    @Test func `unknown, declined and not asked are answers that every field takes`() throws {
        for field in Codebook.current.fields {
            for absence in Absence.allCases {
                #expect(Codebook.current.finding(for: .absent(absence), in: field.name) == nil)
            }
        }
    }

    @Test(arguments: [
        ("O'Brien", ["obrien"]), ("Nguyễn  Thị-Hương", ["nguyen", "thi", "huong"]), ("", []),
        ("Łódź Ærø", ["lodz", "aero"]),
        ("محمد", ["mhmd"]), ("李小龙", ["li", "xiao", "long"]), ("🌱", []),
    ])
    func `names fold to plain Latin words`(name: String, words: [String]) { #expect(NameFold.words(name) == words) }

    @Test func `names learnt together fold as each would alone`() {
        let names = [
            "Наталия Коваленко", "Ναταλία Παπάς", "محمد الأمين", "李小龙", "김민준", "สมชาย ใจดี", "සෙල්වී පෙරේරා",
            "செல்வி ராஜா", "ሰላም ተስፋዬ", "नेहा शर्मा", "Nguyễn Thị Ánh", "さくら 田中", "Ольга\nИвановна", "👩 Тая",
        ]
        let alone = names.map { NameFold.words($0 + " Ъ") }
        // The same words with a mark behind them are new, and learnt at one go.
        NameFold.learn(names.map { $0.replacing(" ", with: "- ") + "-" })
        for (name, words) in zip(names, alone) {
            let marked = name.replacing(" ", with: "- ") + "-"
            #expect(NameFold.words(marked) + NameFold.words("Ъ") == words, "\(name)")
        }
    }

    @Test func `ids read back and short codes are what people can say`() {
        let id = EntityID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        #expect(EntityID(id.description) == id && EntityID(bytes: id.bytes) == id)
        #expect(id.code == "04HM-ASW9")
        for bad in [
            "", "0", String(repeating: "g", count: 32), String(repeating: "0", count: 31) + "é",
            "+" + String(repeating: "0", count: 31),
        ] {
            #expect(EntityID(bad) == nil)
        }
    }
}
