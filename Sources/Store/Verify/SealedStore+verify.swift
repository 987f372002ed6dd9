// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension SealedStore {
    /// Reads the whole instance and checks it against itself, and against what was kept outside: the database's own
    /// structure, the audit chain with its marks and its end, checkpoints, anchors and mirror, every record version
    /// against the digest in the audit entry that wrote it, that versions have no gaps; and, when `deep`, that every
    /// record opens.
    ///
    /// Reads everything once; about 2 s for 50,000 cases, 6 s deep.
    ///
    /// - Parameter secret: Nil checks what can be checked without one: everything but marks, signatures by this
    ///   register's own key, and content.
    /// - Throws: `VaultError` when the secret opens no slot.
    public func verify(
        with secret: Secret?, _ options: VerifyOptions = VerifyOptions(), progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Verification {
        try await database.atOneMoment { try await self.on($0).verifyNow(secret, options, progress) }
    }

    private func verifyNow(
        _ secret: Secret?, _ options: VerifyOptions, _ progress: (@Sendable (Int) -> Void)?
    ) async throws -> Verification {
        let install = self.install
        let root: RootKey? = if let secret { try await self.root(with: secret) } else { nil }
        var result = Verification()
        result.isKeyed = root != nil
        let complaints = try await database.integrityComplaints()
        result.add(complaints.map { Fault(.database, "The database file is damaged: \($0)") })
        let (log, beside) = try await database.read { connection in
            let log = LogCheck(install: install, root: root, options: options)
            return try log.run(connection)
        }
        result.entries = log.count
        result.add(beside.faults)
        (result.checkpoints, result.anchors) = (beside.checkpoints, beside.anchors)
        result.unanchored = beside.unanchored
        result.unloggedErasures = beside.erasures?.unlogged ?? 0
        let digests = beside.erasures?.remaining(of: log.digests) ?? log.digests
        var sealer: RecordSealer?
        if let root {
            guard let keys = try? await database.read({ try StoreKeys(root, install: install, $0) }) else {
                result.add(Fault(.ciphertext, "The key of an agency does not open."))
                return result
            }
            sealer = RecordSealer(keys: keys, codec: RecordCodec(codebook: codebook))
        }
        let files = beside.erasures?.remaining(of: log.files) ?? log.files
        let since = options.since
        let deep = options.deep
        let damaged = try await database.read { try FileCheck.faults(files, since: since, deep: deep, $0) }
        result.add(damaged)
        try await checkRows(digests, beside.erasures?.unknown ?? [], options, sealer, &result, progress)
        return result
    }

    /// As `verify(with:_:progress:)`, of the instance alone.
    public func verify(
        with secret: Secret, deep: Bool, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Verification {
        try await verify(with: secret, VerifyOptions(deep: deep), progress: progress)
    }

    private func checkRows(
        _ digests: [Int: String], _ unknown: Set<Int>, _ options: VerifyOptions, _ sealer: RecordSealer?,
        _ result: inout Verification, _ progress: (@Sendable (Int) -> Void)?
    ) async throws {
        let checked = try await database.read { connection in
            var check = RowCheck(
                digests: digests, since: options.since, unknown: unknown, sealer: sealer, isDeep: options.deep)
            try connection.forEach(
                """
                SELECT \(raw: CaseStore.rowColumns), r.act, r.live FROM record r LEFT JOIN scope s ON s.id = r.scope
                ORDER BY r.seq
                """
            ) { row in
                check.add(row)
                if check.rows.isMultiple(of: 10_000) { progress?(check.rows) }
            }
            check.finish()
            return (check.rows, check.opened, check.faults)
        }
        result.rows = checked.0
        result.opened = checked.1
        result.add(checked.2)
    }
}
