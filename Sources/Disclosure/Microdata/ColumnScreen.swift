// SPDX-License-Identifier: Apache-2.0

/// Looks at a column's values for what must not be let out as it is.
struct ColumnScreen {
    enum Kind: Equatable {
        case category
        /// A number, name or contact that points to one person.
        case identifying
        case freeText
        /// Cells that hold several answers, and what stands between them.
        case joined(separator: String)
    }

    let kind: Kind

    /// A column of more different values than this is no list of answers.
    static let categoriesMax = 2_000
    /// From this many filled rows on, a column of which more than half the values stand once is an identifier.
    static let enoughRows = 20
    static let longText = 100

    /// O(rows + values).
    init(_ column: ColumnTable.Column) {
        var rows = [Int](repeating: 0, count: column.values.count)
        for code in column.codes { rows[Int(code)] += 1 }
        let filled = rows.dropFirst().reduce(0, +)
        let used = column.values.indices.dropFirst().filter { rows[$0] > 0 }
        let texts = used.map { column.values[$0] }
        if let separator = Self.separator(texts) {
            kind = .joined(separator: separator)
        } else if Self.isFreeText(texts, filled: filled) {
            kind = .freeText
        } else if Self.isIdentifying(column.name, texts, used.map { rows[$0] }, filled: filled) {
            kind = .identifying
        } else {
            kind = .category
        }
    }

    private static func isFreeText(_ texts: [String], filled: Int) -> Bool {
        if texts.contains(where: { $0.utf8.count > longText && $0.count > longText }) { return true }
        let wordy = texts.count { $0.split(separator: " ").count >= 6 }
        return wordy * 2 > texts.count && texts.count > 5 && texts.count * 10 > filled * 3
    }

    private static func isIdentifying(_ name: String, _ texts: [String], _ rows: [Int], filled: Int) -> Bool {
        if texts.count > categoriesMax { return true }
        if texts.contains(where: isContact) { return true }
        let alone = rows.count { $0 == 1 }
        if filled >= enoughRows, alone * 2 > filled { return true }
        return texts.count * 2 > filled && texts.count > 2 && !words(of: name).isDisjoint(with: tellingWords)
    }

    private static let tellingWords: Set<String> = [
        "name", "surname", "firstname", "lastname", "fullname", "passport", "phone", "telephone", "mobile", "email",
        "address", "dob", "birthdate", "id", "identifier", "caseid", "uuid", "number",
    ]

    /// The words of a column's name: `caseNumber`, `case_number` and `Case number` are the same two.
    private static func words(of name: String) -> Set<String> {
        var (words, word): ([String], String) = ([], "")
        for character in name {
            let starts = character.isUppercase && word.last?.isLowercase == true
            if starts || !(character.isLetter || character.isNumber) {
                words.append(word.lowercased())
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
        }
        return Set(words + [word.lowercased()])
    }

    /// An e-mail address, or a telephone number with its country.
    private static func isContact(_ text: String) -> Bool {
        if let at = text.firstIndex(of: "@") {
            return at != text.startIndex && text[at...].contains(".") && !text.contains(" ")
        }
        guard text.first == "+" else { return false }
        let digits = text.utf8.count { (48...57).contains($0) }
        return digits >= 8 && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) || $0 == 32 || $0 == 45 }
    }

    /// What joins several answers in these values; nil when each is one answer.
    private static func separator(_ texts: [String]) -> String? {
        for separator in [";", "|"] where texts.contains(where: { pieces($0, separator).count > 1 }) {
            return separator
        }
        // A comma is part of many a value's own words. It joins when its pieces come again elsewhere.
        let joined = texts.filter { pieces($0, ",").count > 1 }
        guard joined.count > 1 else { return nil }
        var comings: [String: Int] = [:]
        for text in texts { for piece in Set(pieces(text, ",")) { comings[piece, default: 0] += 1 } }
        let isRepeating = joined.allSatisfy { pieces($0, ",").allSatisfy { comings[$0]! > 1 } }
        return isRepeating ? "," : nil
    }

    /// The answers that stand in one text, without spaces around them.
    static func pieces(_ text: String, _ separator: String) -> [String] {
        guard text.contains(separator) else { return text.isEmpty ? [] : [text] }
        return text.split(separator: separator).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ piece: Substring) -> String {
        var piece = piece
        while piece.first == " " { piece.removeFirst() }
        while piece.last == " " { piece.removeLast() }
        return String(piece)
    }
}
