// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Day, month and year as typed, each possibly empty, "about", and for birth dates an age.
struct DateBoxes {
    let day, month, year, age: String
    let isApproximate: Bool

    init(_ pairs: FormPairs, of field: FieldName) {
        func typed(_ part: String) -> String {
            Self.asciiDigits(pairs[InputName.part(field, part)] ?? "").filter { !$0.isWhitespace }
        }
        day = typed("day")
        month = typed("month")
        year = typed("year")
        age = typed("age")
        isApproximate = pairs[InputName.part(field, "about")] != nil
    }

    /// Oldest age that is taken.
    static let ageMax = 120

    func read(_ words: Words, today: PartialDate) -> FormDecoder.Reading {
        if day.isEmpty, month.isEmpty, year.isEmpty { return age.isEmpty ? .nothing : fromAge(words, today) }
        guard !year.isEmpty else { return .unreadable(.wrongKind, words["form.error.date.year"]) }
        guard year.count == 4, let yearNumber = Int(year) else {
            return .unreadable(.wrongKind, words["form.error.date.fourDigits"])
        }
        if month.isEmpty, !day.isEmpty { return .unreadable(.wrongKind, words["form.error.date.month"]) }
        let parts = [month, day].map { text in (text.isEmpty, Int(text)) }
        guard parts.allSatisfy({ $0.0 || $0.1 != nil }),
            let date = PartialDate(year: yearNumber, month: parts[0].1, day: parts[1].1, isApproximate: isApproximate)
        else { return .unreadable(.outOfRange, words["form.error.date.none"]) }
        return .value(.date(date))
    }

    private func fromAge(_ words: Words, _ today: PartialDate) -> FormDecoder.Reading {
        guard let years = Int(age), (0...Self.ageMax).contains(years),
            let date = PartialDate(year: today.year - years, isApproximate: true)
        else { return .unreadable(.outOfRange, words["form.error.age"]) }
        return .value(.date(date))
    }

    /// The text with the decimal digits of every script as ASCII digits.
    static func asciiDigits(_ text: String) -> String {
        String(
            text.map { character in
                guard !character.isASCII, let value = character.wholeNumberValue, (0...9).contains(value) else {
                    return character
                }
                return Character(String(value))
            })
    }
}
