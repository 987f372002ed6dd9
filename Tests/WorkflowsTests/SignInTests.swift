// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Testing
import Vault

@testable import Workflows

@Suite struct SignInTests {
    static let passphrase = "copper kettle under seven stars"

    @Test func `a one-time code lets the owner choose a passphrase, once`() async throws {
        try await Office.with { office in
            let throttle = SignInThrottle()
            await #expect(throws: SignInRefusal.wrong) {
                try await signIn("dilani", passphrase: Self.passphrase, to: office.store, throttle: throttle)
            }
            let account = try await firstSignIn(
                "dilani", code: office.code.text.lowercased(), newPassphrase: Self.passphrase, to: office.store,
                throttle: throttle)
            #expect(account.password != nil && account.codeDigest == nil)
            await #expect(throws: SignInRefusal.wrong) {
                try await firstSignIn(
                    "dilani", code: office.code.text, newPassphrase: "another long passphrase", to: office.store,
                    throttle: throttle)
            }
            #expect(
                try await signIn("Dilani", passphrase: Self.passphrase, to: office.store, throttle: throttle).id
                    == account.id)
        }
    }

    @Test func `a code expires and a weak passphrase is told why`() async throws {
        let now = Mutex<Int64>(1_700_000_000_000)
        try await Office.with(clock: Clock { now.withLock { $0 } }) { office in
            let throttle = SignInThrottle()
            await #expect(throws: SignInRefusal.weak("password.too-short")) {
                try await firstSignIn(
                    "dilani", code: office.code.text, newPassphrase: "short", to: office.store, throttle: throttle)
            }
            now.withLock { $0 += 73 * 3_600_000 }
            await #expect(throws: SignInRefusal.codeSpent) {
                try await firstSignIn(
                    "dilani", code: office.code.text, newPassphrase: Self.passphrase, to: office.store,
                    throttle: throttle)
            }
        }
    }

    @Test func `guessing slows down and a pause makes it fast again`() throws {
        let throttle = SignInThrottle()
        for _ in 0..<5 {
            try throttle.check("dilani", now: 0)
            throttle.failed("dilani", now: 0)
        }
        #expect(throws: SignInRefusal.wait(seconds: 2)) { try throttle.check("DILANI", now: 0) }
        try throttle.check("dilani", now: 2_000)
        for _ in 0..<20 { throttle.failed("dilani", now: 2_000) }
        #expect(throws: SignInRefusal.wait(seconds: 900)) { try throttle.check("dilani", now: 2_000) }
        throttle.succeeded("dilani")
        try throttle.check("dilani", now: 2_000)
    }

    @Test func `every sign-in and every refusal is in the log`() async throws {
        try await Office.with { office in
            let throttle = SignInThrottle()
            _ = try await firstSignIn(
                "dilani", code: office.code.text, newPassphrase: Self.passphrase, to: office.store, throttle: throttle)
            _ = try? await signIn("dilani", passphrase: "not this one at all", to: office.store, throttle: throttle)
            _ = try await signIn("dilani", passphrase: Self.passphrase, to: office.store, throttle: throttle)
            let acts = try await readActs(by: office.supervisor, in: office.store)
            #expect(
                acts.map(\.action).prefix(4) == ["user.signIn", "user.signIn", "user.firstSignIn", "account.create"])
            #expect(acts.map(\.outcome).prefix(2) == ["done", "refused"])
        }
    }
}
