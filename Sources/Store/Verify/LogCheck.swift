// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// Checks the audit log of one instance with all that stands beside it and all that was kept outside.
struct LogCheck {
    let install: [UInt8]
    let root: RootKey?
    let options: VerifyOptions

    /// What was found beside the chain itself.
    struct Beside: Sendable {
        var faults: [Fault] = []
        var checkpoints = 0
        var anchors = 0
        var unanchored = 0
        var erasures: ErasureCheck?
    }

    func run(_ connection: any SQLConnection) throws -> (log: AuditCheck, beside: Beside) {
        let rows = try connection.query("SELECT \(raw: Checkpoint.columns) FROM checkpoint ORDER BY size")
        let checkpoints = rows.map { Checkpoint($0) }
        let genesis = root?.auditGenesis(install: install)
        var log = AuditCheck(
            install: install, genesis: genesis, since: options.since,
            sizes: Set(checkpoints.compactMap { $0?.content.size }).union(anchorSizes))
        var hashes = MirrorComparison(options.mirror, install: install)
        try connection.forEach("SELECT seq, entry, hash, mac FROM audit ORDER BY seq") { row in
            guard let seq = row.int(0), let entry = row.bytes(1), let hash = row.bytes(2), let mac = row.bytes(3)
            else { return log.add(seq: row.int(0) ?? 0, AuditLink(entry: [], hash: [], mac: [])) }
            log.add(seq: seq, AuditLink(entry: entry, hash: hash, mac: mac))
            hashes?.take(hash)
        }
        let state = try connection.setting(AuditTrail.setting)
        log.finish(end(state, genesis))
        var beside = Beside()
        if let fault = log.fault { beside.faults.append(fault) }
        try check(checkpoints, try publicKey(connection), log, &beside)
        checkAnchors(checkpoints.compactMap { $0 }, log, &beside)
        if let fault = hashes?.finish() { beside.faults.append(fault) }
        let spokenFor = max(anchored(log, checkpoints.compactMap { $0 }), hashes?.count ?? 0)
        beside.unanchored = max(0, log.count - spokenFor)
        // Beside a broken log nothing more can be said of what follows from it.
        if log.fault == nil {
            let erasures = try ErasureCheck(log.erasures, connection)
            beside.faults += erasures.faults
            beside.erasures = erasures
            try checkTables(log, connection, &beside)
        }
        return (log, beside)
    }

    private func end(_ state: [UInt8]?, _ genesis: AuditGenesis?) -> AuditCheck.End {
        guard let genesis else { return .unknown }
        guard let state, let chain = try? AuditChain.restore(state, genesis: genesis) else { return .damaged }
        return .at(chain.head)
    }

    /// The key that signs checkpoints: the register's own when a secret is at hand, else the one that lies in it.
    private func publicKey(_ connection: any SQLConnection) throws -> [UInt8] {
        if let root { return root.checkpointKey(install: install).publicKey }
        return try connection.setting(CheckpointSigner.setting) ?? []
    }

    private func check(
        _ checkpoints: [Checkpoint?], _ key: [UInt8], _ log: AuditCheck, _ beside: inout Beside
    ) throws {
        for checkpoint in checkpoints {
            guard let checkpoint, checkpoint.content.install == install,
                CheckpointKey.isSigned(checkpoint.content.body, checkpoint.signature, by: key)
            else {
                beside.faults.append(Fault(.mark, "A checkpoint in the register is not signed by its key."))
                continue
            }
            guard fits(checkpoint.content, log) else {
                beside.faults.append(misfit("A signed checkpoint", checkpoint.content.size, log))
                continue
            }
            beside.checkpoints += 1
        }
    }

    private func fits(_ content: AuditCheckpoint, _ log: AuditCheck) -> Bool {
        if content.size == 0 { return true }
        guard let stand = log.stands[content.size] else { return false }
        return stand.root == content.root && stand.last == content.last
    }

