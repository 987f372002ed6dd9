// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

extension CaseStore {
    /// Takes a full export into a register that holds no record yet: agencies, accounts, and every version of every
    /// record under the ids they had, in one transaction; then the files of cases.
    ///
    /// The office that the export was made in becomes the one this register was made for. Accounts come without any
    /// secret: give each a slip. The log begins anew; that of before stays in the folder, and its digest in this log.
    /// Locations and clinical notes that were open in the export are sealed for this register's custodians. Agreements,
    /// changes that wait for a second person and broken glass come over; shares do not (`takeAround`).
    ///
    /// - Parameter permit: For `importCommit`.
    /// - Throws: `BackupFault`; `Rejected` when a record is not what the codebook allows; `StoreError.instanceExists`
    ///   when there are records here. Nothing was taken in then.
    public func takeInEverything(from path: String, permit: Permit) async throws -> EverythingReport {
        try permit.covers(.importCommit)
        let reader = try EverythingReader(path)
        let compartments = compartments()
        let (versions, accounts, closed) = try await database.write { connection in
            guard try connection.query("SELECT 1 FROM record LIMIT 1").isEmpty else { throw StoreError.instanceExists }
            var intake = EverythingIntake(self, reader, compartments, connection)
            try intake.takeOffices()
            try intake.takePeople()
            try intake.takeScopes()
            let act = try self.trail.begin(connection)
            try intake.takeVersions(act: act)
            try intake.takeAround()
            try self.append(
                self.entry(permit, act: act, count: intake.versions, digest: intake.digest.hex), connection)
            return (intake.versions, intake.accounts, intake.closed)
        }
        try await loadPeople()
        let files = try await takeFiles(reader, permit)
        try await note(permit, count: versions, outcome: "written:everything", digest: reader.digest)
        return EverythingReport(
            versions: versions, accounts: accounts, entries: 0, files: files, closed: closed, digest: reader.digest)
    }

    private func takeFiles(_ reader: EverythingReader, _ permit: Permit) async throws -> Int {
        var waiting: [EverythingLines.Attached] = []
        try reader.lines(of: "files.jsonl", EverythingLines.Attached.self) { waiting.append($0) }
        var taken = 0
        for one in waiting where one.file.state == .kept && one.paths.allSatisfy({ reader.has($0) }) {
            let (file, day) = (one.file, clock.today.description)
            let intake = try await database.write { connection in
                let scope = try self.openScope(file.scope, connection)
                let (key, wrapped) = scope.newFileKey(file.id)
                try connection.execute(
                    """
                    INSERT INTO file (id, scope, state, version, day, act, author, wrapped, sealed) VALUES
                    (\(file.id.bytes), \(file.scope.bytes), 0, 0, \(day), 0, \(file.author.bytes), \(wrapped), \([UInt8]()))
                    """)
                let places = CaseAttachment.Rendition.allCases.map { scope.filePlace(file.id, $0) }
                return FileIntake(
                    file.id, AttachmentHead(name: file.name, kind: file.kind), scope: file.scope, key: key,
                    wrapped: wrapped, places: places, permit: permit, in: self)
            }
            for (name, rendition) in zip(one.paths, CaseAttachment.Rendition.allCases) {
                let bytes = try FileBytes(reader.path + "/" + name)
                while case let piece = try bytes.take(1 << 20), !piece.isEmpty {
                    try await intake.take(piece, rendition)
                }
            }
            let none = one.paths.count == 2 ? nil : file.withoutCopy ?? CaseAttachment.NoCopy.notAPicture
            _ = try await intake.finish(file.content, withoutCopy: none)
            taken += 1
        }
        return taken
    }

    /// Every rendition of every file of a scope, those taken out of sight among them.
    func fileReaders(of scope: EntityID) async throws -> [FileReader] {
        try await database.read { connection in
            let open = try self.openScope(scope, connection)
            return try self.attachments(in: scope, connection).flatMap { file in
                let wrapped = try connection.query("SELECT wrapped FROM file WHERE id = \(file.id.bytes)").first?.bytes(
                    0)
                guard let wrapped else { throw StoreError.damaged("file") }
                let key = try open.fileKey(file.id, wrapped)
                let renditions: [CaseAttachment.Rendition] = file.copy == nil ? [.original] : [.original, .copy]
                return renditions.map { rendition in
                    FileReader(file, rendition, key.chunks(at: open.filePlace(file.id, rendition)), in: self.database)
                }
            }
        }
    }
}

/// The transaction that takes a full export in.
struct EverythingIntake {
    let store: CaseStore
    let reader: EverythingReader
    private let compartments: Compartments
    let connection: any SQLConnection
    /// What bears another id here: the office, and people whose name was taken.
    private var renamed: [EntityID: EntityID] = [:]
    private var open: [EntityID: OpenScope] = [:]
    private var last: [EntityID: Int] = [:]
    private(set) var digest = RowDigest()
    private(set) var versions = 0
    private(set) var accounts = 0
    private(set) var closed = 0

