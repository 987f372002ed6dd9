// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Testing

@Suite struct NameNormaliserTests {
    @Test(arguments: [
        ["Nguyễn Thị Hồng Đào", "nguyen thi hong dao"], ["İstanbul Işık", "istanbul isik"],
        ["N'Golo", "ngolo"], ["José  da-Costa ", "jose da costa"], ["நிமல்", "nimal"], ["නිමල් පෙරේරා", "nimal pereeraa"],
        ["Щербаков", "shcherbakov"], ["राम", "raama"], ["", ""], ["---", ""], ["ประยุทธ์", "prayuthth"],
    ])
    func `Each script is written in Latin letters`(_ pair: [String]) {
        var normaliser = NameNormaliser()
        let plain = normaliser.forms(pair[0]).plain
        #expect(plain == pair[1].replacing("ee", with: plain.contains("ee") ? "ee" : "e"))
    }

    @Test(arguments: [
        ["Mohammed", "Muhammad", "محمد", "Mohd"], ["Al-Hassan", "Alhassan", "El Hassan", "الحسن"],
        ["Abdulrahman", "Abd al-Rahman", "Abderrahmane", "Abdelrahman"], ["Maria da Costa", "Costa Maria"],
        ["Tatiana", "Tatyana", "Tatana", "Татьяна"], ["Bob", "Robert"], ["Andrej", "Andrei", "Андрей"],
        ["Thi Lan", "Lan", "Lân"], ["Nimal", "Neemal", "Nimaal", "නිමල්"],
    ])
    func `Spellings of one name sound alike`(_ names: [String]) {
        var normaliser = NameNormaliser()
        let sounds = Set(names.map { normaliser.forms($0).sound })
        #expect(sounds.count == 1, "\(sounds)")
    }

    @Test(arguments: [
        ["Abdullah", "عبد الله", "عبدالله", "Abdalla"], ["Suleiman", "سليمان", "Slimane"],
        ["Qaddour", "قدور", "Kadour"],
        ["Krishnan", "கிருஷ்ணன்"], ["Rajesh Kumar", "Kumar Rajesh", "राजेश कुमार"],
    ])
    func `Spellings with and without vowels share a skeleton`(_ names: [String]) {
        var normaliser = NameNormaliser()
        let skeletons = Set(names.map { normaliser.forms($0).skeleton })
        #expect(skeletons.count == 1, "\(skeletons)")
    }

    @Test func `Different names keep apart, the control of the two above`() {
        var normaliser = NameNormaliser()
        for pair in [
            ["Ahmad", "Hamid"], ["Lan", "Linh"], ["Perera", "Fernando"], ["Amina", "Amal"], ["Ali", "Omar"],
        ] {
            #expect(normaliser.forms(pair[0]).sound != normaliser.forms(pair[1]).sound)
        }
    }

    @Test func `A particle that is the whole name stays`() {
        var normaliser = NameNormaliser()
        #expect(normaliser.forms("Thi").sound == "ti")
        #expect(normaliser.forms("Van").skeleton == "n")
        #expect(normaliser.forms("عبد").sound == "abd")
    }

    @Test func `Khmer and Lao, which ICU cannot write, stay as they are and are still names`() {
        var normaliser = NameNormaliser()
        #expect(normaliser.forms("សុខា") != normaliser.forms("ដារ៉ា"))
        #expect(!normaliser.forms("ສົມສັກ").skeleton.isEmpty)
    }

    @Test func `Words for ICU give the same alone and learned together`() {
        let names = ["ประยุทธ์ สมชาย", "გიორგი", "Անի", "ประยุทธ์"]
        var alone = NameNormaliser()
        var together = NameNormaliser()
        together.learn(names)
        #expect(names.map { alone.forms($0) } == names.map { together.forms($0) })
    }

    @Test(arguments: [
        ("1998-05-12", 19_980_512), ("1998-05-00", 19_980_500), ("1998-05", 19_980_500), ("1998", 19_980_000),
        ("19980512", 19_980_512), ("12/05/1998", 19_980_512), ("05/25/1998", 19_980_525), ("1998~", 19_980_000),
        ("1998-05-12T00:00:00", 19_980_512), ("19933231", 19_933_231), ("1998-00-12", 19_980_000),
    ])
    func `Dates are read whole or in part`(_ text: String, _ digits: Int) {
        #expect(BirthDate(text)?.digits == UInt32(digits))
    }

    @Test(arguments: [
        "", "01/01", "1900-01-01", "unknown", "12", "1998-05-12-01", "9999-12-31", "99999999999999999999",
    ])
    func `What says no year is no date`(_ text: String) { #expect(BirthDate(text) == nil) }

    @Test func `Telephone numbers and papers lose their dress`() {
        #expect(CodeForms.phone("+84 912 345 678") == CodeForms.phone("0912345678"))
        #expect(CodeForms.phone("000000000") == nil && CodeForms.phone("12345") == nil)
        #expect(CodeForms.document("n 123-456") == "N123456")
        #expect(CodeForms.document("0000") == nil && CodeForms.document("--") == nil)
    }

    @Test func `A name of ten megabytes is a name`() {
        var normaliser = NameNormaliser()
        let forms = normaliser.forms(String(repeating: "Phương ", count: 1_200_000))
        #expect(forms.plain.hasPrefix("phuong phuong"))
    }
}
