// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Vault

@testable import Store

/// A register with people in it who have keys of their own, and a clock that the test sets.
final class TierOffice: Sendable {
    let folder: String
    let time: TestTime
    private let current: Mutex<CaseStore>
    var store: CaseStore { current.withLock { $0 } }
    var agency: EntityID { store.agency }

    struct Worker: Sendable {
        let id: EntityID
        let agency: EntityID
        let roles: [Role]
        let key: UserKey
        var hand: KeyInHand { KeyInHand(account: id, key: key) }
    }

    private init(_ folder: String, _ time: TestTime, _ store: CaseStore) {
        self.folder = folder
        self.time = time
        current = Mutex(store)
    }

    static func with<T>(_ body: (TierOffice) async throws -> T) async throws -> T {
        let (folder, time) = (TestRegister.folder(), TestTime())
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sealed = try await SealedStore.create(
            folder, organisation: "Casa Aurora", secret: TestRegister.secret, cost: .trivial, clock: time.clock)
        let office = TierOffice(folder, time, try await sealed.unseal(with: TestRegister.secret))
        return try await body(office)
    }

    /// Closes the register and opens it anew, as after a power cut.
    func reopen() async throws {
        let staff = store.accounts()
        try await store.close()
        let sealed = try await SealedStore.open(folder, clock: time.clock)
        let fresh = try await sealed.unseal(with: TestRegister.secret)
        fresh.people.put(staff)
        current.withLock { $0 = fresh }
    }

    /// Somebody with an account and a key pair. In memory only: what is tested here is not how accounts are kept.
    func hire(_ roles: Role..., at agency: EntityID? = nil) -> Worker {
        let worker = Worker(id: .random(), agency: agency ?? self.agency, roles: roles, key: .random())
        put(worker, key: worker.key, .active)
        return worker
    }

    /// Another key pair, as after enrolling anew.
    func give(_ key: UserKey, to worker: Worker) { put(worker, key: key, .active) }

    func dismiss(_ worker: Worker) { put(worker, key: worker.key, .disabled) }

    /// Leaves them one role only.
    func demote(_ worker: Worker, to role: Role) { put(worker, key: worker.key, .active, roles: [role]) }

    private func put(_ worker: Worker, key: UserKey, _ state: Account.State, roles: [Role]? = nil) {
        var account = Account(
            id: worker.id, name: worker.id.description, agency: worker.agency, roles: roles ?? worker.roles,
            state: state)
        account.key = .init(publicKey: key.publicKey, byPassphrase: [], byRecoverySecret: [])
        account.version = (store.account(worker.id)?.version ?? 0) + 1
        store.people.put([account])
    }

    /// What the policy says to somebody at their best: second factor fresh, device enrolled.
    func permit(
        _ worker: Worker, as role: Role? = nil, _ verb: Verb, _ id: EntityID, record: EntityID? = nil,
        isOwn: Bool? = nil, purpose: Purpose? = nil, consent: ConsentStanding = .none
    ) throws -> Permit {
        let role = role ?? worker.roles[0]
        let actor = Actor(id: worker.id, role: role, agency: worker.agency)
        let now = time.clock.now()
        let context = AccessContext(
            purpose: purpose ?? role.purposes.sorted { $0.rawValue < $1.rawValue }.first ?? .system,
            isStepUpFresh: true, isBreakGlass: store.isGlassBroken(id, by: worker.id, now: now),
            isDeviceEnrolled: true)
        var facts = store.facts(ofCase: id)
        facts?.consentInQuestion = consent
        return try Policy.permit(
            actor, verb, facts, subject: .caseFile(id), record: record, isOwn: isOwn, context, now: now)
    }

