// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Testing
import Vault

@testable import Workflows

@Suite struct SessionTests {
    private let sessions = LiveSessions<Int>()
    private let account = Account(name: "thandeka", agency: .random(), roles: [.caseworker, .supervisor])

    private func start(_ key: UserKey? = nil) -> LiveSessions<Int>.Start {
        .init(account, key: key, isFactorShown: true, kept: 7)
    }

    @Test func `ten minutes without a request end a session, and ten hours whatever happens`() {
        let idle = sessions.begin(start(), now: 0)
        #expect(sessions.touch(idle, now: 599_999) != nil)
        #expect(sessions.touch(idle, now: 1_199_998) != nil)
        #expect(sessions.touch(idle, now: 1_799_998) == nil)
        #expect(sessions.touch(idle, now: 1_200_000) == nil)

        let busy = sessions.begin(start(), now: 0)
        var now: Int64 = 0
        while now + 500_000 < 36_000_000 {
            now += 500_000
            #expect(sessions.touch(busy, now: now) != nil)
        }
        #expect(sessions.touch(busy, now: 35_999_999) != nil)
        #expect(sessions.touch(busy, now: 36_000_000) == nil)
    }

    @Test func `a third session of one account ends the one that rested longest`() {
        let (first, second) = (sessions.begin(start(), now: 0), sessions.begin(start(), now: 1))
        #expect(sessions.touch(first, now: 2) != nil)
        let third = sessions.begin(start(), now: 3)
        #expect(sessions.touch(second, now: 4) == nil)
        #expect(sessions.touch(first, now: 4) != nil && sessions.touch(third, now: 4) != nil)
    }

    @Test func `another role or a factor shown gives another token, and the old one is dead at once`() throws {
        let key = UserKey.random()
        let first = sessions.begin(start(key), now: 0)
        let was = try #require(sessions.touch(first, now: 1))
        let second = try #require(sessions.rotate(first, role: .supervisor, now: 2))
        #expect(sessions.touch(first, now: 3) == nil && sessions.key(first) == nil)
        #expect(sessions.rotate(first, now: 3) == nil)
        let session = try #require(sessions.touch(second, now: 3))
        #expect(session.role == .supervisor && session.kept == 7 && session.began == 0)
        #expect(session.id != was.id && session.formToken != was.formToken)
        #expect(sessions.key(second)?.publicKey == key.publicKey)
        // Ten hours are counted from the first beginning.
        #expect(session.began == was.began)
    }

    @Test func `a factor is fresh for five minutes`() throws {
        let token = sessions.begin(start(), now: 0)
        let session = try #require(sessions.touch(token, now: 0))
        #expect(session.isStepUpFresh(now: 299_999) && !session.isStepUpFresh(now: 300_000))
        #expect(!session.isStepUpFresh(now: -1))
        let again = try #require(sessions.rotate(token, isFactorShown: true, now: 400_000))
        let shown = try #require(sessions.touch(again, now: 400_000))
        #expect(shown.isStepUpFresh(now: 500_000))
    }

    @Test func `what lies in memory opens no private key without the token`() throws {
        let key = UserKey.random()
        let token = sessions.begin(start(key), now: 0)
        let bytes = sessions.dump().joined()
        #expect(!bytes.isEmpty)
        #expect(!Array(bytes).contains(Array(token.utf8)))
        let sealed = Array(bytes.suffix(62))
        #expect(throws: VaultError.damaged) { try UserKey.open(sealed, for: .random()) }
        // The control: with the token it opens.
        let mine = try #require(Token(token))
        #expect(try UserKey.open(sealed, for: mine).publicKey == key.publicKey)
    }

    @Test func `sessions are ended one by one, all, or all but one's own`() throws {
        let (first, second) = (sessions.begin(start(), now: 0), sessions.begin(start(), now: 0))
        let mine = try #require(sessions.touch(first, now: 1)).id
        #expect(sessions.all(of: account.id, now: 1).count == 2)
        #expect(sessions.end(of: account.id, except: mine) == 1)
        #expect(sessions.touch(second, now: 1) == nil && sessions.touch(first, now: 1) != nil)
        #expect(sessions.end(of: .random()) == 0)
        #expect(sessions.end(of: account.id, id: mine) == 1)
        #expect(sessions.all(of: account.id, now: 1).isEmpty)
    }
}
