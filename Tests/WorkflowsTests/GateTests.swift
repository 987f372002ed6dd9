// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Testing
@testable import Vault
@testable import Workflows

@Suite struct GateTests {
    private static let passphrase = "nine slow ferries cross the bay"

    /// A sealed register with a passphrase and two of three custodians.
    private func with(
        needed: Int = 2, of count: Int = 3,
        _ body: (SealedStore, [CustodianShare]) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "wayhouse-gate-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let secret = Secret.passphrase(Self.passphrase)
        let (sealed, _) = try await createInstance(
            in: folder, organisation: "House", owner: "dilani", secret: secret, cost: .trivial)
        let store = try await sealed.unseal(with: secret)
        let change = try await changeSlots(
            opening: secret, adding: .custodians(count: count, needed: needed), by: console(store), in: store)
        try await body(sealed, change.shares)
    }

    private func console(_ store: CaseStore) -> Access {
        Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
    }

    private func gate(_ sealed: SealedStore) -> Gate { Gate(sealed, leastWait: .milliseconds(20)) }

    private func give(_ share: CustodianShare, to gate: Gate) async throws -> UnsealResult {
        try await gate.unseal(UnsealTry(share: share.text))
    }

    @Test func `two custodians open the register one after the other, whichever two they are`() async throws {
        try await with { sealed, shares in
            for (one, other) in [(0, 1), (2, 0), (1, 2)] {
                let gate = gate(sealed)
                #expect(try await give(shares[one], to: gate) == .held(given: 1, needed: 2))
                #expect(try await give(shares[one], to: gate) == .held(given: 1, needed: 2), "the same paper twice")
                let view = try await gate.view()
                #expect(view.held?.given == 1 && gate.store == nil)
                #expect(try await give(shares[other], to: gate) == .open)
                #expect(gate.store != nil && gate.opening?.anchor != nil)
                #expect(gate.shares.given(shares[0].mark, now: Clock.system.tick()) == 0, "shares are let go")
            }
        }
    }

    @Test func `a forged share spoils nothing: the true ones open all the same`() async throws {
        try await with { sealed, shares in
            let gate = gate(sealed)
            let noise = try CustodianShares.split(secret: [UInt8](repeating: 7, count: 32), count: 3, threshold: 2)
            let forged = CustodianShare(threshold: 2, number: 3, tag: shares[0].tag, value: noise[2].value)
            #expect(try await give(forged, to: gate) == .held(given: 1, needed: 2))
            #expect(try await give(shares[0], to: gate) == .wrong, "enough papers, one of them not as printed")
            #expect(try await give(shares[1], to: gate) == .open)
        }
    }

    @Test func `whatever is wrong with a share, the answer and about the time are the same`() async throws {
        try await with { sealed, shares in
            let gate = Gate(sealed, leastWait: .milliseconds(300))
            let other = try CustodianShares.split(secret: [UInt8](repeating: 7, count: 32), count: 3, threshold: 2)
            var typo = Array(shares[0].text)
            typo[5] = typo[5] == "0" ? "1" : "0"
            for text in ["", "no share at all", String(typo), other[0].text] where !text.isEmpty {
                let started = ContinuousClock.now
                #expect(try await gate.unseal(UnsealTry(share: text)) == .wrong)
                let took = ContinuousClock.now - started
                #expect(took >= .milliseconds(300))
            }
        }
    }

    @Test func `shares are forgotten after ten minutes`() throws {
        let held = HeldShares()
        let shares = try CustodianShares.split(secret: [UInt8](repeating: 7, count: 32), count: 3, threshold: 3)
        #expect(held.add(shares[0], now: 0).isEmpty)
        #expect(held.add(shares[1], now: 300_000).isEmpty)
        #expect(held.given(shares[0].mark, now: 599_999) == 2 && held.secondsLeft(now: 599_000) == 1)
        #expect(held.given(shares[0].mark, now: 600_000) == 1)
        #expect(held.add(shares[2], now: 600_000).isEmpty, "the first is no longer there")
        #expect(held.add(shares[0], now: 600_001).count == 1)
        held.forget()
        #expect(held.given(shares[0].mark, now: 600_002) == 0)
    }

    @Test func `no more shares are held than can be tried in a moment`() throws {
        let held = HeldShares()
        for seed in 0..<100 as Range<UInt8> {
            let shares = try CustodianShares.split(secret: [UInt8](repeating: seed, count: 32), count: 16, threshold: 8)
            #expect(held.add(shares[Int(seed) % 16], now: 0).count <= 300)
        }
        #expect(HeldShares.most < 100)
    }

    @Test func `wrong secrets slow down, by where they come from, up to a quarter of an hour`() {
        let throttle = UnsealThrottle()
        for _ in 0..<5 {
            #expect(throttle.seconds("192.0.2.7", now: 0) == nil)
            throttle.failed("192.0.2.7", now: 0)
        }
        #expect(throttle.seconds("192.0.2.7", now: 0) == 2)
        #expect(throttle.seconds("192.0.2.8", now: 0) == nil, "somebody elsewhere does not wait")
        #expect(throttle.seconds("192.0.2.7", now: 2_000) == nil)
        for _ in 0..<40 { throttle.failed("192.0.2.7", now: 0) }
        #expect(throttle.seconds("192.0.2.7", now: 0) == 900)
        throttle.failed("2001:db8:1:2:3::4", now: 0)
        for _ in 0..<5 { throttle.failed("2001:db8:1:2:ffff::1", now: 0) }
        #expect(throttle.seconds("2001:db8:1:2::9", now: 0) != nil, "one household of IPv6 is one place")
    }

