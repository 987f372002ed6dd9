// SPDX-License-Identifier: Apache-2.0

import Store

/// How long ago the register was backed up, and a restore tried: a warning when that is too long.
enum BackupLine {
    static func markup(_ standing: BackupStanding, at now: Int64, _ words: Words) -> Markup {
        let hours = standing.hours(at: now).map { count($0, words["backup.hours"]) } ?? words["backup.never"]
        let days = standing.days(at: now).map { count($0, words["backup.days"]) } ?? words["backup.never"]
        let text = "\(words["backup.last"]) \(hours). \(words["backup.drill"]) \(days)."
        guard standing.isBackupLate(at: now) || standing.isDrillLate(at: now) else {
            return "<p class=\"soft small\">\(text)</p>"
        }
        return "<div class=\"warn\"><p>\(text) \(words["backup.late"])</p></div>"
    }

    private static func count(_ number: Int, _ words: String) -> String {
        words.replacing("{count}", with: String(number))
    }
}
