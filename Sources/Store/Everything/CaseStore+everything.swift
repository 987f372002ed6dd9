// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

/// What a full export held.
public struct EverythingReport: Sendable {
    /// Versions of records.
    public let versions: Int
    public let accounts: Int
    public let entries: Int
    public let files: Int
    /// Versions with something that could not be opened: locations and clinical notes need custodians' shares.
    public let closed: Int
    /// Lower-case hexadecimal SHA-256 of `manifest.json`, which names all other files by theirs. Stands in the log.
    public let digest: String
}

extension CaseStore {
    /// Writes all of the register in open forms into a folder that is not there yet: every version of every record,
    /// files, accounts without secrets, agencies, agreements, shares, requests, reviews, broken glass, the codebook and
    /// the audit log.
    ///
    /// Holds a megabyte, and the names of files. The audit entry names the digest.
    ///
    /// - Parameters:
    ///   - shares: The custodians', to open locations and clinical notes; empty to leave them closed.
    ///   - extra: More files, by name: a flat one for spreadsheets, the words that explain.
    ///   - permit: For `registerExport`.
    /// - Throws: `BackupFault.occupied`, `.full`; `CustodianFault`; `StoreError.damaged`. No folder is left then.
    public func writeEverything(
        to path: String, shares: [CustodianShare], extra: [String: [UInt8]], permit: Permit
    ) async throws -> EverythingReport {
        try permit.covers(.registerExport, subject: .register)
        let key = try custodiansKey(shares)
        // The log names the export before anything is read.
        try await note(permit, count: 0, outcome: "everything")
        let folder = try EverythingFolder(path)
        let compartments = compartments()
        let (versions, closed, entries) = try await database.read { connection in
            try self.writeOffice(folder, connection)
            let found = try self.writeVersions(folder, key, compartments, connection)
            return (found.versions, found.closed, try self.writeLog(folder, connection))
        }
        let files = try await writeFiles(folder)
        for (name, bytes) in extra.sorted(by: { $0.key < $1.key }) {
            try folder.begin(name, lines: false)
            try folder.write(bytes)
        }
        try folder.end()
        let checkpoint = try await checkpoint()
        try folder.begin(EverythingLines.manifestName)
        try folder.line(
            EverythingLines.Manifest(
                install: Hex.text(keys.install), made: clock.now(), words: checkpoint?.words ?? "",
                closed: closed, files: folder.contents, checkpointKey: Hex.text(trail.signer.key.publicKey)))
        let digest = try folder.finish()
        try await note(permit, count: versions, outcome: "written:everything", digest: digest)
        return EverythingReport(
            versions: versions, accounts: accounts().count, entries: entries, files: files, closed: closed,
            digest: digest)
    }

    private func custodiansKey(_ shares: [CustodianShare]) throws -> UserKey? {
        guard !shares.isEmpty else { return nil }
        guard let publicKey = compartments().custodians[agency] else { throw StoreError.notFound }
        return try UserKey.combined(from: shares, for: publicKey)
    }

    private func writeOffice(_ folder: EverythingFolder, _ connection: any SQLConnection) throws {
        try folder.begin("agencies.jsonl")
        for one in try agencies(connection) {
            try folder.line(
                EverythingLines.Office(id: one.id, name: one.name, settings: one.settings, isHome: one.id == agency))
        }
        try folder.begin("accounts.jsonl")
        for one in accounts() {
            try folder.line(
                EverythingLines.Person(
                    id: one.id, name: one.name, personName: one.personName, agency: one.agency, roles: one.roles,
                    state: one.state, lastSignIn: one.lastSignIn))
        }
        let (agreements, grants) = index.withLock { ($0.tier.agreements, $0.tier.shares) }
        try folder.begin("agreements.jsonl")
        for one in agreements.values.sorted(by: { $0.id < $1.id }) { try folder.line(one) }
        try folder.begin("shares.jsonl")
        for one in grants.values.joined().sorted(by: { $0.id < $1.id }) { try folder.line(one) }
        try folder.begin("requests.jsonl")
        for row in try connection.query("SELECT id, version, sealed FROM request ORDER BY id") {
            try folder.line(try request(in: row))
        }
        try folder.begin("reviews.jsonl")
        for row in try connection.query("SELECT scope, id, revision, sealed FROM review ORDER BY id") {
            try folder.line(try opened(row, table: "review", connection) as Review)
        }
        try folder.begin("glass.jsonl")
        for row in try connection.query("SELECT scope, id, revision, sealed FROM glass ORDER BY id") {
            try folder.line(try opened(row, table: "glass", connection) as GlassGrant)
        }
    }

