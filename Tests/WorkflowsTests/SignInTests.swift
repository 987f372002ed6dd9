// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Testing
import Vault

@testable import Workflows

@Suite struct SignInTests {
    static let passphrase = "copper kettle under seven stars"

    @Test func `a one-time code lets the owner choose a passphrase and a second factor, once`() async throws {
        try await Person.with { person in
            await #expect(throws: SignInRefusal.wrong) { try await person.recognise() }
            let first = try await person.begin(code: person.office.code.text.lowercased())
            await #expect(throws: SignInRefusal.wrong) {
                try await finishEnrolment(first, code: "000000", in: person.store)
            }
            await #expect(throws: SignInRefusal.wrong) { try await finishEnrolment(first, code: nil, in: person.store) }
            let (account, keep) = try await finishEnrolment(first, code: person.digits(first), in: person.store)
            #expect(account.password != nil && account.code == nil && account.hasSecondFactor)
            #expect(keep.codes.count == 10 && Set(keep.codes).count == 10 && keep.secret != nil)
            await #expect(throws: SignInRefusal.wrong) { try await person.begin(code: person.office.code.text) }
            #expect(try await person.recognise().next == .showFactor)
        }
    }

    @Test func `two sittings with one slip end with the first`() async throws {
        try await Person.with { person in
            let first = try await person.begin(code: person.office.code.text)
            let second = try await person.begin(code: person.office.code.text)
            _ = try await finishEnrolment(first, code: person.digits(first), in: person.store)
            await #expect(throws: SignInRefusal.codeSpent) {
                try await finishEnrolment(second, code: person.digits(second), in: person.store)
            }
        }
    }

    @Test func `a code expires, and nothing is spent by a weak passphrase or a mistyped code`() async throws {
        try await Person.with { person in
            let code = person.office.code.text
            await #expect(throws: SignInRefusal.weak("password.too-short")) {
                try await person.begin(code: code, passphrase: "short")
            }
            await #expect(throws: SignInRefusal.wrong) { try await person.begin(code: String(code.dropLast())) }
            person.now.withLock { $0 += 71 * 3_600_000 }
            _ = try await person.begin(code: code)
            person.now.withLock { $0 += 2 * 3_600_000 }
            await #expect(throws: SignInRefusal.codeSpent) { try await person.begin(code: code) }
        }
    }

    @Test func `guessing one-time codes is slowed like guessing passphrases`() async throws {
        try await Person.with { person in
            var refusals: [SignInRefusal] = []
            for _ in 0..<7 {
                do { _ = try await person.begin(code: OneTimeCode.random().text) } catch let refusal as SignInRefusal {
                    refusals.append(refusal)
                }
            }
            #expect(refusals == Array(repeating: .wrong, count: 5) + Array(repeating: .wait(seconds: 2), count: 2))
        }
    }

    @Test func `the private key opens with the passphrase and with the recovery key only`() async throws {
        try await Person.with { person in
            let keep = try await person.enrol()
            let known = try await person.recognise()
            let kept = try #require(known.account.key)
            #expect(known.key?.publicKey == kept.publicKey)
            let secret = try #require(keep.secret.flatMap { RecoverySecret($0) })
            #expect(try UserKey.unwrap(kept.byRecoverySecret, with: secret).publicKey == kept.publicKey)
            #expect(throws: VaultError.wrongKey) { try UserKey.unwrap(kept.byRecoverySecret, with: .random()) }
        }
    }

    @Test func `the second factor is six digits or a recovery code, each once`() async throws {
        try await Person.with { person in
            let keep = try await person.enrol()
            let id = try await person.recognise().account.id
            func show(_ code: String) async throws -> FactorShown {
                try await showFactor(code, of: id, in: person.store, throttle: person.throttle)
            }
            // The digits of enrolment were used up by it.
            await #expect(throws: SignInRefusal.wrong) { try await show(person.digits()) }
            person.now.withLock { $0 += 30_000 }
            #expect(try await show(person.digits()) == .timeCode)
            await #expect(throws: SignInRefusal.wrong) { try await show(person.digits()) }
            #expect(try await show(keep.codes[3].lowercased()) == .recoveryCode)
            await #expect(throws: SignInRefusal.wrong) { try await show(keep.codes[3]) }
            #expect(person.store.account(id)?.recovery.count == 9)
        }
    }

    @Test(arguments: [(-61, false), (-31, true), (-29, true), (0, true), (29, false), (31, false)])
    func `digits of the step before are right, later and earlier ones are not`(skew: Int, isRight: Bool) async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            person.now.withLock { $0 = ($0 / 30_000 + 100) * 30_000 + (skew == 29 ? 29_000 : 1_000) }
            let digits = person.digits(ahead: Int64(skew) * 1000)
            let shown = try? await showFactor(
                digits, of: person.store.account(named: "dilani")!.id, in: person.store, throttle: person.throttle)
            #expect((shown == .timeCode) == isRight)
        }
    }

    @Test func `every sign-in and every refusal is in the log`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            _ = try? await person.recognise(passphrase: "not this one at all")
            _ = try await person.enter()
            let acts = try await readActs(by: person.office.supervisor, in: person.store)
            let wanted = ["user.signIn", "user.factor", "user.signIn", "user.enrol", "account.create"]
            #expect(acts.map(\.action).prefix(5) == wanted[...])
            #expect(acts.map(\.outcome).prefix(3) == ["done", "timeCode", "refused"])
        }
    }

    @Test func `a disabled account is answered like a wrong passphrase`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            var account = try #require(person.store.account(named: "dilani"))
            account.state = .disabled
            try await person.store.save(account, action: "test.disable")
            await #expect(throws: SignInRefusal.wrong) { try await person.recognise() }
        }
    }

    @Test func `accounts as they were written at first are still read`() throws {
        let id = EntityID.random()
        let old = #"{"id":"\#(id)","name":"dilani","role":"supervisor","codeDigest":[1,2],"codeExpires":7,"version":3}"#
        let account = try Account(oldForm: old, agency: EntityID(high: 1, low: 2))
        #expect(account.roles == [.supervisor] && account.agency == EntityID(high: 1, low: 2))
        #expect(account.code == .init(digest: [1, 2], expires: 7) && account.state == .active)
    }
}

