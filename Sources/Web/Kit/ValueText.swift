// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Values of the codebook as people read them.
struct ValueText {
    let context: PageContext
    private var words: Words { context.words }

    init(_ context: PageContext) { self.context = context }

    /// The value; names and other people's text in isolation, so that scripts of both directions stand side by side.
    func show(_ value: Value, of name: FieldName) -> Markup {
        switch value {
        case .text(let text): "<bdi>\(text)</bdi>"
        case .number(let number): "\(Value.canonical(number))"
        case .date(let date): "\(self.date(date))"
        case .flag(let flag): "\(flag ? words["form.yes"] : words["form.no"])"
        case .codes(let codes):
            codes.map { code -> Markup in "\(label(of: code, field: name))" }.joined(separator: ", ")
        case .absent(let absence): "<span class=\"soft\">\(words[.absence, absence.rawValue])</span>"
        }
    }

    /// What a code is called; the code itself when the codebook does not have it.
    func label(of code: String, field name: FieldName) -> String {
        guard let field = context.codebook[name], let list = context.codebook.picklist(of: field),
            let value = list[code]
        else {
            return code
        }
        return words.label(of: value, in: list)
    }

    /// Such as `12 May 1998`, `May 1998` or `about 1998`.
    func date(_ date: PartialDate) -> String {
        let year = String(date.year)
        var text = year
        if let month = date.month {
            let monthName = words[.month, String(month)]
            text =
                date.day.map { words("date.day", ["day": String($0), "month": monthName, "year": year]) }
                ?? words("date.month", ["month": monthName, "year": year])
        }
        return date.isApproximate ? words("date.about", ["date": text]) : text
    }

    /// The filled fields of a record as a list of label and value, in the codebook's order.
    func facts(_ values: [FieldName: Value], leavingOut hidden: Set<FieldName> = []) -> Markup {
        let rows = context.codebook.fields.compactMap { field -> Markup? in
            guard let value = values[field.name], !hidden.contains(field.name) else { return nil }
            return "<div><dt>\(words.label(of: field))</dt><dd>\(show(value, of: field.name))</dd></div>"
        }
        return rows.isEmpty ? "<p class=\"soft\">\(words["facts.none"])</p>" : "<dl class=\"facts\">\(rows)</dl>"
    }
}

/// How a person is called on a screen.
enum PersonLabel {
    /// What the person goes by, else their names in the order recorded; nil when no name is.
    static func name(_ record: Record) -> String? {
        if let preferred = record.text("wh_PreferredName") { return preferred }
        let parts = (["prs_FirstName", "prs_MiddleName", "prs_SecondName"] as [FieldName]).compactMap {
            record.text($0)
        }
        return parts.isEmpty ? record.text("wh_NativeName") : parts.joined(separator: " ")
    }

    /// What a caseworker calls the person: the preferred or the first name.
    static func shortName(_ record: Record) -> String? {
        record.text("wh_PreferredName") ?? record.text("prs_FirstName") ?? name(record)
    }
}
