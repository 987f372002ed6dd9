// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard
import Statistics
import Workflows

/// Columns and answers of tables as people read them.
struct NumbersText {
    let context: PageContext
    let library: DefinitionLibrary

    private var words: Words { context.words }

    func column(_ column: FactColumn) -> String {
        if let id = column.definition { return law(id) }
        return words[.numbersColumn, column.rawValue]
    }

    func law(_ id: String) -> String { library.definitions.first { $0.id == id }?.title ?? id }

    /// - Parameter answer: Nil for those without one.
    func answer(_ answer: String?, of column: FactColumn) -> String {
        guard let answer else { return words["numbers.missing"] }
        if column.definition != nil { return words[.verdict, answer] }
        if Self.own.contains(answer), Self.plain.contains(column) {
            return words[.numbersAnswer, answer]
        }
        guard let field = Self.fields[column] else { return answer }
        return ValueText(context).label(of: answer, field: field)
    }

    /// Answers that are not the codebook's.
    static let own = ["Female", "Male", "Other", "Child", "Adult", "Yes", "No"]
    private static let plain: Set<FactColumn> = [.sex, .majority, .majorityAtAct, .disability]

    private static let fields: [FactColumn: FieldName] = [
        .gender: "prs_Gender", .citizenship: "prs_Citizenship",
        .countryOfRecruitment: "prs_Citizenship",
        .countryOfTransit: "prs_Citizenship", .countryOfExploitation: "prs_Citizenship",
        .forms: "vic_TypeOfExploitation", .labour: "vic_ForcedLabourIndustry",
        .sexualForms: "vic_TypeOfSexExploitation", .means: "vic_MethodsOfControl",
        .recruitment: "vic_MethodOfRecruitment", .vulnerabilities: "vic_Vulnerabilities",
        .trafficker: "vic_RelationshipToTrafficker", .channel: "wh_SignalChannel",
        .source: "wh_DataSourceType",
        .status: "vic_TraffickingStatus",
    ]

    /// The conditions of a question as a sentence each.
    func conditions(_ question: NumbersQuestion) -> [String] {
        var said = [words[.numbersUnit, question.unit.rawValue]]
        let day = words[.numbersDay, question.counting.rawValue]
        switch (question.from, question.to) {
        case (let from?, let to?):
            said.append(
                words("numbers.between", ["day": day, "from": from.description, "to": to.description]))
        case (let from?, nil):
            said.append(words("numbers.since", ["day": day, "from": from.description]))
        case (nil, let to?): said.append(words("numbers.until", ["day": day, "to": to.description]))
        case (nil, nil): said.append(words["numbers.always"])
        }
        for only in question.only {
            said.append(
                words(
                    "numbers.only",
                    ["column": column(only.column), "value": answer(only.value, of: only.column)]))
        }
        if let id = question.definition { said.append(words("numbers.under", ["law": law(id)])) }
        return said
    }

    /// What must be read beside a table, apart from its conditions.
    func cautions(_ table: NumbersTable, cases: Int) -> [String] {
        var said = [words["numbers.prevalence"]]
        if let threshold = table.threshold {
            said.append(words("numbers.protected", ["n": String(threshold - 1)]))
        } else {
            said.append(words("numbers.coverage", count: cases))
            said.append(words["numbers.true"])
        }
        if table.overlaps { said.append(words["numbers.overlaps"]) }
        if let undated = table.undated, undated > 0 {
            said.append(words("numbers.undated", count: undated))
        }
        return said
    }
}

extension ShownCount {
    /// The number, or words that stand for it.
    func text(_ words: Words) -> String { value.map { String($0) } ?? words["picture.withheld"] }
}
