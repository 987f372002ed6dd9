// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

struct PasswordHashTests {
    private let pepper = RootKey.generate().pepper(install: Example.install)
    private let password = "lantern olive tundra gazebo"

    @Test func `the right password gives the same personal key each time and a wrong one none`() throws {
        let (hash, key) = try PasswordHash.make(password, pepper: pepper, cost: .trivial)
        let secret = [UInt8](0..<32)
        let wrapped = key.wrap(secret)
        let again = try #require(try hash.check(password, pepper: pepper))
        #expect(try again.unwrap(wrapped) == secret)
        for wrong in ["", "lantern olive tundra gazeb", "Lantern olive tundra gazebo", password + " "] {
            #expect(try hash.check(wrong, pepper: pepper) == nil)
        }
    }

    @Test func `without the pepper of the install a stolen hash cannot be tried`() throws {
        let (hash, _) = try PasswordHash.make(password, pepper: pepper, cost: .trivial)
        let other = RootKey.generate().pepper(install: Example.install)
        #expect(try hash.check(password, pepper: other) == nil)
    }

    @Test func `one password composed in two ways is one password`() throws {
        let (hash, _) = try PasswordHash.make("Zo\u{00EB} va \u{00E0} l'\u{00E9}cole", pepper: pepper, cost: .trivial)
        #expect(try hash.check("Zoe\u{0308} va a\u{0300} l'e\u{0301}cole", pepper: pepper) != nil)
    }

    @Test func `two people with one password share no bytes`() throws {
        let (one, key) = try PasswordHash.make(password, pepper: pepper, cost: .trivial)
        let (two, other) = try PasswordHash.make(password, pepper: pepper, cost: .trivial)
        #expect(one != two)
        #expect(throws: VaultError.damaged) { try other.unwrap(key.wrap([UInt8](0..<32))) }
    }

    @Test func `a hash survives JSON with its parameters`() throws {
        let (hash, _) = try PasswordHash.make(password, pepper: pepper, cost: .trivial)
        let read = try JSONDecoder().decode(PasswordHash.self, from: JSONEncoder().encode(hash))
        #expect(read == hash && read.cost == .trivial && read.algorithm == .scrypt1)
        #expect(try read.check(password, pepper: pepper) != nil)
    }

    @Test func `nobody signs in against the decoy`() throws {
        let decoy = PasswordHash.decoy(cost: .trivial)
        for password in ["", password, "password"] { #expect(try decoy.check(password, pepper: pepper) == nil) }
    }

    @Test func `the standard cost is N 2^17, r 8, p 1`() {
        #expect(KeyCost.standard == KeyCost(rounds: 131_072, blockSize: 8, parallelism: 1))
        #expect(PasswordHash.decoy().cost == .standard)
    }

    @Test func `two derivations run at once, twenty wait, and one more is told that it is busy`() async throws {
        let derivations = KeyDerivations(limit: 2, waiting: 20)
        let gate = DispatchSemaphore(value: 0)
        let running = Counter()
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<22 {
                group.addTask {
                    (try? await derivations.run { running.inside { gate.wait() } }) != nil
                }
            }
            while derivations.waitingCount < 20 { await Task.yield() }
            await #expect(throws: VaultError.busy) { try await derivations.run {} }
            for _ in 0..<22 { gate.signal() }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 22 && results.allSatisfy { $0 })
        #expect(running.most == 2)
        try await derivations.run {}
    }

    @Test func `what the work throws comes out`() async {
        await #expect(throws: VaultError.wrongKey) {
            try await KeyDerivations().run { () throws(VaultError) in throw .wrongKey }
        }
    }
}
