// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Vault

/// A second file, on another medium, to which the hash of every audit entry is added: whoever changes the register
/// cannot change what lies there. It holds no id and no word of an entry.
///
/// One line of text first, `wayhouse/mirror/1` and the install; then a line an entry, its number and hash. Written
/// after the entry is on disk, appended and synchronised. When the medium is gone, lines wait in memory and are written
/// when it is back; the next unsealing writes what the file lacks.
public final class AuditMirror: Sendable {
    /// An entry's number and hash.
    typealias Line = (seq: Int, hash: [UInt8])

    /// How the copy stands.
    public enum Standing: Sendable, Equatable {
        case fine
        /// It cannot be written.
        case unplugged
        /// It belongs to another register, or does not agree with the log.
        case different
    }

    public let path: String
    /// Whether nothing may be done while the copy cannot be written.
    public let isRequired: Bool
    private let state = Mutex<State>(State())

    private struct State {
        var standing = Standing.unplugged
        var install: [UInt8] = []
        var last = 0
        var waiting: [Line] = []
        var hasChanged = false
    }

    public init(path: String, isRequired: Bool) {
        self.path = path
        self.isRequired = isRequired
    }

    public var standing: Standing { state.withLock { $0.standing } }

    /// The new standing when it changed since this was last asked.
    func takeChange() -> Standing? {
        state.withLock { state in
            defer { state.hasChanged = false }
            return state.hasChanged ? state.standing : nil
        }
    }

    /// Compares the file with the log and writes what it lacks; makes it when it is not there.
    ///
    /// - Parameter hash: The hash of an entry by its number.
    func start(install: [UInt8], lines: () throws -> [Line]) rethrows {
        let log = try lines()
        state.withLock { state in
            state.install = install
            guard let file = try? MirrorFile(path: path, install: install) else {
                state.waiting = log
                return settle(&state, .unplugged)
            }
            guard file.agrees(with: log, of: install) else { return settle(&state, .different) }
            state.last = file.hashes.count
            state.waiting = Array(log[state.last...])
            write(&state)
        }
    }

    /// Adds lines; those that cannot be written wait.
    func append(_ lines: [Line]) {
        state.withLock { state in
            guard state.standing != .different else { return }
            state.waiting += lines
            write(&state)
        }
    }

    /// - Throws: `StoreError.unlogged` when the copy must be and cannot be written.
    func insist() throws {
        guard isRequired else { return }
        let standing = state.withLock { state in
            if state.standing == .unplugged { write(&state) }
            return state.standing
        }
        guard standing == .fine else { throw StoreError.unlogged }
    }

    private func write(_ state: inout State) {
        guard !state.waiting.isEmpty || state.standing != .fine else { return }
        let isNew = !FileManager.default.fileExists(atPath: path)
        // A file that should be there and is not is a medium that was taken out, not a new copy.
        guard !isNew || state.last == 0 else { return settle(&state, .unplugged) }
        // After a write that failed half-way a line may be unfinished: it is closed, and what follows is whole.
        var text = isNew ? MirrorFile.title(state.install) : state.standing == .fine ? "" : "\n"
        for line in state.waiting { text += MirrorFile.text(line) }
        guard Self.append(Array(text.utf8), to: path) else { return settle(&state, .unplugged) }
        state.last = state.waiting.last?.seq ?? state.last
        state.waiting = []
        settle(&state, .fine)
    }

    private func settle(_ state: inout State, _ standing: Standing) {
        if state.standing != standing { state.hasChanged = true }
        state.standing = standing
    }

    private static func append(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            done += count
        }
        return fsync(file) == 0
    }
}

/// The mirror as it lies in its file.
public struct MirrorFile: Sendable {
    let install: [UInt8]
    /// The hash of each entry, from the first.
    private(set) var hashes: [[UInt8]] = []
    /// The number of the first line that contradicts one before it, or leaves one out.
    private(set) var contradiction: Int?

    private static let title = "wayhouse/mirror/1 "

    static func title(_ install: [UInt8]) -> String { title + AuditCheckpoint.text(ofSignature: install) + "\n" }
    static func text(_ line: AuditMirror.Line) -> String {
        "\(line.seq) \(AuditCheckpoint.text(ofSignature: line.hash))\n"
    }

    /// Reads a file. Lines that a power cut left unfinished are left out; a line may stand twice.
    ///
    /// - Throws: `StoreError.damaged` when it is no mirror; `CocoaError` when it cannot be read.
    public init(path: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        let rest = text.split(separator: "\n")
        guard let first = rest.first, first.hasPrefix(Self.title),
            let install = AuditCheckpoint.bytes(ofText: String(first.dropFirst(Self.title.count)))
        else { throw StoreError.damaged("mirror") }
        self.install = install
        for line in rest.dropFirst() { take(line) }
    }

    /// An existing file, or an empty one when there is none at the path but its folder is there.
    init(path: String, install: [UInt8]) throws {
        if FileManager.default.fileExists(atPath: path) {
            try self.init(path: path)
            return
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: folder) else { throw CocoaError(.fileNoSuchFile) }
        self.init(empty: install)
    }

    private init(empty install: [UInt8]) { self.install = install }

    private mutating func take(_ line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let seq = Int(parts[0]), let hash = AuditCheckpoint.bytes(ofText: String(parts[1])),
            hash.count == 32, seq > 0
        else { return }
        if seq == hashes.count + 1 {
            hashes.append(hash)
        } else if seq > hashes.count || hashes[seq - 1] != hash {
            contradiction = contradiction ?? seq
        }
    }

    /// The number of the first entry that is another here than in the log, or that the log lacks; nil when all agree.
    func difference(from log: (Int) -> [UInt8]?) -> Int? {
        if let contradiction { return contradiction }
        return hashes.indices.first { log($0 + 1) != hashes[$0] }.map { $0 + 1 }
    }

    func agrees(with log: [AuditMirror.Line], of install: [UInt8]) -> Bool {
        self.install == install && difference { $0 <= log.count ? log[$0 - 1].hash : nil } == nil
    }
}
