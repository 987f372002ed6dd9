// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A report as a JSON file that people can read: one key a line, keys sorted.
enum ReportFile {
    static func bytes(_ report: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return Array(try encoder.encode(report)) + [10]
    }
}
