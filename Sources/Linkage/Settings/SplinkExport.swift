// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A model and its records in the form that Splink (moj-analytical-services/splink, 4 and 5) takes, so that the same
/// model runs on its engines: `settings.json`, and `records.csv` whose columns are names in their forms, dates as
/// numbers and the frequencies of values. Its weights are ours.
///
/// `settings.json` is what `Linker` takes; the columns `tf_…` of `records.csv` take the place of its own frequency
/// tables, since ours are within nationalities.
public struct SplinkExport {
    private let linkage: Linkage

    public init(_ linkage: Linkage) { self.linkage = linkage }

    /// The files' names and contents.
    public func files() throws -> [(name: String, bytes: [UInt8])] {
        let settings = try JSONSerialization.data(
            withJSONObject: settings(), options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return [("settings.json", Array(settings)), ("records.csv", SplinkRecords(linkage).csv())]
    }

    private func settings() -> [String: Any] {
        let model = linkage.model
        return [
            "link_type": linkage.table.isPaired ? "link_only" : "dedupe_only",
            "unique_id_column_name": "unique_id",
            "source_dataset_column_name": "source_dataset",
            "sql_dialect": "duckdb",
            "probability_two_random_records_match": model.prior,
            "retain_matching_columns": false,
            "retain_intermediate_calculation_columns": false,
            "blocking_rules_to_generate_predictions": model.blocking.map {
                ["blocking_rule": SplinkSQL.rule($0), "sql_dialect": "duckdb"]
            },
            "comparisons": model.comparisons.map { comparison($0) },
        ]
    }

    private func comparison(_ comparison: LinkageModel.Comparison) -> [String: Any] {
        let column = comparison.field
        let conditions = SplinkSQL.conditions(
            comparison.kind, column, hasOther: linkage.table.given != nil && linkage.table.surname != nil)
        var levels: [[String: Any]] = [
            [
                "sql_condition": "\"\(column)_l\" IS NULL OR \"\(column)_r\" IS NULL", "is_null_level": true,
                "label_for_charts": "missing",
            ]
        ]
        for (place, level) in comparison.levels.enumerated().reversed() {
            var made: [String: Any] = [
                "sql_condition": place == 0 ? "ELSE" : conditions[place], "label_for_charts": level.level,
                "m_probability": level.m, "u_probability": level.u,
            ]
            if comparison.kind.isFrequencyAdjusted(place + 1) {
                let isOwn = comparison.kind == .date || (comparison.kind == .name && level.level != "same")
                made["tf_adjustment_column"] = isOwn ? "\(column)_\(level.level)" : column
                made["tf_adjustment_weight"] = 1.0
                made["disable_tf_exact_match_detection"] = true
            }
            levels.append(made)
        }
        return ["output_column_name": column, "comparison_levels": levels]
    }
}

/// Conditions of levels and rules in the SQL of DuckDB, over the columns of `SplinkRecords`.
enum SplinkSQL {
    static func rule(_ rule: BlockingRule) -> String {
        rule.parts.map { part in
            let column =
                switch part {
                case "given_name", "surname", "name": "\(part)_skeleton"
                default: part == "birth_date" ? "birth_day" : part
                }
            return "l.\"\(column)\" = r.\"\(column)\""
        }.joined(separator: " AND ")
    }

    /// By level, from “nothing agrees” upwards.
    static func conditions(_ kind: ComparisonKind, _ c: String, hasOther: Bool) -> [String] {
        func equal(_ column: String) -> String { "\"\(column)_l\" = \"\(column)_r\"" }
        func close(_ column: String, _ least: Double) -> String {
            "jaro_winkler_similarity(\"\(column)_l\", \"\(column)_r\") >= \(least)"
        }
        func slips(_ column: String, _ most: Int) -> String {
            "damerau_levenshtein(\"\(column)_l\", \"\(column)_r\") <= \(most)"
        }
        switch kind {
        case .name:
            let other = c == "given_name" ? "surname" : "given_name"
            let swapped = "\"\(c)_sound_l\" = \"\(other)_sound_r\" OR \"\(c)_sound_r\" = \"\(other)_sound_l\""
            return [
                "", "\(close(c, ComparisonKind.alikeName)) OR \(close(c + "_sound", ComparisonKind.alikeName))",
                "list_has_all(string_split(\"\(c)_cover_l\", ' '), string_split(\"\(c)_sound_r\", ' ')) OR "
                    + "list_has_all(string_split(\"\(c)_cover_r\", ' '), string_split(\"\(c)_sound_l\", ' '))",
                "\(close(c, ComparisonKind.similarName)) OR \(close(c + "_sound", ComparisonKind.similarName))",
                hasOther && c != "name" ? swapped : "1 = 0", equal(c + "_skeleton"), equal(c + "_sound"), equal(c),
            ]
        case .date: return dates(c)
        case .code: return ["", equal(c)]
        case .text: return ["", close(c, ComparisonKind.similarText), slips(c, 1), equal(c)]
        case .phone: return ["", slips(c, 1), equal(c)]
        case .document: return ["", slips(c, 2), slips(c, 1), equal(c)]
        }
    }

    private static func dates(_ c: String) -> [String] {
        let (l, r) = ("\"\(c)_l\"", "\"\(c)_r\"")
        func part(_ side: String, _ from: Int, _ count: Int) -> String { "substr(\(side), \(from), \(count))" }
        func year(_ side: String) -> String { part(side, 1, 4) }
        func month(_ side: String) -> String { part(side, 5, 2) }
        func day(_ side: String) -> String { part(side, 7, 2) }
        let full = "\(day(l)) <> '00' AND \(day(r)) <> '00'"
        let sameYear = "\(year(l)) = \(year(r))"
        let sameMonth = "\(part(l, 1, 6)) = \(part(r, 1, 6))"
        return [
            "", "NOT (\(full)) AND abs(CAST(\(year(l)) AS INTEGER) - CAST(\(year(r)) AS INTEGER)) <= 2", sameYear,
            "NOT (\(full)) AND \(sameYear) AND (\(month(l)) = '00' OR \(month(r)) = '00')", "\(full) AND \(sameMonth)",
            "NOT (\(full)) AND \(sameMonth) AND \(month(l)) <> '00'",
            "\(full) AND damerau_levenshtein(\(l), \(r)) <= 1",
            "\(full) AND \(sameYear) AND \(month(l)) = \(day(r)) AND \(day(l)) = \(month(r))",
            "\(full) AND \(l) = \(r)",
        ]
    }
}
