// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What belongs to one backup, in the clear: which files, what they weigh, how the register stood, and what had been
/// erased. Random ids, counts and digests only.
public struct BackupManifest: Sendable, Codable, Equatable {
    /// The version of this form.
    public var format = Self.newest
    /// The backup's own id, 32 hexadecimal digits.
    public var set: String
    public var kind: Kind
    /// The whole backup that an increment goes with.
    public var base: String?
    /// The register's random id.
    public var install: String
    /// Milliseconds since 1970.
    public var made: Int64
    /// The steps of its tables.
    public var steps: [String]
    /// The audit log's last entry.
    public var audit: Head
    /// Rows, by table.
    public var counts: [String: Int]
    public var data: File
    public var keyring: File
    /// For whom it was sealed.
    public var recipients: [String]
    /// What had been erased, by random id: erased again on every restore, of older backups too.
    public var erased: [Tombstone]
    /// The numbers of searches whose words had been erased, for the same; nil in lists of earlier versions.
    public var erasedWords: [Int]?

    static let newest = 1
    public static let suffix = ".manifest.json"
    /// A keyring is kept so long, in milliseconds: 35 days.
    public static let keyringLasts: Int64 = 35 * 86_400_000

    public enum Kind: String, Sendable, Codable {
        /// All there is.
        case full
        /// What came since the whole backup it goes with.
        case increment
    }

    public struct Head: Sendable, Codable, Equatable {
        public var entries: Int
        /// SHA-256 chain hash of the last entry, hexadecimal; empty for none.
        public var hash: String
        /// What can be read aloud and compared, as `wayhouse anchor` prints it.
        public var words: String
    }

    public struct File: Sendable, Codable, Equatable {
        public var name: String
        public var bytes: Int
        /// Lower-case hexadecimal.
        public var sha256: String
    }

    /// The manifest in a file.
    ///
    /// - Throws: `BackupFault.unreadable`, `.manifest`, `.newer`, `.older`.
    init(file path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw BackupFault.unreadable }
        guard let form = try? JSONDecoder().decode(Form.self, from: data) else { throw BackupFault.manifest }
        if form.format > Self.newest { throw BackupFault.newer("form \(form.format)") }
        if form.format < 1 { throw BackupFault.older }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data), manifest.isSound else {
            throw BackupFault.manifest
        }
        self = manifest
    }

    private struct Form: Decodable { let format: Int }

    /// Names that lead nowhere else, and an increment that says of what.
    private var isSound: Bool {
        let names = [data.name, keyring.name]
        return names.allSatisfy { !$0.isEmpty && !$0.contains("/") && !$0.hasPrefix(".") && $0.hasSuffix(".age") }
            && set.count == 32 && (kind == .full) == (base == nil)
    }

    /// What both age files say of themselves before their rows.
    var inner: BackupInner {
        BackupInner(format: format, set: set, kind: kind, base: base, install: install, made: made, steps: steps)
    }

    init(_ inner: BackupInner, _ facts: BackupFacts, data: File, keyring: File, recipients: [String]) {
        (format, set, kind, base) = (inner.format, inner.set, inner.kind, inner.base)
        (install, made, steps) = (inner.install, inner.made, inner.steps)
        (audit, counts, erased, erasedWords) = (facts.audit, facts.counts, facts.erased, facts.erasedWords)
        (self.data, self.keyring, self.recipients) = (data, keyring, recipients)
    }

    /// Keys sorted, one a line: for people to look at, too.
    var text: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [10]
        }
    }
}

/// The first frame of an age file of a backup.
struct BackupInner: Codable, Equatable, Sendable {
    var format = BackupManifest.newest
    let set: String
    let kind: BackupManifest.Kind
    let base: String?
    let install: String
    let made: Int64
    let steps: [String]
}

/// What was learnt while the rows were read: the last frame.
struct BackupFacts: Codable, Equatable, Sendable {
    var audit: BackupManifest.Head
    var counts: [String: Int]
    var erased: [Tombstone]
    var erasedWords: [Int]?
}
