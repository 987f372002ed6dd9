// SPDX-License-Identifier: Apache-2.0

import Foundation
import Statistics
import Store

/// As of when, and for which country, reports were made for those who see no records, by their period.
struct ReportBook: Sendable {
    struct Period: Codable, Sendable, Hashable {
        let frozen: Frozen
        let country: String?
        /// People in cases, whom the reports were made of.
        let people: Int
    }

    let name: String
    var periods: [String: Period] = [:]

    init(_ agency: Agency, isNational: Bool) throws {
        name = isNational ? "shownReportsNational" : "shownReports"
        guard let text = agency.settings.more[name] else { return }
        do { periods = try JSONDecoder().decode([String: Period].self, from: Data(text.utf8)) } catch {
            throw StoreError.damaged("agency")
        }
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(periods), as: UTF8.self)
        }
    }
}

extension FactPeriod {
    /// Its first and last day.
    var name: String { "\(from) \(to)" }
}

extension IndicatorCatalogue {
    /// Whether one report stands before another in the list.
    func isBefore(_ one: IndicatorPack, _ other: IndicatorPack) -> Bool {
        let ids = packs.map(\.id)
        guard let first = ids.firstIndex(of: one.id), let second = ids.firstIndex(of: other.id) else { return false }
        return first < second
    }
}
