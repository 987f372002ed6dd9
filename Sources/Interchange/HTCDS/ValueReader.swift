// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Turns the cells of one column into values of its field. Remembers what texts mean, for columns repeat themselves.
final class ValueReader {
    let field: Field
    let name: FieldName
    /// The workbook counts days from 1904.
    var uses1904 = false

    private let picklist: Picklist?
    private let isMultiple: Bool
    private let dates: DateWords
    private let own: [String: String]
    private var remembered: [String: Answer] = [:]
    private var longestRuns: [Character: Int] = [:]
    /// Each proposal compares with the whole list; a column of nothing but strangers must not take minutes.
    private var proposalsLeft = 200

    init(_ field: Field, mapping: Mapping?, codebook: Codebook) {
        self.field = field
        name = field.name
        picklist = codebook.picklist(of: field)
        if case .picklist(_, let multiple) = field.kind { isMultiple = multiple } else { isMultiple = false }
        dates = DateWords(order: mapping?.dateOrder)
        own = mapping?.values[field.name.rawValue] ?? [:]
    }

    /// What the cell means. Cost: a dictionary look-up for a text seen before; up to a millisecond for a new one that
    /// the list does not know.
    func read(_ cell: CellValue) -> Answer {
        switch cell {
        case .text(let text): return self.text(text)
        case .error(let shown):
            return .refused(
                .errorCell, "The cell shows a spreadsheet error in place of a value. Correct it in the file.", shown)
        case .formula(let formula):
            let message =
                "The cell holds a formula that was stored without its result. Open and save the file in Excel, then "
                + "import again."
            return .refused(.formulaWithoutValue, message, "=" + formula)
        case .absent(let absence): return .value(.absent(absence))
        case .number(let number): return self.number(number)
        case .date(let date): return self.date(date)
        case .flag(let flag): return self.flag(flag)
        case .list(let texts): return list(texts)
        }
    }

    private func text(_ text: String) -> Answer {
        if own.isEmpty {
            switch field.kind {
            case .text, .lookup: return plain(text, longest: Self.textLengthMax)
            case .longText: return plain(text, longest: Self.longTextLengthMax)
            default: break
            }
        }
        if let known = remembered[text] { return known }
        let answer = understood(own[text] ?? own[text.tidied] ?? text)
        if remembered.count < Limits.rememberedTexts { remembered[text] = answer }
        return answer
    }

    private func understood(_ raw: String) -> Answer {
        let text = raw.tidied
        if text.isEmpty { return .empty }
        if let absence = PlainWords.marker(text) { return .value(.absent(absence)) }
        return switch field.kind {
        case .text, .lookup: plain(text, longest: Self.textLengthMax)
        case .longText: plain(text, longest: Self.longTextLengthMax)
        case .date: dateText(text)
        case .number, .latitude, .longitude: numberText(text)
        case .checkbox: checkbox(text)
        case .picklist: choice(text)
        }
    }

    private func number(_ number: Double) -> Answer {
        switch field.kind {
        case .number(let whole): inRange(number, whole: whole)
        case .latitude: degrees(number, limit: 90)
        case .longitude: degrees(number, limit: 180)
        case .date: dateNumber(number)
        case .checkbox where number == 0 || number == 1: .value(.flag(number == 1))
        default: text(Value.canonical(number))
        }
    }

    private func date(_ date: PartialDate) -> Answer {
        if case .date = field.kind { return .value(.date(date)) }
        return text(date.description)
    }

    private func flag(_ flag: Bool) -> Answer {
        if case .checkbox = field.kind { return .value(.flag(flag)) }
        return text(flag ? "TRUE" : "FALSE")
    }

    private func list(_ texts: [String]) -> Answer {
        guard let picklist else { return text(texts.joined(separator: "; ")) }
        let found = texts.map { picklist.resolve($0.tidied) }
        if found.contains(nil) { return choice(texts.joined(separator: ";")) }
        return codes(found.compactMap { $0 }, texts.joined(separator: ";"))
    }
}

extension ValueReader {
    /// As in the check that records pass: Unicode scalars.
    private static let textLengthMax = 1_000
    private static let longTextLengthMax = 100_000

    private func plain(_ raw: String, longest: Int) -> Answer {
        let text = raw.tidied
        if text.isEmpty { return .empty }
        if text.utf8.first == UInt8(ascii: "("), let absence = PlainWords.marker(text) {
            return .value(.absent(absence))
        }
        if text.utf8.count > longest, text.unicodeScalars.count > longest {
            let message =
                "This text is longer than the \(longest) characters that the field takes. It is kept whole in the "
                + "case's note."
            return .refused(.tooLong, message, text)
        }
        if text.utf8.contains(where: { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 13 }) {
            let message = "The text held control characters, which were replaced by spaces."
            let problem = Answer.Problem(code: .badText, severity: .warning, message: message)
            return Answer(value: .text(Self.withoutControls(text)), problem: problem)
        }
        return .value(.text(text))
    }