    private func misfit(_ what: String, _ size: Int, _ log: AuditCheck) -> Fault {
        let isCut = size > log.count && log.fault == nil
        let how = isCut ? "the log ends at \(log.count): it was cut off" : "the log had other entries then"
        return Fault(.anchor, "\(what) of \(size) entries does not fit: \(how).", seq: isCut ? log.count + 1 : size)
    }

    private var anchorSizes: Set<Int> {
        Set(
            options.anchors.compactMap { anchor in
                switch anchor {
                case .checkpoint(let content, _): content.size
                case .words(_, let size): size
                }
            })
    }

    private func checkAnchors(_ known: [Checkpoint], _ log: AuditCheck, _ beside: inout Beside) {
        for anchor in options.anchors {
            if size(of: anchor, log, known) != nil {
                beside.anchors += 1
                continue
            }
            switch anchor {
            case .checkpoint(let content, _): beside.faults.append(misfit("The anchor", content.size, log))
            case .words(_, let size?): beside.faults.append(misfit("The anchor", size, log))
            case .words:
                let text =
                    "The anchor's words are of no checkpoint in the register: the log was cut off, or is another."
                beside.faults.append(Fault(.anchor, text))
            }
        }
    }

    /// How many entries an anchor speaks for; nil when it does not fit.
    private func size(of anchor: Anchor, _ log: AuditCheck, _ known: [Checkpoint]) -> Int? {
        func isSaid(_ words: String, at size: Int) -> Bool {
            guard let stand = log.stands[size] else { return false }
            return AuditCheckpoint.words(install: install, size: size, root: stand.root) == words
        }
        switch anchor {
        case .checkpoint(let content, _):
            return content.install == install && fits(content, log) ? content.size : nil
        case .words(let words, let size?): return isSaid(words, at: size) ? size : nil
        case .words(let words, nil): return known.map(\.content.size).last { isSaid(words, at: $0) }
        }
    }

    private func anchored(_ log: AuditCheck, _ known: [Checkpoint]) -> Int {
        options.anchors.compactMap { size(of: $0, log, known) }.max() ?? 0
    }

    /// The tables that follow from the log.
    private func checkTables(_ log: AuditCheck, _ connection: any SQLConnection, _ beside: inout Beside) throws {
        var index = RowSum()
        try connection.forEach("SELECT id, seq, side, at FROM auditIndex") { index.add([$0.values]) }
        if index != log.index {
            beside.faults.append(Fault(.data, "The list of who did what to whom is not what the log says."))
        }
        var words = log.words
        try connection.forEach("SELECT seq, sealed FROM auditWords") { row in
            guard let seq = row.int(0), let sealed = row.bytes(1), seq > options.since else { return }
            var hash = RunningHash()
            hash.update(sealed)
            if words.removeValue(forKey: seq) != hash.hex {
                beside.faults.append(Fault(.data, "The sealed words of search \(seq) were changed.", seq: seq))
            }
        }
        for seq in words.keys.sorted().filter({ beside.erasures?.words.contains($0) != true }).prefix(20) {
            beside.faults.append(Fault(.data, "The sealed words of search \(seq) are gone.", seq: seq))
        }
    }
}

/// Compares the log's hashes with those of the copy outside, in order.
private struct MirrorComparison {
    /// Entries that agree.
    private(set) var count = 0
    private var isOver = false
    private let file: MirrorFile
    private let install: [UInt8]

    init?(_ file: MirrorFile?, install: [UInt8]) {
        guard let file else { return nil }
        self.file = file
        self.install = install
    }

    mutating func take(_ hash: [UInt8]) {
        guard !isOver, count < file.hashes.count, file.hashes[count] == hash else { return isOver = true }
        count += 1
    }

    func finish() -> Fault? {
        if file.install != install { return Fault(.mirror, "The mirror is of another register.") }
        if let seq = file.contradiction { return Fault(.mirror, "The mirror contradicts itself.", seq: seq) }
        guard count < file.hashes.count else { return nil }
        return Fault(
            .mirror, "The mirror has another entry \(count + 1) than the log, or the log ends.", seq: count + 1)
    }
}
