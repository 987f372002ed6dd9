// SPDX-License-Identifier: Apache-2.0

import CProcess
import Foundation

/// Keeps what is in this process's memory from other programs and from the disk, as far as the system lets it.
enum ProcessHardening {
    /// No core dump; not readable by other programs of the same user; not swapped out where memory may be locked.
    ///
    /// Locking is left alone where the system sets a limit to it: under one, memory runs out in the middle of work.
    static func apply() {
        _ = wayhouse_hide_memory()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        var endless = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
        setrlimit(__rlimit_resource_t(8), &endless)
        var now = rlimit()
        if getrlimit(__rlimit_resource_t(8), &now) == 0, now.rlim_cur == rlim_t.max { _ = wayhouse_lock_memory() }
    }
}
