// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

/// Something that happens only when a second person has agreed: ask for it, and do it once it is approved.
public struct SecondPersonNeeded: Error, Sendable, Hashable {
    public let verb: Verb
}

/// Watches over what goes out case by case: the one place where the demand for a second person is met or not.
final class SecondPerson: Sendable {
    private let isApproved: Bool
    private let count = Mutex(0)
    /// More cases than this need a second person even for what else one may take out alone.
    private static let aloneMax = 50

    init(isApproved: Bool) { self.isApproved = isApproved }

    /// To be called for each case, with what its permit demands.
    ///
    /// - Throws: `SecondPersonNeeded`.
    func check(_ obligations: Obligations, for verb: Verb) throws {
        let cases = count.withLock { count -> Int in
            count += 1
            return count
        }
        let isNeeded =
            obligations.contains(.secondPerson)
            || (obligations.contains(.secondPersonAboveFifty) && cases > Self.aloneMax)
        if isNeeded, !isApproved { throw SecondPersonNeeded(verb: verb) }
    }
}
