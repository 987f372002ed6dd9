// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

/// What a check of an instance found.
public struct Verification: Sendable, Codable {
    /// Audit entries read.
    public var entries = 0
    /// Record versions compared with the audit entry that wrote them.
    public var rows = 0
    /// Envelopes opened; 0 unless asked for.
    public var opened = 0
    /// What is wrong, each in one sentence without a value of a record; empty when all is whole.
    public var faults: [String] = []

    public var isWhole: Bool { faults.isEmpty }
}

extension SealedStore {
    /// Reads the whole instance and checks it against itself: the database's own structure, the audit chain with its
    /// marks and its end, every record version against the digest in the audit entry that wrote it, that versions have
    /// no gaps; and, when `deep`, that every record opens.
    ///
    /// Reads everything once; about 2 s for 50,000 cases, 6 s deep.
    ///
    /// - Throws: `VaultError` when the secret opens no slot.
    public func verify(with secret: Secret, deep: Bool, progress: (@Sendable (Int) -> Void)? = nil) async throws
        -> Verification
    {
        let root = try RootKey.open(slots, with: secret, install: install)
        var result = Verification()
        result.faults += try await database.integrityComplaints().map { "The database file is damaged: \($0)" }
        let install = install
        let (keys, state) = try await database.read { connection in
            (try? StoreKeys(root, install: install, connection), try connection.setting(AuditTrail.setting))
        }
        let digests = try await checkTrail(root.auditGenesis(install: install), state: state, &result)
        guard let keys else {
            result.faults.append("The key of an agency does not open.")
            return result
        }
        let sealer = deep ? RecordSealer(keys: keys, codec: RecordCodec(codebook: codebook)) : nil
        try await checkRows(digests, sealer, &result, progress)
        return result
    }

    /// Checks the chain. Returns the digest that each act that wrote records claims, by its number.
    private func checkTrail(_ genesis: AuditGenesis, state: [UInt8]?, _ result: inout Verification) async throws
        -> [Int: String]
    {
        let (verifier, digests, count, fault) = try await database.read { connection in
            var verifier = AuditVerifier(genesis: genesis)
            var digests: [Int: String] = [:]
            var fault: String?
            var count = 0
            try connection.forEach("SELECT seq, entry, hash, mac FROM audit ORDER BY seq") { row in
                guard fault == nil, let seq = row.int(0), let entry = row.bytes(1), let hash = row.bytes(2),
                    let mac = row.bytes(3)
                else { return }
                count += 1
                guard seq == count else { return fault = "Audit entry \(count) is missing." }
                do { try verifier.check(AuditLink(entry: entry, hash: hash, mac: mac)) } catch {
                    return fault = "Audit entry \(seq) was changed, or one before it was taken out or put in."
                }
                guard let act = Act(canonical: entry), act.seq == seq else {
                    return fault = "Audit entry \(seq) cannot be read."
                }
                if !act.digest.isEmpty, act.action != Verb.registerExport.rawValue,
                    act.action != Verb.datasetPublish.rawValue
                {
                    digests[seq] = act.digest
                }
            }
            return (verifier, digests, count, fault)
        }
        result.entries = count
        if let fault {
            result.faults.append(fault)
        } else if let state, let expected = try? AuditChain.restore(state, genesis: genesis) {
            do { try verifier.finish(expecting: expected.head) } catch {
                result.faults.append(
                    "The audit log does not end where it was last written: entries were cut off or added.")
            }
        } else if count > 0 {
            result.faults.append("The state of the audit chain was changed.")
        }
        return digests
    }

    private func checkRows(
        _ digests: [Int: String], _ sealer: RecordSealer?, _ result: inout Verification,
        _ progress: (@Sendable (Int) -> Void)?
    ) async throws {
        let checked = try await database.read { connection in
            var check = RowCheck(digests: digests, sealer: sealer)
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
        result.faults += checked.2
    }
}

/// Compares rows in the order they were written with what the audit log says was written.
private struct RowCheck {
    let sealer: RecordSealer?
    private(set) var rows = 0
    private(set) var opened = 0
    private(set) var faults: [String] = []
    private var pending: [Int: String]
    private var act: Int?
    private var digest = RowDigest()
    private var live: [EntityID: (version: Int, live: Int)] = [:]
    private var scope: OpenScope?
    private static let faultsMax = 20

    init(digests: [Int: String], sealer: RecordSealer?) {
        pending = digests
        self.sealer = sealer
    }

    mutating func add(_ row: SQLRow) {
        rows += 1
        guard let sealed = try? CaseStore.sealedRow(row), let number = row.int(CaseStore.rowColumnCount),
            let isLive = row.int(CaseStore.rowColumnCount + 1)
        else {
            return note("A record row cannot be read, or its key is gone.")
        }
        if number != act {
            settle()
            act = number
        }
        digest.add(id: sealed.id, version: sealed.version, sealed: sealed.sealed)
        let before = live[sealed.id]
        if sealed.version != (before?.version ?? 0) + 1 {
            note("A version of record \(sealed.id) is missing or out of order.")
        }
        live[sealed.id] = (sealed.version, (before?.live ?? 0) + isLive)
        if sealer != nil { open(sealed) }
    }

    mutating func finish() {
        settle()
        for number in pending.keys.sorted().prefix(Self.faultsMax) {
            note("The records that act \(number) wrote are gone.")
        }
        for (id, state) in live where state.live != 1 { note("Record \(id) has no single current version.") }
    }

    private mutating func settle() {
        guard let act else { return }
        if pending.removeValue(forKey: act) != digest.hex { note("What act \(act) wrote is not what lies here now.") }
        digest = RowDigest()
    }

    private mutating func open(_ row: CaseStore.SealedRow) {
        do {
            if scope?.id != row.scope { scope = try sealer!.scope(of: row) }
            _ = try sealer!.open(
                row.sealed, id: row.id, version: row.version, in: scope!, .everything)
            opened += 1
        } catch { note("Version \(row.version) of record \(row.id) does not open.") }
    }

    private mutating func note(_ fault: String) { if faults.count < Self.faultsMax { faults.append(fault) } }
}
