// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Standard
import Store

/// Why a party's folder cannot be used.
public enum CountingFolderFault: Error, Equatable, Sendable {
    /// There is something of this name already, or the folder cannot be written.
    case cannotWrite(String)
    /// A file that is missing.
    case missing(String)
    /// A file that is not what it should be.
    case damaged(String)

    public var message: String {
        switch self {
        case .cannotWrite(let name): "\(name) cannot be written. Check the folder, its permissions and the disk."
        case .missing(let name): "\(name) is not there. Check the folder."
        case .damaged(let name): "\(name) is not a file of this kind, or is damaged."
        }
    }
}

/// The folder of one party in one round over HTTP: who it is with its secrets (`own.json`), the agreement that all have
/// signed (`agreement.json`), what happened (`journal.jsonl`), and of a counting unit what agencies sent, as it came.
public struct CountingFolder: Sendable {
    public let path: String
    public static let ownName = "own.json"
    public static let cardName = "party.json"
    public static let agreementName = "agreement.json"
    static let journalName = "journal.jsonl"
    static let reportName = "report.json"

    public init(_ path: String) { self.path = path }

    /// Makes the folder of a new party, which only the user may read.
    ///
    /// - Throws: `CountingFolderFault.cannotWrite` when it is there.
    public func make(_ party: CountingParty) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw CountingFolderFault.cannotWrite(path) }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try write(party, to: Self.ownName)
        try write(party.card, to: Self.cardName)
    }

    /// - Throws: `CountingFolderFault`.
    public func party() throws -> CountingParty { try read(Self.ownName) }

    /// - Throws: `CountingFolderFault`. It says nothing of the signatures.
    public func agreement() throws -> SignedAgreement { try read(Self.agreementName) }

    /// Keeps the agreement that the party goes by.
    ///
    /// - Throws: `UniqueFault` unless all have signed it, this party among them, and its last day has not passed.
    public func keep(_ agreement: SignedAgreement, on today: String) throws {
        try agreement.check(on: today)
        let own = try party()
        guard agreement.agreement.party(own.name) == own.card?.party else { throw UniqueFault.notAParty(own.name) }
        try write(agreement, to: Self.agreementName)
    }

    /// Writes a file whole or not at all, for the user alone. It is on disk when this returns.
    func write(_ value: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try write([UInt8](try encoder.encode(value)), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let place = "\(path)/\(name)"
        let beside = "\(place).part-\(getpid())"
        defer { unlink(beside) }
        let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CountingFolderFault.cannotWrite(name) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
        } catch { throw CountingFolderFault.cannotWrite(name) }
        guard rename(beside, place) == 0 else { throw CountingFolderFault.cannotWrite(name) }
    }

    /// Writes over what stands in a file before something else takes its place, so that a key that was destroyed is not
    /// found on the disk (copies that the disk or a backup makes by itself are not reached).
    func wipe(_ name: String) {
        guard let handle = FileHandle(forUpdatingAtPath: "\(path)/\(name)"), let size = try? handle.seekToEnd() else {
            return
        }
        try? handle.seek(toOffset: 0)
        try? handle.write(contentsOf: Data(count: Int(size)))
        try? handle.synchronize()
        try? handle.close()
    }

    func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { [UInt8]($0) }
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    private func read<Value: Decodable>(_ name: String) throws -> Value {
        guard let bytes = bytes(name) else { throw CountingFolderFault.missing(name) }
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else {
            throw CountingFolderFault.damaged(name)
        }
        return value
    }

    /// One line of what happened: who asked, when, how many, in which round. Nothing of a person.
    struct Line: Codable, Equatable {
        let at: String
        let round: String
        let what: String
        let who: String
        let people: Int
        let outcome: String
    }

    /// Adds a line to the journal.
    ///
    /// - Throws: `CountingFolderFault.cannotWrite`: what cannot be written down does not happen.
    func note(_ line: Line) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let file = open("\(path)/\(Self.journalName)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CountingFolderFault.cannotWrite(Self.journalName) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: try encoder.encode(line) + Data([10]))
            try handle.synchronize()
        } catch { throw CountingFolderFault.cannotWrite(Self.journalName) }
    }
}