    @Test func `opening, and what was tried before, stand in the log, also after a restart`() async throws {
        try await with { sealed, _ in
            for _ in 0..<3 {
                #expect(try await gate(sealed).unseal(passphrase: "not this one", keyFile: nil) == .wrong)
            }
            let gate = gate(sealed)
            #expect(try await gate.unseal(passphrase: Self.passphrase, keyFile: nil) == .open)
            #expect(gate.opening?.wrongSecrets == 3)
            let store = try #require(gate.store)
            let acts = try await findActs(by: console(store), in: store).filter { $0.action == Act.unseal }
            #expect(acts.map(\.outcome) == ["done", "refused"] && acts.map(\.count) == [0, 3])
            #expect(acts.first?.mark == "passphrase")
            let alerts = try await store.unseenAlerts(of: store.agency)
            #expect(alerts == 1)
            let again = self.gate(sealed)
            try await again.unseal(with: .passphrase(Self.passphrase))
            #expect(again.opening?.wrongSecrets == 0)
        }
    }

    @Test func `of two who come at once both find one register`() async throws {
        try await with { sealed, _ in
            let gate = gate(sealed)
            async let one = gate.unseal(with: .passphrase(Self.passphrase))
            async let other = gate.unseal(with: .passphrase(Self.passphrase))
            let (first, second) = try await (one, other)
            #expect(first === second)
        }
    }

    @Test func `a slot that was taken away opens nothing, and the last cannot be taken away`() async throws {
        try await with { sealed, shares in
            let store = try await sealed.unseal(with: .passphrase(Self.passphrase))
            let old = try #require(try await store.slots().first { $0.kind == .passphrase })
            let pair = try Secret.shares([shares[0], shares[2]])
            // Custodians put another passphrase in the place of the old one.
            let change = try await changeSlots(
                opening: pair, adding: .secret(.passphrase("a new one that nobody knew")), removing: old.id,
                cost: .trivial, by: console(store), in: store)
            #expect(change.removed?.id == old.id)
            await #expect(throws: VaultError.wrongKey) { try await sealed.unseal(with: .passphrase(Self.passphrase)) }
            let (new, last) = (Secret.passphrase("a new one that nobody knew"), try #require(change.added))
            for slot in try await store.slots() where slot != last {
                _ = try await changeSlots(opening: new, removing: slot.id, by: console(store), in: store)
            }
            await #expect(throws: StoreError.lastSlot) {
                try await changeSlots(opening: new, removing: last.id, by: console(store), in: store)
            }
            #expect(try await store.slots() == [last])
            await #expect(throws: VaultError.noSlot) { try await sealed.unseal(with: pair) }
            _ = try await sealed.unseal(with: .passphrase("a new one that nobody knew"))
        }
    }

    @Test func `a key beside the register does not count as a way in for people`() async throws {
        try await with { sealed, shares in
            let store = try await sealed.unseal(with: .passphrase(Self.passphrase))
            let key = Secret.newKeyFile()
            let pair = Secret.passphrase(Self.passphrase)
            _ = try await changeSlots(
                opening: pair, adding: .secret(.automatic(key)), by: console(store), in: store)
            let others = try await store.slots().filter { $0.kind != .automatic }
            await #expect(throws: StoreError.lastSlot) {
                for slot in others {
                    _ = try await changeSlots(
                        opening: .automatic(key), removing: slot.id, by: console(store), in: store)
                }
            }
            let gate = gate(sealed)
            try await gate.unseal(with: .automatic(key))
            #expect(gate.opensItself)
        }
    }

    @Test func `only who may change settings changes slots, and the log says what changed`() async throws {
        try await with { sealed, _ in
            let store = try await sealed.unseal(with: .passphrase(Self.passphrase))
            let worker = Access(Actor(id: .random(), role: .caseworker, agency: store.agency))
            await #expect(throws: Refusal(.slotChange, .role)) {
                try await changeSlots(
                    opening: .passphrase(Self.passphrase), adding: .secret(.keyFile([UInt8](1...32))), by: worker,
                    in: store)
            }
            let acts = try await findActs(by: console(store), in: store).filter { $0.action == "slot.change" }
            #expect(acts.map(\.mark) == ["", "added custodians"] && acts[0].isDenied)
        }
    }

    @Test func `whoever may not seal is refused; sealing stands in the log and lets nobody in any more`() async throws {
        try await with { sealed, _ in
            let gate = gate(sealed)
            let store = try await gate.unseal(with: .passphrase(Self.passphrase))
            gate.whenClosing {}
            let worker = Access(Actor(id: .random(), role: .caseworker, agency: store.agency))
            await #expect(throws: Refusal.self) { try await sealInstance(gate, by: worker, in: store) }
            #expect(gate.store != nil)
            let lead = Access(Actor(id: .random(), role: .supervisor, agency: store.agency))
            try await sealInstance(gate, by: lead, in: store)
            #expect(gate.store == nil && gate.isClosing && !gate.beginClosing())
            let acts = try await findActs(by: console(store), in: store).filter { $0.action == "instance.seal" }
            #expect(acts.map(\.isDone) == [true, false])
        }
    }
}
