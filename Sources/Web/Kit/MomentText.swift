// SPDX-License-Identifier: Apache-2.0

import Standard
import Store

/// Moments as people read them.
enum MomentText {
    /// Such as `21 November 2026, 10:12 UTC`, from milliseconds since 1970.
    static func say(_ milliseconds: Int64, _ context: PageContext) -> String {
        let minutes = Int((milliseconds / 60_000) % 1_440)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = ValueText(context).date(Clock.day(of: milliseconds))
        return context.words("date.moment", ["date": day, "time": "\(two(minutes / 60)):\(two(minutes % 60))"])
    }
}
