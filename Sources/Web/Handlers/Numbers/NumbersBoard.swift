// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics
import Workflows

/// What stands on the page of numbers, made from one look at the facts.
struct NumbersBoard {
    enum Content {
        case table(NumbersTable)
        case funnel([FactStep])
        /// The title of each law and how many it counts.
        /// Ways from country to country, the most frequent first.
        case routes([FactRoute])
        case laws([(String, ShownCount)])
        case nothing
        case tooFew
    }

    struct Section {
        /// A member of `WordFamily.numbersPicture`, and the picture's id on the page.
        let id: String
        let content: Content
        /// The question as the page of tables takes it.
        let query: String
    }

    let year: Int?
    let years: [Int]
    let isProtected: Bool
    private(set) var sections: [Section] = []

    static let ids = ["quarters", "forms", "ages", "routes", "places", "cascade", "laws"]
    private static let yearsShown = 6

    /// - Parameter year: Nil for all days.
    init(_ numbers: Numbers, year: Int?, text: NumbersText) {
        self.year = year
        isProtected = numbers.isProtected
        let last = numbers.isProtected ? numbers.lastYear : numbers.lastYear + 1
        years = (0..<Self.yearsShown).map { last - $0 }
        func question(_ rows: FactColumn, by columns: FactColumn? = nil) -> NumbersQuestion {
            var question = NumbersQuestion(rows, by: columns)
            question.from = year.flatMap { Day(year: $0, month: 1, day: 1) }
            question.to = year.flatMap { Day(year: $0, month: 12, day: 31) }
            return question
        }
        let quarters = question(.step(year == nil ? .year : .quarter, of: .registered))
        let asked: [(String, NumbersQuestion)] = [
            ("quarters", quarters), ("forms", question(.forms, by: .sex)),
            ("ages", question(.ageBand, by: .sex)),
            ("routes", question(.countryOfRecruitment, by: .countryOfExploitation)),
            ("places", question(.countryOfExploitation)),
        ]
        for (id, question) in asked {
            if id == "routes", let routes = Self.routes(question, numbers) {
                let form = NumbersForm(question, definitions: numbers.definitions)
                sections.append(Section(id: id, content: routes, query: form.query))
                continue
            }
            let form = NumbersForm(question, definitions: numbers.definitions)
            sections.append(Section(id: id, content: Self.content(question, numbers), query: form.query))
        }
        sections.append(
            Section(
                id: "cascade", content: Self.funnel(question(.sex), numbers), query: ""))
        var laws: [(String, ShownCount)] = []
        for id in numbers.definitions {
            let table = try? numbers.table(question(.verdict(id)))
            let met = table.flatMap { table in table.rows.firstIndex(of: "met").map { table[$0, 0] } }
            laws.append((text.law(id), met ?? .withheld))
        }
        sections.append(Section(id: "laws", content: laws.isEmpty ? .nothing : .laws(laws), query: ""))
    }

    private static func content(_ question: NumbersQuestion, _ numbers: Numbers) -> Content {
        do {
            let table = try numbers.table(question)
            return table.rows.contains { $0 != nil } && table.total != .known(0)
                ? .table(table) : .nothing
        } catch { return .tooFew }
    }

    /// Three columns of places; nil where only two at a time may be shown.
    private static func routes(_ question: NumbersQuestion, _ numbers: Numbers) -> Content? {
        guard let found = try? numbers.routes(question) else { return nil }
        let known = found.filter { $0.origin != nil && $0.exploitation != nil }
        return known.isEmpty ? .nothing : .routes(known)
    }

    private static func funnel(_ question: NumbersQuestion, _ numbers: Numbers) -> Content {
        guard let steps = try? numbers.funnel(question) else { return .tooFew }
        return steps.first?.reached ?? 0 > 0 ? .funnel(steps) : .nothing
    }
}

extension NumbersForm {
    /// The address of a question.
    init(_ question: NumbersQuestion, definitions: [String]) {
        self.init(FormPairs(), definitions: definitions)
        self.question = question
    }
}
