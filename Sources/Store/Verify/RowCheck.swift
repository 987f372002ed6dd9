// SPDX-License-Identifier: Apache-2.0

import Cases

/// Compares rows in the order they were written with what the audit log says was written.
struct RowCheck {
    /// Opens what was sealed again under a later key of its case; nil without a key.
    let sealer: RecordSealer?
    /// Whether every record is opened.
    private let isDeep: Bool
    /// Whether what the act at hand wrote was sealed again and cannot be compared without a key.
    private var isBeyond = false
    private(set) var rows = 0
    private(set) var opened = 0
    private(set) var faults: [Fault] = []
    private let since: Int
    private let unknown: Set<Int>
    private var pending: [Int: String]
    private var act: Int?
    private var digest = RowDigest()
    private var written: Set<EntityID> = []
    private var live: [EntityID: (version: Int, live: Int)] = [:]
    private var scope: OpenScope?
    private static let faultsMax = 20

    /// - Parameters:
    ///   - digests: What each act that wrote records claims, by its number.
    ///   - since: Rows of acts up to this number are only opened.
    ///   - unknown: Rows of these acts, too (`ErasureCheck.unknown`).
    init(digests: [Int: String], since: Int, unknown: Set<Int> = [], sealer: RecordSealer?, isDeep: Bool) {
        pending = digests
        self.since = since
        self.unknown = unknown
        self.sealer = sealer
        self.isDeep = isDeep
    }

    /// - Parameter row: `CaseStore.rowColumns`, then act and live.
    mutating func add(_ row: SQLRow) {
        rows += 1
        guard let sealed = try? CaseStore.sealedRow(row), let number = row.int(CaseStore.rowColumnCount),
            let isLive = row.int(CaseStore.rowColumnCount + 1)
        else { return note(.data, "A record row cannot be read, or its key is gone.") }
        if number != act {
            settle()
            act = number
        }
        digest.add(id: sealed.id, version: sealed.version, sealed: peeled(sealed))
        written.insert(sealed.id)
        let before = live[sealed.id]
        if sealed.version != (before?.version ?? 0) + 1 {
            note(.data, "A version of record \(sealed.id) is missing or out of order.", [sealed.id])
        }
        live[sealed.id] = (sealed.version, (before?.live ?? 0) + isLive)
        if isDeep, sealer != nil { open(sealed) }
    }

    mutating func finish() {
        settle()
        for number in pending.keys.sorted().prefix(Self.faultsMax) {
            note(.data, "The records that act \(number) wrote are gone.", [], number)
        }
        for (id, state) in live where state.live != 1 {
            note(.data, "Record \(id) has no single current version.", [id])
        }
    }

    private mutating func settle() {
        guard let act else { return }
        defer { (digest, written, isBeyond) = (RowDigest(), [], false) }
        guard act > since else { return }
        if isBeyond || unknown.contains(act) {
            pending[act] = nil
            return
        }
        if pending.removeValue(forKey: act) != digest.hex {
            note(.data, "What act \(act) wrote is not what lies here now.", written.sorted(), act)
        }
    }

    /// The row as the act wrote it.
    private mutating func peeled(_ row: CaseStore.SealedRow) -> [UInt8] {
        guard OuterLayer.covers(row.sealed) else { return row.sealed }
        guard let sealer else {
            isBeyond = true
            return row.sealed
        }
        do {
            if scope?.id != row.scope { scope = try sealer.scope(of: row) }
            return try OuterLayer.peel(row.sealed, id: row.id, version: row.version, in: scope!)
        } catch {
            note(.ciphertext, "Version \(row.version) of record \(row.id) does not open.", [row.id])
            isBeyond = true
            return row.sealed
        }
    }

    private mutating func open(_ row: CaseStore.SealedRow) {
        do {
            if scope?.id != row.scope { scope = try sealer!.scope(of: row) }
            _ = try sealer!.open(
                row.sealed, id: row.id, version: row.version, in: scope!, .everything)
            opened += 1
        } catch { note(.ciphertext, "Version \(row.version) of record \(row.id) does not open.", [row.id]) }
    }

    private mutating func note(_ kind: Fault.Kind, _ text: String, _ records: [EntityID] = [], _ seq: Int? = nil) {
        if faults.count < Self.faultsMax { faults.append(Fault(kind, text, seq: seq, records: records)) }
    }
}
