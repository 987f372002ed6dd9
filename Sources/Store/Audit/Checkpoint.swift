// SPDX-License-Identifier: Apache-2.0

import Vault

/// A signed checkpoint of the audit log, with what the tree needs to go on from it.
public struct Checkpoint: Sendable, Hashable {
    public let content: AuditCheckpoint
    /// Ed25519 over the body, 64 bytes.
    public let signature: [UInt8]
    let frontier: [UInt8]

    /// The number of entries and eight words, such as `18204 river-…`.
    public var words: String { content.words }

    /// The body, a line with the signature, and one with the words: what is printed and kept elsewhere.
    public var text: String {
        content.body + "signature \(AuditCheckpoint.text(ofSignature: signature))\nwords \(content.words)\n"
    }

    func write(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO checkpoint (size, body, signature, frontier)
            VALUES (\(content.size), \(Array(content.body.utf8)), \(signature), \(frontier))
            """)
    }

    /// The checkpoint of a row of size, body, signature, frontier; nil when the body is none or of another size.
    init?(_ row: SQLRow) {
        guard let size = row.int(0), let body = row.bytes(1), let signature = row.bytes(2), let frontier = row.bytes(3),
            let content = AuditCheckpoint(body: String(decoding: body, as: UTF8.self)), content.size == size,
            Array(content.body.utf8) == body
        else { return nil }
        self.init(content: content, signature: signature, frontier: frontier)
    }

    init(content: AuditCheckpoint, signature: [UInt8], frontier: [UInt8]) {
        self.content = content
        self.signature = signature
        self.frontier = frontier
    }

    static let columns = "size, body, signature, frontier"

    /// The last one in the database; nil when there is none.
    static func last(_ connection: any SQLConnection) throws -> Checkpoint? {
        try connection.query("SELECT \(raw: columns) FROM checkpoint ORDER BY size DESC LIMIT 1").first
            .flatMap { Checkpoint($0) }
    }
}

/// Signs checkpoints of one install.
struct CheckpointSigner: Sendable {
    let key: CheckpointKey
    let install: [UInt8]

    /// Where the public key lies, for those who check without a secret.
    static let setting = "checkpointKey"

    func checkpoint(_ state: inout AuditTrail.State, at moment: Int64) -> Checkpoint {
        let head = state.chain.head
        let content = AuditCheckpoint(
            install: install, size: head.count, root: state.tree.root, last: head.hash, at: moment)
        state.checkpoint = (head.count, moment)
        return Checkpoint(content: content, signature: key.sign(content), frontier: state.tree.bytes)
    }
}

extension AuditTrail.State {
    /// A checkpoint is made every so many entries, or milliseconds when there are fewer.
    static let entriesMax = 1_000
    static let millisecondsMax: Int64 = 3_600_000

    func isCheckpointDue(at moment: Int64) -> Bool {
        let uncovered = chain.head.count - checkpoint.size
        return uncovered >= Self.entriesMax || (uncovered > 0 && moment - checkpoint.at >= Self.millisecondsMax)
    }

    /// What follows from the log in the database: the tree goes on from the last checkpoint that is signed and fits its
    /// frontier; without one, from the beginning.
    init(_ chain: AuditChain, _ publicKey: [UInt8], _ connection: any SQLConnection) throws {
        self.init(chain: chain)
        let row = try connection.query(
            "SELECT \(raw: Checkpoint.columns) FROM checkpoint ORDER BY size DESC LIMIT 1"
        ).first
        if let last = row.flatMap({ Checkpoint($0) }), last.content.size <= chain.head.count,
            CheckpointKey.isSigned(last.content.body, last.signature, by: publicKey),
            let tree = MerkleFrontier(bytes: last.frontier), tree.size == last.content.size,
            tree.root == last.content.root
        {
            self.tree = tree
            checkpoint = (last.content.size, last.content.at)
        } else if let size = row?.int(0) {
            // A row that cannot be believed stays, for `verify` to tell of; the next one must have another size.
            checkpoint = (size, 0)
        }
        try connection.forEach("SELECT hash FROM audit WHERE seq > \(tree.size) ORDER BY seq") { row in
            if let hash = row.bytes(0) { tree.append(hash) }
        }
    }
}

extension CaseStore {
    /// The last checkpoint, made now when entries came since; nil while there are no entries. On disk when this
    /// returns.
    ///
    /// - Throws: `SQLError`.
    @discardableResult
    public func checkpoint() async throws -> Checkpoint? {
        try await database.write { connection in
            _ = try self.trail.begin(connection)
            if let made = try self.trail.checkpoint(connection) { return made }
            return try Checkpoint.last(connection)
        }
    }
}

extension CaseStore {
    /// The last checkpoint that was made; nil when there is none.
    public func lastCheckpoint() async throws -> Checkpoint? {
        try await database.read { connection in
            try Checkpoint.last(connection)
        }
    }
}

extension SealedStore {
    /// The last checkpoint that was made; needs no secret. Nil when there is none.
    public func lastCheckpoint() async throws -> Checkpoint? {
        try await database.read { connection in
            try Checkpoint.last(connection)
        }
    }
}
