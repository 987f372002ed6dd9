// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Synchronization

/// From need to help that was completed, over the cases that somebody may see: true counts for those who run the
/// service, never for publication. The look is in the audit log before this returns.
///
/// Signals are in no count until they are cases. At the console all cases of the agency count. What a case comes to is
/// kept in memory until the case changes: the first report over 6,000 cases takes about a second, the next some
/// milliseconds.
///
/// - Parameters:
///   - days: The first and last day of needs that count; nil on a side for no bound.
///   - dimensions: Of `HelpReport.dimensions`.
///   - grants: From when to when each grant pays.
/// - Throws: `Refusal`; `StoreError`.
public func reportHelp(
    days: (from: Day?, to: Day?) = (nil, nil), by dimensions: [String] = [], grants: GrantPeriods = .none,
    as access: Access, in store: CaseStore
) async throws -> HelpReport {
    let tally = Mutex(HelpReport.Tally(from: days.from, to: days.to))
    if access.actor.role == .custodian {
        let permit = try await access.permit(.registerExport, by: .exportRegister, in: store)
        try await store.forEachCase(permit: permit) { file in
            if !file.isSignal { tally.withLock { $0.add(file) } }
        }
    } else {
        let permit = try await access.permit(.registerCompare, by: .listCases, in: store)
        let all = try await store.help(permit: permit) { CaseHelp($0) }
        tally.withLock { tally in for help in all { tally.add(help) } }
    }
    return HelpReport(tally.withLock { $0 }, by: dimensions, grants: grants)
}
