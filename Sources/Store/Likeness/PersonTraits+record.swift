// SPDX-License-Identifier: Apache-2.0

import Cases
import Linkage
import Standard

extension PersonTraits {
    /// What is compared of a person's record: names in use and others, birth date, gender, citizenship, identity
    /// number. All of it is F1 or F2.
    init(_ record: Record) {
        func text(_ name: FieldName) -> String { record.text(name) ?? "" }
        let given = [text("prs_FirstName"), text("prs_MiddleName")].filter { !$0.isEmpty }.joined(separator: " ")
        let surname = text("prs_SecondName")
        var names = [Name(given: given, surname: surname)]
        if names[0] == Name(given: "", surname: "") { names = [] }
        let preferred = text("wh_PreferredName")
        if !preferred.isEmpty, preferred != given { names.append(Name(given: preferred, surname: surname)) }
        for line in [text("wh_NativeName")]
            + text("wh_OtherNames").split(whereSeparator: { ",;/\n".contains($0) })
            .map({ String($0) })
        {
            if let name = Name(whole: line) { names.append(name) }
        }
        let gender = record.code("prs_Gender") ?? ""
        var citizenship: [String] = []
        if case .codes(let codes)? = record["prs_Citizenship"] { citizenship = codes }
        self.init(
            names: names, birth: record.date("prs_Birthdate").map { BirthDate($0) },
            sex: gender == "NonSpecifiedUnknown" ? "" : gender, nationalities: citizenship,
            document: text("prs_IdentityNumber"))
    }
}

extension PersonTraits.Name {
    /// All names of somebody in one text: the last word as the surname, which the comparison takes in any order. Nil
    /// without a word.
    public init?(whole text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let last = words.last else { return nil }
        self.init(
            given: words.count == 1 ? String(last) : words.dropLast().joined(separator: " "),
            surname: words.count == 1 ? "" : String(last))
    }
}

extension BirthDate {
    /// The same date as it is compared.
    public init(_ date: PartialDate) { self.init(year: date.year, month: date.month ?? 0, day: date.day ?? 0) }
}