    /// Control characters replaced by spaces.
    static func withoutControls(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 32 && !"\t\n\r".unicodeScalars.contains($0) ? " " : $0 }))
    }

    private func inRange(_ number: Double, whole: Bool) -> Answer {
        if whole, number < 0 || number.rounded() != number || number > 1_000_000 {
            return .refused(.outOfRange, "\(field.label) takes a whole number, 0 or more.", Value.canonical(number))
        }
        return .value(.number(number))
    }

    private func degrees(_ number: Double, limit: Double) -> Answer {
        if abs(number) > limit {
            return .refused(
                .outOfRange, "\(field.label) lies between -\(Int(limit)) and \(Int(limit)) degrees.",
                Value.canonical(number))
        }
        return .value(.number(number))
    }

    private func numberText(_ text: String) -> Answer {
        if let absence = PlainWords.absence(text) { return .value(.absent(absence)) }
        var plain = PlainWords.fold(text)
        if case .number(true) = field.kind {} else { plain = plain.replacing(",", with: ".") }
        if let number = Double(plain), number.isFinite, plain.utf8.allSatisfy({ "0123456789+-.e".utf8.contains($0) }) {
            return self.number(number)
        }
        return .refused(.wrongKind, "\(field.label) takes a number.", text)
    }

    private func checkbox(_ text: String) -> Answer {
        if let flag = PlainWords.flag(text) { return .value(.flag(flag)) }
        if let absence = PlainWords.absence(text) { return .value(.absent(absence)) }
        return .refused(.wrongKind, "\(field.label) takes yes or no.", text)
    }

    private func dateNumber(_ number: Double) -> Answer {
        if number.rounded() == number, (1_900...2_100).contains(number), let date = PartialDate(year: Int(number)) {
            return .value(.date(date))
        }
        if number.rounded() == number, (10_000_000...99_999_999).contains(number) {
            return dateText(String(Int(number)))
        }
        // The last day of 2100 as a day number; earlier than 2,101 is more likely a slip than a day of 1905.
        if number > 2_100, number < 73_416, let date = ExcelDate.date(number, uses1904: uses1904) {
            return .value(.date(date))
        }
        return .refused(
            .notADate, "\(field.label) holds a number that is no date. Write the date as 1998, 1998-05 or 1998-05-12.",
            Value.canonical(number))
    }

    private func dateText(_ text: String) -> Answer {
        switch dates.read(text) {
        case .date(let date): return .value(.date(date))
        case .twoWays(let dayFirst, let monthFirst):
            let message =
                "\(field.label) can be read day first or month first. Set the order of dates in the mapping, or "
                + "write it as 1998-05-12."
            return .refused(.ambiguousDate, message, "\(text) (\(dayFirst) or \(monthFirst))")
        case .shortYear:
            return .refused(
                .shortYear, "\(field.label) has a year of two digits. Write all four, as in 1998-05-12.", text)
        case .none:
            if let absence = PlainWords.absence(text) { return .value(.absent(absence)) }
            return .refused(
                .notADate, "\(field.label) is no date that can be read. Write it as 1998, 1998-05 or 1998-05-12.", text)
        }
    }
}

extension ValueReader {
    /// One choice, or several behind one another: `;` between them, else a comma or line break, else spaces between
    /// exact
    /// value names as forms send them. Separators inside a value's own label are recognised.
    private func choice(_ text: String) -> Answer {
        guard let picklist else { return plain(text, longest: Self.textLengthMax) }
        if let name = picklist.resolve(text) { return .value(.codes([name])) }
        for separator in [";" as Character, ",", "\n"] {
            if let names = resolveAll(text, separator, picklist) { return codes(names, text) }
        }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count > 1, words.allSatisfy({ picklist[$0] != nil }) { return codes(words, text) }
        if let absence = PlainWords.absence(text) { return .value(.absent(absence)) }
        return unknown(text, picklist)
    }

    private func codes(_ names: [String], _ text: String) -> Answer {
        var once: [String] = []
        for name in names where !once.contains(name) { once.append(name) }
        if once.count > 1, !isMultiple {
            return .refused(
                .twoAnswers, "\(field.label) takes one choice only, and the cell holds \(once.count). Choose one.", text
            )
        }
        return once.isEmpty ? .empty : .value(.codes(once))
    }

    /// The longest run of parts that is a value is taken each time, so that `Water supply; sewerage …` stays one.
    private func resolveAll(_ text: String, _ separator: Character, _ picklist: Picklist) -> [String]? {
        let parts = text.split(separator: separator).map { String($0).tidied }.filter { !$0.isEmpty }
        guard text.contains(separator), parts.count <= 1_000 else { return nil }
        let longest = longestRun(separator, picklist)
        var names: [String] = []
        var at = 0
        while at < parts.count {
            var found: String?
            for count in (1...min(longest, parts.count - at)).reversed() {
                let run = count == 1 ? parts[at] : parts[at..<(at + count)].joined(separator: "\(separator) ")
                guard let name = picklist.resolve(run) else { continue }
                found = name
                at += count
                break
            }
            guard let found else { return nil }
            names.append(found)
        }
        return names
    }

    /// In how many parts a separator can cut one value's own label.
    private func longestRun(_ separator: Character, _ picklist: Picklist) -> Int {
        if let known = longestRuns[separator] { return known }
        let labels = picklist.values.lazy.flatMap { [$0.label, $0.templateLabel] + $0.spellings }
        let most = labels.map { $0.count { $0 == separator } }.max() ?? 0
        longestRuns[separator] = most + 1
        return most + 1
    }

    private func unknown(_ text: String, _ picklist: Picklist) -> Answer {
        var suggestion: String?
        if proposalsLeft > 0, text.utf8.count < 200 {
            proposalsLeft -= 1
            suggestion = picklist.nearest(to: text)
        }
        let hint = suggestion.flatMap { picklist[$0]?.label }.map { " The nearest is “\($0)”." } ?? ""
        let message =
            "\(field.label) holds something that is not in its list.\(hint) The text is kept in the case's note."
        return .refused(.unknownValue, message, text, suggestion: suggestion)
    }
}