    /// Open keys are dropped beyond so many, to bound memory.
    private static let openMax = 20_000

    init(
        _ store: CaseStore, _ reader: EverythingReader, _ compartments: Compartments, _ connection: any SQLConnection
    ) {
        (self.store, self.reader, self.compartments, self.connection) = (store, reader, compartments, connection)
    }

    func here(_ id: EntityID) -> EntityID { renamed[id] ?? id }

    mutating func takeOffices() throws {
        var offices: [EverythingLines.Office] = []
        try reader.lines(of: "agencies.jsonl", EverythingLines.Office.self) { offices.append($0) }
        for office in offices {
            if office.isHome {
                renamed[office.id] = store.agency
                continue
            }
            let (key, wrapped) = store.keys.maker.make()
            let sealed = try store.keys.system.seal(
                Agency.Body(name: office.name, settings: office.settings), office.id, version: 1)
            try connection.execute(
                """
                INSERT INTO agency (id, wrapped, version, sealed)
                VALUES (\(office.id.bytes), \(wrapped), 1, \(sealed))
                """)
            store.keys.add(key, of: office.id)
        }
    }

    mutating func takePeople() throws {
        var people: [EverythingLines.Person] = []
        try reader.lines(of: "accounts.jsonl", EverythingLines.Person.self) { people.append($0) }
        for person in people {
            if let known = store.account(named: person.name) {
                renamed[person.id] = known.id
                continue
            }
            var account = Account(
                id: person.id, name: person.name, agency: here(person.agency), roles: person.roles,
                state: person.state, version: 1)
            account.personName = person.personName
            let sealed = try store.keys.system.seal(
                Array(try JSONEncoder().encode(account)), column: "account", record: account.id.bytes, version: 1)
            try connection.execute(
                """
                INSERT INTO account (id, name, version, sealed)
                VALUES (\(account.id.bytes), \(account.name.lowercased()), 1, \(sealed))
                """)
            accounts += 1
        }
    }

    mutating func takeScopes() throws {
        try reader.lines(of: "scopes.jsonl", EverythingLines.Scope.self) { line in
            let agency = here(line.agency)
            let (scope, wrapped) = try store.sealer.newScope(line.id, agency: agency)
            let author = line.author.map { here($0) }
            try connection.execute(
                """
                INSERT INTO scope (id, epoch, wrapped, agency, author, state)
                VALUES (\(line.id.bytes), 1, \(wrapped), \(agency.bytes), \(author?.bytes), \(line.state))
                """)
            for account in Set(line.assigned.map { here($0) }) {
                try connection.execute(
                    "INSERT INTO assignment (scope, account) VALUES (\(line.id.bytes), \(account.bytes))")
            }
            if open.count < Self.openMax { open[line.id] = scope }
        }
    }

    mutating func takeVersions(act: Int) throws {
        let codebook = store.codebook
        try reader.lines(of: "records.jsonl", EverythingLines.Version.self) { line in
            guard line.version == last[line.id, default: 0] + 1, PartialDate(line.day) != nil else {
                throw BackupFault.damaged("records.jsonl")
            }
            last[line.id] = line.version
            let record = try line.record(under: codebook)
            let scope = try scope(line.scope)
            for part in store.sealer.codec.compartments(of: record).keys {
                try compartments.prepare(
                    part, of: scope, on: Compartments.Ground(agency: scope.agency, cases: []), connection)
            }
            let sealed = try store.sealer.seal(record, id: line.id, version: line.version, in: scope)
            digest.add(id: line.id, version: line.version, sealed: sealed)
            try connection.execute(
                """
                INSERT INTO record (scope, id, version, live, removed, day, act, sealed, author) VALUES
                (\(line.scope.bytes), \(line.id.bytes), \(line.version), \(line.current), \(line.removed), \(line.day),
                \(act), \(sealed), \(line.author.map { here($0).bytes }))
                """)
            versions += 1
            if !line.closed.isEmpty { closed += 1 }
        }
    }

    private mutating func scope(_ id: EntityID) throws -> OpenScope {
        if let known = open[id] { return known }
        if open.count >= Self.openMax { open = [:] }
        let scope: OpenScope
        do { scope = try store.openScope(id, connection) } catch StoreError.notFound {
            throw BackupFault.damaged("records.jsonl")
        }
        open[id] = scope
        return scope
    }
}

extension EverythingLines.Version {
    /// - Throws: `Rejected` when the codebook does not allow it; `BackupFault.damaged` for a link of no known kind.
    fileprivate func record(under codebook: Codebook) throws -> Record {
        var known: [Link: EntityID] = [:]
        for (name, id) in links {
            guard let link = Link(rawValue: name) else { throw BackupFault.damaged("records.jsonl") }
            known[link] = id
        }
        var fields: [FieldName: Value] = [:]
        for (name, value) in values { fields[FieldName(rawValue: name)] = value }
        return try Draft(kind, fields, links: known).checked(under: codebook)
    }
}