    /// Registers a case of one person as somebody's; its records by kind.
    @discardableResult
    func register(_ values: [FieldName: Value], by worker: Worker) async throws -> [RecordKind: EntityID] {
        let parts = VictimRow(values).parts(under: store.codebook) { .random() }
        let changes = try parts.map {
            Change.insert($0.id, scope: $0.scope, try $0.draft.checked(under: store.codebook))
        }
        let caseID = parts.first { $0.draft.kind == .caseFile }!.id
        let actor = Actor(id: worker.id, role: worker.roles[0], agency: worker.agency)
        let facts = CaseFacts(id: caseID, agency: worker.agency, state: .open, assigned: [worker.id], author: worker.id)
        let permit = try Policy.permit(
            actor, .caseRegister, facts, subject: .caseFile(caseID), isOwn: true,
            AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true), now: time.clock.now())
        _ = try await store.commit(changes, permit: permit, hand: worker.hand)
        return Dictionary(parts.map { ($0.draft.kind, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// A new record in a case, as one of its people adds it.
    @discardableResult
    func add(_ draft: Draft, to caseID: EntityID, by worker: Worker) async throws -> EntityID {
        let id = EntityID.random()
        var draft = draft
        draft.links[.caseFile] = caseID
        let verb: Verb = draft.kind == .comment ? .recordAppend : .recordAdd
        let permit = try permit(worker, verb, caseID, record: id, isOwn: true)
        let record = try draft.checked(under: store.codebook)
        _ = try await store.commit([.insert(id, scope: caseID, record)], permit: permit, hand: worker.hand)
        return id
    }

    /// Changes some fields of a record, as somebody who sees it whole does.
    func edit(
        _ id: EntityID, in caseID: EntityID, by worker: Worker, _ change: (inout Draft) -> Void
    ) async throws {
        let read = try permit(worker, .caseRead, caseID, record: id)
        let seen = try await store.record(id, scope: caseID, permit: read, hand: worker.hand)
        var draft = seen.record.draft
        change(&draft)
        let isOwn = seen.author == worker.id
        let permit = try permit(worker, .recordEdit, caseID, record: id, isOwn: isOwn)
        let values = draft.values.filter { name, _ in
            permit.classes(isOwn: isOwn).contains(store.codebook[name]?.fieldClass ?? .f4)
        }
        draft.values = values
        let record = try draft.checked(under: store.codebook)
        _ = try await store.commit(
            [.update(id, scope: caseID, base: seen.version, record)], permit: permit, hand: worker.hand)
    }

    func read(_ caseID: EntityID, by worker: Worker, as role: Role? = nil, purpose: Purpose? = nil) async throws
        -> CaseFile
    {
        try await store.caseFile(
            caseID, permit: try permit(worker, as: role, .caseRead, caseID, purpose: purpose), hand: worker.hand)
    }

    func assign(_ workers: [Worker], take: [Worker] = [], _ caseID: EntityID, by supervisor: Worker) async throws {
        let permit = try permit(supervisor, as: .supervisor, .caseAssign, caseID)
        try await store.assign(
            add: Set(workers.map(\.id)), remove: Set(take.map(\.id)), case: caseID, permit: permit)
    }

    func office(_ verb: Verb, _ power: Power, _ worker: Worker, as role: Role, _ subject: Subject = .register) throws
        -> Permit
    {
        try Policy.permit(
            Actor(id: worker.id, role: role, agency: worker.agency), verb, by: power, subject,
            AccessContext(purpose: .system, isStepUpFresh: true, isDeviceEnrolled: true))
    }

    /// Runs SQL past every protection.
    func tamper(_ sql: String) async throws {
        try await store.database.tamper(sql)
    }
}

/// A clock that stands until it is moved.
final class TestTime: Sendable {
    private let milliseconds = Mutex<Int64>(1_795_000_000_000)
    var clock: Clock { Clock { self.milliseconds.withLock { $0 } } }
    func pass(hours: Double) { milliseconds.withLock { $0 += Int64(hours * 3_600_000) } }
    func set(_ now: Int64) { milliseconds.withLock { $0 = now } }
    var now: Int64 { milliseconds.withLock { $0 } }
}
