// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// A backup as it lies in a folder: a whole one, and the increment that goes with it when there is one.
public struct BackupSet: Sendable {
    public let folder: String
    public let whole: BackupManifest
    public let increment: BackupManifest?
    /// Everything that any backup in the folder knows to have been erased.
    public let erased: [Tombstone]
    /// Searches whose words any of them knows to have been erased, by the number of their entry in the log.
    public let erasedWords: Set<Int>

    /// How the register stood at the latest moment of it.
    public var latest: BackupManifest { increment ?? whole }

    /// The newest backup in a folder, or the one that a file belongs to: its list, data or keyring.
    ///
    /// - Throws: `BackupFault.none`, `.manifest`, `.newer`, `.older`, `.unreadable`; `.foreign` when the folder holds
    ///   backups of several registers and none was named; `.baseGone`.
    public init(at path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw BackupFault.none }
        if isFolder.boolValue {
            try self.init(newestIn: path)
        } else {
            let list = Self.list(of: path)
            try self.init(try BackupManifest(file: list), in: (list as NSString).deletingLastPathComponent)
        }
    }

    private init(newestIn folder: String) throws {
        let wholes = try Self.manifests(in: folder).filter { $0.manifest.kind == .full }
        guard let newest = wholes.max(by: { $0.manifest.made < $1.manifest.made }) else { throw BackupFault.none }
        guard Set(wholes.map(\.manifest.install)).count == 1 else { throw BackupFault.foreign }
        let increment = try Self.manifests(in: folder).map(\.manifest).filter { $0.base == newest.manifest.set }
            .max { $0.made < $1.made }
        try self.init(newest.manifest, increment, in: folder)
    }

    private init(_ manifest: BackupManifest, in folder: String) throws {
        guard manifest.kind == .increment else {
            try self.init(manifest, nil, in: folder)
            return
        }
        let whole = try Self.manifests(in: folder).first { $0.manifest.set == manifest.base }
        guard let whole else { throw BackupFault.baseGone }
        try self.init(whole.manifest, manifest, in: folder)
    }

    private init(_ whole: BackupManifest, _ increment: BackupManifest?, in folder: String) throws {
        self.folder = folder
        self.whole = whole
        self.increment = increment
        let all = try Self.manifests(in: folder).map(\.manifest).filter { $0.install == whole.install }
        var seen: Set<[UInt8]> = []
        erased = ([whole, increment].compactMap { $0 } + all).flatMap(\.erased)
            .filter { seen.insert($0.scope.bytes).inserted }
        erasedWords = Set(([whole, increment].compactMap { $0 } + all).flatMap { $0.erasedWords ?? [] })
    }

    /// The list that goes with a file of a backup.
    private static func list(of path: String) -> String {
        for end in [".data.age", ".keyring.age"] where path.hasSuffix(end) {
            return path.dropLast(end.count) + BackupManifest.suffix
        }
        return path
    }

    /// Every list in a folder that can be read. One that cannot is passed over: it must not stand in the way of others.
    static func manifests(in folder: String) throws -> [(path: String, manifest: BackupManifest)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw BackupFault.unreadable
        }
        var broken: (any Error)?
        let found = names.filter { $0.hasSuffix(BackupManifest.suffix) }.sorted().compactMap { name in
            let path = folder + "/" + name
            do { return (path, try BackupManifest(file: path)) } catch {
                broken = error
                return nil
            }
        }
        if found.isEmpty, let broken { throw broken }
        return found
    }

    /// Reads every byte of the backup: digests against the list, then the mark and every chunk's tag, and that each
    /// file says of itself what the list says. To be called before anything is made of it.
    ///
    /// - Throws: `BackupFault`.
    func check(_ identities: [AgeIdentity]) throws {
        for manifest in [whole, increment].compactMap({ $0 }) {
            if let unknown = manifest.steps.first(where: { name in !Migrations.all.contains { $0.name == name } }) {
                throw BackupFault.newer(unknown)
            }
            guard manifest.steps.contains(Migrations.register.name) else { throw BackupFault.older }
            // The keyring of a whole backup is not needed beside a newer one.
            let files = manifest == latest ? [manifest.data, manifest.keyring] : [manifest.data]
            for file in files {
                try compare(file)
                var rows: [String: Int] = [:]
                let facts = try read(file, of: manifest, identities) { rows[$0.table, default: 0] += $0.rows.count }
                let claimed = BackupFacts(
                    audit: manifest.audit, counts: manifest.counts, erased: manifest.erased,
                    erasedWords: manifest.erasedWords)
                guard facts == claimed, file == manifest.keyring || rows == manifest.counts else {
                    throw BackupFault.damaged(file.name)
                }
            }
        }
    }

    private func compare(_ file: BackupManifest.File) throws {
        guard FileManager.default.fileExists(atPath: folder + "/" + file.name) else {
            throw file == latest.keyring ? BackupFault.keyringGone : BackupFault.damaged(file.name)
        }
        let bytes = try FileBytes(folder + "/" + file.name)
        var (hash, count) = (RunningHash(), 0)
        while case let piece = try bytes.take(1 << 20), !piece.isEmpty {
            hash.update(piece)
            count += piece.count
        }
        guard count == file.bytes, hash.hex == file.sha256 else { throw BackupFault.damaged(file.name) }
    }

    /// Gives the rows of one file in turn, and what the file says at its end.
    ///
    /// - Throws: `BackupFault.wrongKey`, `.damaged`; whatever `body` throws.
    func read(
        _ file: BackupManifest.File, of manifest: BackupManifest, _ identities: [AgeIdentity],
        _ body: (DumpBatch) throws -> Void
    ) throws -> BackupFacts {
        let bytes = try FileBytes(folder + "/" + file.name)
        do {
            var frames = FrameReader(try AgeReader(identities) { try bytes.take($0) })
            guard case .head(let inner)? = try frames.next(), inner == manifest.inner else {
                throw BackupFault.damaged(file.name)
            }
            while let frame = try frames.next() {
                switch frame {
                case .rows(let batch): try body(batch)
                case .end(let facts):
                    guard try frames.next() == nil else { throw BackupFault.damaged(file.name) }
                    return facts
                case .head: throw BackupFault.damaged(file.name)
                }
            }
            throw BackupFault.damaged(file.name)
        } catch AgeFault.noMatch { throw BackupFault.wrongKey } catch is AgeFault {
            throw BackupFault.damaged(file.name)
        } catch BackupFault.manifest { throw BackupFault.damaged(file.name) }
    }
}

/// Frames out of the chunks of an age file.
struct FrameReader {
    private var age: AgeReader
    private var held: [UInt8] = []
    private var used = 0

    init(_ age: AgeReader) { self.age = age }

    /// - Throws: `AgeFault`; `BackupFault.manifest` for what is no frame.
    mutating func next() throws -> BackupFrame? {
        guard try fill(1) else { return nil }
        guard try fill(5) else { throw BackupFault.manifest }
        let count = held[(used + 1)..<(used + 5)].reduce(0) { $0 << 8 | Int($1) }
        guard count <= BackupFrame.bytesMax, try fill(5 + count) else { throw BackupFault.manifest }
        let frame = try BackupFrame(letter: held[used], Array(held[(used + 5)..<(used + 5 + count)]))
        used += 5 + count
        return frame
    }

    private mutating func fill(_ count: Int) throws -> Bool {
        if used > 1 << 20 {
            held.removeFirst(used)
            used = 0
        }
        while held.count - used < count {
            guard let piece = try age.next() else { return false }
            held += piece
        }
        return true
    }
}
