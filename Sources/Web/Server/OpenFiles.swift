// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many files and connections this process may have open.
enum OpenFiles {
    /// Raises the limit as far as the system lets it, at most to what a server of an office can use. The limit then.
    static func raised() -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(kind, &limit) == 0 else { return 1024 }
        let wanted = min(limit.rlim_max, rlim_t(3 * Guests.most))
        if limit.rlim_cur < wanted {
            limit.rlim_cur = wanted
            guard setrlimit(kind, &limit) == 0 else { return 1024 }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
