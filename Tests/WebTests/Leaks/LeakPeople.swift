// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Testing
import Workflows

@testable import Web

/// Makes accounts and sessions without the door, which other tests go through.
enum LeakPeople {
    static func signedIn(_ name: String, _ role: Role, _ agency: EntityID, _ test: TestSite) async throws
        -> LeakWorld.Person
    {
        let store = try #require(test.site.gate.store)
        try await store.save(Account(name: name, agency: agency, roles: [role]), action: "test.prepare")
        let account = try #require(store.account(named: name))
        return LeakWorld.Person(
            id: account.id, name: name, role: role, agency: agency, browser: try browser(account, test))
    }

    /// A session that has just shown its second factor, on no enrolled device.
    static func browser(_ account: Account, _ test: TestSite) throws -> TestSite.Browser {
        let now = test.site.clock.now()
        let start = Sessions.Start(account, isFactorShown: true, kept: Keepsakes())
        let token = test.site.sessions.begin(start, now: now)
        let session = try #require(test.site.sessions.touch(token, now: now))
        return TestSite.Browser(
            token: token, formToken: session.formToken,
            cookie: SessionCookie.name(isSecure: test.site.settings.isSecure))
    }
}
