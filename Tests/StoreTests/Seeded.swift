// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A time that a test sets.
final class Moment: Sendable {
    private let value: Mutex<Int64>
    init(_ milliseconds: Int64) { value = Mutex(milliseconds) }
    var now: Int64 {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
