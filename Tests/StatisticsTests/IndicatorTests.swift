// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identification
import Standard
import Statistics
import Testing

struct IndicatorTests {
    /// The list that was worked through, beside the project where there is one.
    static let list = PaperRegister.root.appending(path: "../shared/data/report-indicators.csv")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: list.path), "NOT COMPARED: there is no list beside the project"))
    func `Every row of the list of indicators is here`() throws {
        let text = try String(contentsOf: Self.list, encoding: .utf8)
        // Ids are the only cells of this form: TIP-07, GL-01, 02041.
        let found = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> String? in
            line.split(separator: ",").map(String.init).first { cell in
                cell.wholeMatch(of: /(TIP|GL|SDG|EU|SADC|NRM|USG)-[0-9]+|0204[0-9]?/) != nil
            }
        }
        #expect(found.count == 58)
        let ours = IndicatorCatalogue.current.indicators.map(\.id)
        #expect(Set(found).subtracting(ours).isEmpty)
        #expect(Set(ours).subtracting(found) == ["CTDC-01"])
    }

    @Test func `What cannot be filled says what is missing and whom to ask`() {
        let cannot = IndicatorCatalogue.current.indicators.compactMap { indicator -> String? in
            if case .cannot(let words) = indicator.answer { words } else { nil }
        }
        #expect(cannot.count == 29)
        for words in cannot { #expect(words.count > 40 && words.hasSuffix(".")) }
    }

    @Test(arguments: [
        (ReportWindow.calendarYear, "2025", "2025-01-01", "2025-12-31"),
        (.aprilYear, "2025", "2024-04-01", "2025-03-31"), (.julyYear, "2025", "2024-07-01", "2025-06-30"),
        (.octoberYear, "2025", "2024-10-01", "2025-09-30"), (.quarter, "2025-Q3", "2025-07-01", "2025-09-30"),
        (.quarter, "2024-Q1", "2024-01-01", "2024-03-31"),
    ])
    func `Periods have names`(_ window: ReportWindow, _ name: String, _ from: String, _ to: String) throws {
        let period = try #require(window.period(name))
        #expect(period.from.description == from && period.to.description == to)
        #expect(window.name(period) == name)
        let before = period.before
        #expect(before.to.adding(days: 1) == period.from && window.name(before) != nil)
    }

    @Test(arguments: ["", "25", "2025-13", "2025-Q5", "2025-Q", "2025-Q0", "1500", "abcd", "2025-01-01"])
    func `What is no period is none`(_ text: String) {
        for window in ReportWindow.allCases { #expect(window.period(text) == nil, "\(window)") }
    }

    @Test func `The last period is over`() throws {
        for window in ReportWindow.allCases {
            for text in ["2026-01-01", "2026-03-31", "2026-04-01", "2026-06-30", "2026-11-22", "2024-02-29"] {
                let day = try #require(Day(text))
                let last = window.last(before: day)
                #expect(last.to < day && window.name(last) != nil, "\(window) \(text)")
                #expect(last.to.adding(months: 12) >= day.adding(days: -1), "\(window) \(text)")
            }
        }
    }

    @Test func `A file of indicators that is at fault is refused with the place`() throws {
        func refusal(_ change: (String) -> String) throws -> String {
            let path = PaperRegister.root.appending(path: "Sources/Statistics/Resources/indicators.json")
            let text = change(try String(contentsOf: path, encoding: .utf8))
            do {
                _ = try IndicatorCatalogue(Array(text.utf8), file: "own.json")
                return ""
            } catch { return "\(error)" }
        }
        #expect(try refusal { $0 } == "")
        #expect(try refusal { $0.replacing("\"tipForm\"\n", with: "\"hair\"\n") }.contains("no axis “hair”"))
        #expect(try refusal { $0.replacing("\"GL-06\"", with: "\"GL-05\"") }.contains("twice"))
        #expect(try refusal { $0.replacing("\"day\": \"closed\"", with: "\"day\": \"opened\"") }.contains("one of"))
        #expect(
            try refusal { $0.replacing("\"column\": \"majority\"", with: "\"column\": \"years\"") }.contains(
                "no column"))
        let mixed = "\"column\": \"definition.a\""
        let both = try refusal {
            $0.replacing("\"column\": \"sex\"", with: mixed).replacing(
                "\"column\": \"majority\"", with: "\"column\": \"definition.b\"")
        }
        #expect(both.contains("one table stands on one definition"))
    }
}
