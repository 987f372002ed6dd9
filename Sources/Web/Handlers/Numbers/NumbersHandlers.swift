// SPDX-License-Identifier: Apache-2.0

import Identification
import Interchange
import Statistics
import Store
import Workflows

/// Numbers without a line of code: standing pictures, tables of one's own making, files of them.
enum NumbersHandlers {
    static func board(_ member: Member) async throws -> WebResponse {
        let typed = member.query["year"].flatMap { Int(DateBoxes.asciiDigits($0)) }
        let asked = typed.flatMap { (1900...2199).contains($0) ? $0 : nil }
        return try await look(member, of: asked) { numbers in
            let year = asked ?? (numbers.isProtected ? numbers.lastYear : nil)
            let text = text(member)
            let page = NumbersPage(
                board: NumbersBoard(numbers, year: year, text: text), text: text, saved: member.account.tables)
            return .page(page.markup(in: member.context))
        }
    }

    static func table(_ member: Member) async throws -> WebResponse {
        try await look(member, of: year(member)) { numbers in
            let form = form(member, numbers)
            var page = NumbersTablePage(
                form: form, text: text(member), answers: answers(numbers), cases: numbers.cases,
                years: numbers.isProtected ? (0..<6).map { numbers.lastYear - $0 } : nil)
            if form.isUnreadable { page.problem = member.context.words["numbers.unreadable"] }
            do throws(NumbersObstacle) { page.table = try numbers.table(form.question) } catch {
                page.problem = said(error, member)
            }
            return .page(page.markup(in: member.context))
        }
    }

    static func csv(_ member: Member) async throws -> WebResponse {
        try await file(member, "csv", "text/csv; charset=utf-8") { $0.csv }
    }

    static func xlsx(_ member: Member) async throws -> WebResponse {
        try await file(member, "xlsx", ExportFormat.htcdsXLSX.mediaType) { $0.xlsx }
    }

    private static func file(
        _ member: Member, _ ending: String, _ type: String, _ bytes: (TabularFile) -> [UInt8]
    ) async throws -> WebResponse {
        try await look(member, of: year(member)) { numbers in
            do throws(NumbersObstacle) {
                let table = try numbers.table(form(member, numbers).question)
                let file = NumbersFile(table: table, text: text(member), cases: numbers.cases).file
                return .file(bytes(file), named: "numbers-\(member.context.today).\(ending)", type: type)
            } catch { throw Failure.malformed("numbers.\(error.name)") }
        }
    }

    /// Keeps the question under a name in one's own account.
    static func keep(_ member: Member) async throws -> WebResponse {
        let query = NumbersForm(
            FormPairs(urlEncoded: Array((member.form["query"] ?? "").utf8)),
            definitions: definitions(member)
        ).query
        let name = member.form["name"] ?? ""
        guard !name.allSatisfy(\.isWhitespace) else { return .see("/numbers/table?\(query)") }
        try await saveTable(named: name, query: query, by: member.access, in: member.store)
        return .see("/numbers")
    }

    static func forget(_ member: Member) async throws -> WebResponse {
        try await forgetTable(named: member.form["name"] ?? "", by: member.access, in: member.store)
        return .see("/numbers")
    }

    /// The same table for programs.
    static func api(_ member: Member) async throws -> WebResponse {
        try await look(member, of: year(member)) { numbers in
            let form = form(member, numbers)
            guard !form.isUnreadable else { throw Failure.malformed("numbers.period") }
            do { return try .json(NumbersDocument(try numbers.table(form.question))) } catch let obstacle
                as NumbersObstacle
            { throw Failure.malformed("numbers.\(obstacle.name)") }
        }
    }

    /// Opens the numbers, and lets nothing out before it is remembered what those who see no records were shown. Made
    /// anew when somebody else was shown something meanwhile.
    private static func look(
        _ member: Member, of year: Int?, _ make: (Numbers) throws -> WebResponse
    ) async throws -> WebResponse {
        var tries = 0
        while true {
            let opened = try await openNumbers(
                protected: member.query["protected"] == "yes", year: year,
                under: member.visit.site.settings.definitions, as: member.access, in: member.store)
            let answer = try make(opened.numbers)
            do {
                try await opened.keep(by: member.access, in: member.store)
                return answer
            } catch StoreError.conflict where tries < triesMax { tries += 1 }
        }
    }

    private static let triesMax = 5

    /// The year that is asked for; nil for the last one, and for days that are no whole year.
    private static func year(_ member: Member) -> Int? {
        NumbersForm(member.query, definitions: definitions(member)).question.wholeYear
    }

    private static func form(_ member: Member, _ numbers: Numbers) -> NumbersForm {
        NumbersForm(
            member.query, definitions: numbers.definitions,
            lastYear: numbers.isProtected ? numbers.lastYear : nil)
    }

    private static func definitions(_ member: Member) -> [String] {
        member.visit.site.settings.definitions.definitions.map(\.id)
    }

    private static func text(_ member: Member) -> NumbersText {
        NumbersText(context: member.context, library: member.visit.site.settings.definitions)
    }

    private static let answersMax = 60

    private static func answers(_ numbers: Numbers) -> [(column: FactColumn, values: [String])] {
        NumbersQuestion.offered.filter { $0.dayStep == nil }.compactMap { column in
            let values = numbers.answers(column)
            return (1...answersMax).contains(values.count) ? (column, values) : nil
        }
    }

    private static func said(_ obstacle: NumbersObstacle, _ member: Member) -> String {
        if case .facts(let message) = obstacle { return message }
        return member.context.words[.numbersObstacle, obstacle.name]
    }
}