    private func writeVersions(
        _ folder: EverythingFolder, _ key: UserKey?, _ compartments: Compartments, _ connection: any SQLConnection
    ) throws -> (versions: Int, closed: Int) {
        try folder.begin("scopes.jsonl")
        try connection.forEach("SELECT id, agency, author, state FROM scope ORDER BY id") { row in
            try folder.line(try self.scopeLine(row, connection))
        }
        try folder.begin("records.jsonl")
        var (versions, closed) = (0, 0)
        var scope: OpenScope?
        try connection.forEach(
            """
            SELECT \(raw: Self.rowColumns), r.act, r.live FROM record r JOIN scope s ON s.id = r.scope ORDER BY r.seq
            """
        ) { columns in
            let row = try Self.sealedRow(columns)
            if scope?.id != row.scope {
                let opened = try sealer.scope(of: row)
                if let key { try compartments.unlock(opened, agency: agency, with: key, of: agency, connection) }
                scope = opened
            }
            let (record, kept) = try sealer.openKnowing(
                row.sealed, id: row.id, version: row.version, in: scope!, .everything)
            let (act, live) = (columns.int(Self.rowColumnCount) ?? 0, columns.int(Self.rowColumnCount + 1))
            try folder.line(EverythingLines.Version(row, record, closed: kept, act: act, isLive: live == 1))
            versions += 1
            if !kept.isEmpty { closed += 1 }
        }
        return (versions, closed)
    }

    private func scopeLine(_ row: SQLRow, _ connection: any SQLConnection) throws -> EverythingLines.Scope {
        guard let id = row.bytes(0).flatMap({ EntityID(bytes: $0) }),
            let agency = row.bytes(1).flatMap({ EntityID(bytes: $0) })
        else { throw StoreError.damaged("scope") }
        let assigned = try connection.query("SELECT account FROM assignment WHERE scope = \(id.bytes) ORDER BY account")
        return EverythingLines.Scope(
            id: id, agency: agency, author: row.bytes(2).flatMap { EntityID(bytes: $0) }, state: row.text(3),
            assigned: assigned.compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } })
    }

    private func writeLog(_ folder: EverythingFolder, _ connection: any SQLConnection) throws -> Int {
        var count = 0
        try folder.begin("audit.jsonl")
        try connection.forEach("SELECT seq, entry, hash, mac FROM audit ORDER BY seq") { row in
            try folder.line(
                EverythingLines.Entry(
                    seq: row.int(0) ?? 0, entry: String(decoding: row.bytes(1) ?? [], as: UTF8.self),
                    hash: Hex.text(row.bytes(2) ?? []), mark: Hex.text(row.bytes(3) ?? [])))
            count += 1
        }
        try folder.begin("checkpoints.jsonl")
        try connection.forEach("SELECT body, signature FROM checkpoint ORDER BY size") { row in
            try folder.line(
                EverythingLines.Signed(
                    body: String(decoding: row.bytes(0) ?? [], as: UTF8.self),
                    signature: Hex.text(row.bytes(1) ?? [])))
        }
        return count
    }

    /// The contents of files, one after the other, then their list.
    private func writeFiles(_ folder: EverythingFolder) async throws -> Int {
        let scopes = try await database.read { connection in
            try connection.query("SELECT DISTINCT scope FROM file WHERE state > 0 ORDER BY scope")
                .compactMap { $0.bytes(0).flatMap { EntityID(bytes: $0) } }
        }
        var listed: [EverythingLines.Attached] = []
        for scope in scopes {
            for reader in try await fileReaders(of: scope) {
                let end = reader.rendition == .copy ? ".copy" : ""
                let name = "files/\(reader.attachment.id)\(end)"
                try folder.begin(name, lines: false)
                try await reader.forEachPiece { try folder.write($0) }
                if reader.rendition == .copy {
                    listed[listed.count - 1].paths.append(name)
                } else {
                    listed.append(.init(file: reader.attachment, paths: [name]))
                }
            }
        }
        try folder.begin("files.jsonl")
        for one in listed { try folder.line(one) }
        return listed.count
    }
}

extension EverythingLines.Version {
    init(
        _ row: CaseStore.SealedRow, _ record: Record, closed: Set<FieldClass>, act: Int, isLive: Bool
    ) {
        self.init(
            scope: row.scope, id: row.id, kind: record.kind, version: row.version, current: isLive,
            removed: row.removed, day: row.day.description, author: row.author, act: act,
            values: Dictionary(uniqueKeysWithValues: record.values.map { ($0.key.rawValue, $0.value) }),
            links: Dictionary(uniqueKeysWithValues: record.links.map { ($0.key.rawValue, $0.value) }),
            closed: closed.sorted { $0.rawValue < $1.rawValue })
    }
}
