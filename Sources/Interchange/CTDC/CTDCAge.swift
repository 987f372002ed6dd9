// SPDX-License-Identifier: Apache-2.0

import Standard

/// Ages as CTDC bands them. An age that is not known exactly is a range, and a range that lies in two bands has none.
enum CTDCAge {
    /// The nine bands with the least age of each, spelt as the k-anonymised files spell them.
    static let bands: [(from: Int, label: String)] = [
        (0, "0--8"), (9, "9--17"), (18, "18--20"), (21, "21--23"), (24, "24--26"), (27, "27--29"), (30, "30--38"),
        (39, "39--47"), (48, "48+"),
    ]
    static let oldest = 120

    /// Completed years at a day, as exactly as the dates allow. An approximate date may be a year off either way.
    ///
    /// - Returns: nil when the birth lies after the day or the age beyond 120: then one of the dates is wrong.
    static func range(born: PartialDate, at day: PartialDate) -> ClosedRange<Int>? {
        guard let years = born.completedYears(at: day), years.lowerBound <= oldest else { return nil }
        let slack = born.isApproximate || day.isApproximate ? 1 : 0
        return max(0, years.lowerBound - slack)...(years.upperBound + slack)
    }

    /// The band that holds the whole range; empty when there is none.
    static func band(_ years: ClosedRange<Int>?) -> String {
        guard let years, let least = bands.last(where: { $0.from <= years.lowerBound }),
            let most = bands.last(where: { $0.from <= years.upperBound }), least.from == most.from
        else { return "" }
        return least.label
    }

    /// `Minor` below 18, `Adult` from 18 on, empty when the range has both.
    static func majority(_ years: ClosedRange<Int>?) -> String {
        guard let years else { return "" }
        if years.upperBound < 18 { return "Minor" }
        return years.lowerBound >= 18 ? "Adult" : ""
    }

    /// The majority status that follows from a band: empty for an empty band, so that it never tells more.
    static func majority(ofBand band: String) -> String {
        switch band {
        case "": ""
        case "0--8", "9--17": "Minor"
        default: "Adult"
        }
    }
}
