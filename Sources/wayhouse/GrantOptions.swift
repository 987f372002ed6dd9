// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assistance
import Foundation
import Identification

/// From when to when grants pay.
struct GrantOptions: ParsableArguments {
    @Option(help: "A file that says from when to when each grant pays.")
    var grants: String?

    /// - Throws: `Problem` for a file that cannot be read; `DataRefused` with every fault of it.
    func periods() throws -> GrantPeriods {
        guard let grants else { return .none }
        return try GrantPeriods(try OwnDefinitions.bytes(grants), file: (grants as NSString).lastPathComponent)
    }
}