/// Somebody with an account, at a clock that the test turns.
struct Person: Sendable {
    let office: Office
    let now: Turned
    let throttle = SignInThrottle(cost: .trivial)
    var store: CaseStore { office.store }

    final class Turned: Sendable {
        private let value: Mutex<Int64>
        init(_ start: Int64) { value = Mutex(start) }
        func withLock<R>(_ body: (inout Int64) -> R) -> R { value.withLock { body(&$0) } }
    }

    static func with(_ body: (Person) async throws -> Void) async throws {
        let now = Turned(1_700_000_000_000)
        try await Office.with(clock: Clock { now.withLock { $0 } }) { office in
            try await body(Person(office: office, now: now))
        }
    }

    func begin(code: String, passphrase: String = SignInTests.passphrase) async throws -> Enrolment {
        try await beginEnrolment(
            SignInTry(name: "dilani", passphrase: passphrase), code: code, in: store, throttle: throttle)
    }

    @discardableResult
    func enrol() async throws -> KeepSafe {
        let enrolment = try await begin(code: office.code.text)
        return try await finishEnrolment(enrolment, code: digits(enrolment), in: store).keep
    }

    func recognise(passphrase: String = SignInTests.passphrase, device: String? = nil, address: String? = nil)
        async throws -> Recognised
    {
        try await Workflows.recognise(
            SignInTry(name: "Dilani", passphrase: passphrase, device: device, address: address), in: store,
            throttle: throttle)
    }

    /// Through passphrase and second factor.
    func enter() async throws -> Account {
        let known = try await recognise()
        now.withLock { $0 += 30_000 }
        _ = try await showFactor(digits(), of: known.account.id, in: store, throttle: throttle)
        return try await Workflows.enter(known, in: store, throttle: throttle)
    }

    /// The same register, closed and opened again.
    func restarted() async throws -> Person {
        try await store.close()
        let now = now
        let sealed = try await SealedStore.open(office.folder, clock: Clock { now.withLock { $0 } })
        let store = try await sealed.unseal(with: Office.secret)
        return Person(
            office: Office(folder: office.folder, sealed: sealed, store: store, code: office.code), now: now)
    }

    /// What the telephone shows.
    func digits(_ enrolment: Enrolment? = nil, ahead: Int64 = 0) -> String {
        let seed = enrolment?.seed ?? store.account(named: "dilani")?.seed
        return seed?.code(at: now.withLock { $0 } + ahead) ?? ""
    }
}
