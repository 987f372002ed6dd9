// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Vault

@testable import Store

/// A register in a temporary folder that goes with the test.
struct TestRegister {
    let folder: String
    let store: CaseStore
    static let secret = Secret.passphrase("three quiet lanterns by the river")
    static let somebody = Actor(id: EntityID(high: 1, low: 1), role: .supervisor, agency: EntityID(high: 2, low: 2))

    /// Somebody of the agency that the register was made for.
    func actor(_ role: Role = .caseworker, _ number: UInt64 = 1) -> Actor {
        Actor(id: EntityID(high: 1, low: number), role: role, agency: store.agency)
    }

    /// A name in the temporary folder.
    static func file() -> String { NSTemporaryDirectory() + "wayhouse-test-" + EntityID.random().description }

    /// A new place: a folder that is not there yet, or an empty schema.
    static func folder() -> String {
        if TestServer.isForAll, let place = try? TestServer.schema() { return place }
        return file()
    }

    @discardableResult
    static func with<T>(clock: Clock = .system, _ body: (TestRegister) async throws -> T) async throws -> T {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sealed = try await SealedStore.create(
            folder, organisation: "Lantern House", secret: secret, cost: .trivial, clock: clock)
        let store = try await sealed.unseal(with: secret)
        let result = try await body(TestRegister(folder: folder, store: store))
        return result
    }

    /// Closes the store and opens the folder anew.
    func reopened() async throws -> TestRegister {
        try await store.close()
        return TestRegister(folder: folder, store: try await SealedStore.open(folder).unseal(with: Self.secret))
    }

    /// What the policy gives a caseworker of the agency, or a supervisor for what caseworkers do not do, just after
    /// they showed their second factor.
    func permit(_ verb: Verb, _ subject: Subject = .register, as somebody: Actor? = nil) throws -> Permit {
        let isSupervisors: Set<Verb> = [
            .auditRead, .registerExport, .datasetPublish, .peopleCount, .caseAssign, .caseState,
        ]
        let actor = somebody ?? actor(isSupervisors.contains(verb) ? .supervisor : .caseworker)
        let purpose =
            verb == .datasetPublish ? .statistics : Purpose.allCases.first { actor.role.purposes.contains($0) }
        let context = AccessContext(
            purpose: purpose ?? .system, isStepUpFresh: true, isDeviceEnrolled: true)
        if let power = Self.powers[verb], subject.isOffice {
            return try Policy.permit(actor, verb, by: power, subject, context)
        }
        let now = store.clock.now()
        var facts: CaseFacts?
        switch subject {
        case .caseFile(let id): facts = store.facts(ofCase: id) ?? new(id, actor)
        case .person(let id): facts = store.facts(ofPerson: id, for: actor, to: verb.action ?? .read, context, now: now)
        case .importBatch(let id): facts = new(id, actor)
        case .register, .organisation, .account, .agency, .request: facts = nil
        }
        return try Policy.permit(actor, verb, facts, subject: subject, context, now: now)
    }

    private func new(_ id: EntityID, _ actor: Actor) -> CaseFacts {
        CaseFacts(id: id, agency: actor.agency, state: .draft, assigned: [actor.id], author: actor.id)
    }

    private static let powers: [Verb: Power] = [
        .auditRead: .readAudit, .registerList: .listCases, .registerSearch: .listCases, .registerCompare: .listCases,
        .registerExport: .exportRegister, .datasetPublish: .publishDataset, .peopleCount: .publishDataset,
        .importUndo: .importFile,
        .organisationRead: .seeOrganisations, .organisationEdit: .editOrganisations, .agencyManage: .manageAgencies,
    ]

    /// Registers one case from flat values; the ids of its records by kind.
    @discardableResult
    func register(_ values: [FieldName: Value], as somebody: Actor? = nil) async throws -> [RecordKind: EntityID] {
        let parts = VictimRow(values).parts(under: store.codebook) { .random() }
        let changes = try parts.map {
            Change.insert($0.id, scope: $0.scope, try $0.draft.checked(under: store.codebook))
        }
        let caseID = parts.first { $0.draft.kind == .caseFile }!.id
        _ = try await store.commit(changes, permit: try permit(.caseRegister, .caseFile(caseID), as: somebody))
        return Dictionary(parts.map { ($0.draft.kind, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Runs SQL past every protection, as somebody with the disk in hand would.
    func tamper(_ sql: String) async throws { try await store.database.tamper(sql) }

    /// Lets nothing be added to a table any more, as a full disk would; nil lets it again.
    func stop(_ table: String, _ isStopped: Bool = true) async throws {
        try await store.database.stop(table, isStopped)
    }
}

extension SQLDatabase {
    func tamper(_ sql: String) async throws {
        try await write { connection in
            for verb in ["UPDATE", "DELETE"] {
                let table = connection.dialect == .sqlite ? "" : " ON audit"
                try connection.execute("DROP TRIGGER IF EXISTS auditNo\(raw: verb)\(raw: table)")
            }
            try connection.execute(SQL(stringLiteral: connection.dialect == .sqlite ? sql : TestServer.spelt(sql)))
        }
    }

    func stop(_ table: String, _ isStopped: Bool) async throws {
        let refusal =
            dialect == .sqlite
            ? "BEGIN SELECT RAISE(ABORT, 'full'); END" : "FOR EACH STATEMENT EXECUTE FUNCTION refuseChange()"
        let place = dialect == .sqlite ? "" : " ON \(table)"
        try await tamper(
            isStopped
                ? "CREATE TRIGGER stopped BEFORE INSERT ON \(table) \(refusal)" : "DROP TRIGGER stopped\(place)")
    }
}

extension Subject {
    fileprivate var isOffice: Bool {
        switch self {
        case .register, .organisation, .importBatch, .account, .agency, .request: true
        case .caseFile, .person: false
        }
    }
}
