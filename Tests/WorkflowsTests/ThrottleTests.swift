// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Testing
import Vault

@testable import Workflows

@Suite struct ThrottleTests {
    /// What comes of a wrong passphrase.
    private func guess(_ person: Person, name: String = "dilani", device: String? = nil, address: String? = nil)
        async throws -> SignInRefusal
    {
        let typed = SignInTry(name: name, passphrase: "a guess and no more", device: device, address: address)
        do {
            _ = try await Workflows.recognise(typed, in: person.store, throttle: person.throttle)
            return .tooLate
        } catch let refusal as SignInRefusal { return refusal }
    }

    /// How many of so many guesses from one address, each at another name, were looked at.
    private func tries(_ person: Person, _ count: Int, _ address: String) async throws -> Int {
        var admitted = 0
        for _ in 0..<count {
            if try await guess(person, name: Token.random().text, address: address) == .wrong { admitted += 1 }
        }
        return admitted
    }

    @Test func `five failures are free, then two, four, eight seconds, to a quarter of an hour`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            for _ in 0..<5 { #expect(try await guess(person) == .wrong) }
            for seconds in [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
                #expect(try await guess(person) == .wait(seconds: seconds))
                person.now.withLock { $0 += Int64(seconds) * 1000 - 1 }
                #expect(try await guess(person) == .wait(seconds: 1))
                person.now.withLock { $0 += 1 }
                #expect(try await guess(person) == .wrong)
            }
            // The right passphrase is not even looked at while the name waits; afterwards it is, and forgives.
            await #expect(throws: SignInRefusal.wait(seconds: 900)) { try await person.recognise() }
            person.now.withLock { $0 += 900_000 }
            _ = try await person.enter()
            for _ in 0..<5 { #expect(try await guess(person) == .wrong) }
        }
    }

    @Test func `fifty failures in a row close the account, a restart forgives nothing, a colleague can`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            for _ in 0..<50 {
                person.now.withLock { $0 += 901_000 }
                #expect(try await guess(person) == .wrong)
            }
            person.now.withLock { $0 += 40 * 86_400_000 }
            await #expect(throws: SignInRefusal.locked) { try await person.recognise() }
            let again = try await person.restarted()
            await #expect(throws: SignInRefusal.locked) { try await again.recognise() }
            let account = try #require(again.store.account(named: "dilani"))
            #expect(SignInThrottle.isLocked(account, in: again.store))
            try await again.store.changePeople { try SignInThrottle.forgive(account, in: again.store, $0) }
            _ = try await again.recognise()
        }
    }

    @Test func `a restart forgives no failure`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            for _ in 0..<6 { _ = try await guess(person) }
            let again = try await person.restarted()
            await #expect(throws: SignInRefusal.wait(seconds: 2)) { try await again.recognise() }
        }
    }

    @Test func `a name that nobody has waits and rests like any other`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            for _ in 0..<5 { #expect(try await guess(person, name: "nobody") == .wrong) }
            #expect(try await guess(person, name: "nobody") == .wait(seconds: 2))
            for _ in 0..<45 {
                person.now.withLock { $0 += 901_000 }
                #expect(try await guess(person, name: "nobody") == .wrong)
            }
            person.now.withLock { $0 += 901_000 }
            #expect(try await guess(person, name: "nobody") == .locked)
        }
    }

    @Test func `an enrolled device is not slowed by guesses from elsewhere, and is slowed by its own`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            let cookie = Token.random()
            var account = try #require(person.store.account(named: "dilani"))
            account.devices = [.init(id: .random(), name: "desk", digest: cookie.digest, added: 0)]
            try await person.store.save(account, action: "test.device")
            for _ in 0..<60 {
                person.now.withLock { $0 += 901_000 }
                _ = try await guess(person)
            }
            await #expect(throws: SignInRefusal.locked) { try await person.recognise() }
            await #expect(throws: SignInRefusal.locked) { try await person.recognise(device: Token.random().text) }
            _ = try await person.recognise(device: cookie.text)
            for _ in 0..<5 { #expect(try await guess(person, device: cookie.text) == .wrong) }
            #expect(try await guess(person, device: cookie.text) == .wait(seconds: 2))
        }
    }

    @Test func `one address may fail twenty times at once and ten times a minute, whatever the names`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            #expect(try await tries(person, 30, "2001:db8:1:2::1") == 20)
            #expect(try await tries(person, 5, "2001:db8:1:2:ffff::9") == 0)
            #expect(try await tries(person, 5, "2001:db8:1:3::1") == 5)
            person.now.withLock { $0 += 60_000 }
            #expect(try await tries(person, 30, "2001:db8:1:2::1") == 10)
            #expect(try await tries(person, 30, "192.0.2.7") == 20)
            #expect(try await tries(person, 5, "::ffff:192.0.2.7") == 0)
        }
    }

    @Test func `success gives back what a try took from its address`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            for _ in 0..<40 { _ = try await person.recognise(address: "192.0.2.7") }
        }
    }

    @Test func `guesses sent all at once count as much as guesses one after the other`() async throws {
        try await Person.with { person in
            _ = try await person.enrol()
            let checked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 { group.addTask { (try? await guess(person)) == .wrong } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(checked == 5)
        }
    }
}
