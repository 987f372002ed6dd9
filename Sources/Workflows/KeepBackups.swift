// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Vault

/// When and where a server makes backups of itself.
public struct BackupPlan: Sendable {
    public var folder: String
    public var recipients: [AgeRecipient]
    /// Milliseconds from one whole backup to the next.
    public var every: Int64
    /// Milliseconds from one increment to the next.
    public var incrementEvery: Int64

    /// - Parameters:
    ///   - hours: From one whole backup to the next.
    ///   - minutes: From one increment to the next.
    public init(folder: String, recipients: [AgeRecipient], hours: Int = 24, minutes: Int = 15) {
        self.folder = folder
        self.recipients = recipients
        every = Int64(hours) * 3_600_000
        incrementEvery = Int64(minutes) * 60_000
    }
}

/// Makes backups as planned until the task is cancelled, sealed or not: a whole one when the last is old enough, an
/// increment in between when something was done. What fails is tried again a minute later.
///
/// - Parameters:
///   - pause: Between two looks at the clock.
///   - report: Told of each backup, and of each failure once until it is over.
public func keepBackups(
    _ plan: BackupPlan, of gate: Gate, pause: Duration = .seconds(20),
    report: @escaping @Sendable (Result<Backup.Report, any Error>) -> Void
) async {
    var (lastWhole, lastAny, entries) = (Int64.min, Int64.min, -1)
    let sealed = gate.sealed
    if let standing = try? await sealed.wholeBackup(in: plan.folder) {
        (lastWhole, lastAny, entries) = (standing.made, standing.made, standing.audit.entries)
    }
    var hasFailed = false
    while !Task.isCancelled {
        let now = sealed.now
        let isWholeDue = lastWhole == .min || now - lastWhole >= plan.every || now < lastWhole
        let count = (try? await sealed.entryCount()) ?? entries
        let isIncrementDue = lastAny == .min || (now - lastAny >= plan.incrementEvery && count != entries)
        if isWholeDue || isIncrementDue {
            do {
                let made = try await sealed.backUp(
                    to: plan.folder, for: plan.recipients, isIncrement: !isWholeDue)
                if made.manifest.kind == .full { lastWhole = now }
                // The entry about the backup itself is not worth another one.
                lastAny = now
                try await gate.store?.noteBackups()
                entries = (try? await sealed.entryCount()) ?? made.manifest.audit.entries
                hasFailed = false
                report(.success(made))
            } catch {
                if !hasFailed { report(.failure(error)) }
                hasFailed = true
            }
        }
        try? await Task.sleep(for: hasFailed ? .seconds(60) : pause)
    }
}
