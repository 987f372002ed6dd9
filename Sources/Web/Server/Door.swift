// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

extension Visit {
    /// What the browser's cookie holds: of a session, or of somebody at the door.
    var cookie: String? { SessionCookie.token(in: request.header("cookie"), isSecure: site.settings.isSecure) }
    /// The cookie of an enrolled device.
    var deviceCookie: String? { DeviceCookie.token(in: request.header("cookie"), isSecure: site.settings.isSecure) }

    /// How far the person at the door has come.
    ///
    /// - Throws: `SignInRefusal.tooLate` when there is nobody, or it took too long.
    func stage() throws -> AtTheDoor.Stage {
        guard let stage = site.door.stage(cookie, now: site.clock.now()) else { throw SignInRefusal.tooLate }
        return stage
    }

    /// A page for somebody who waits at the door from now on.
    func waiting(_ stage: AtTheDoor.Stage, _ response: WebResponse) -> WebResponse {
        if let old = signedIn?.token { site.sessions.end(old) }
        site.door.leave(cookie)
        let token = site.door.admit(stage, now: site.clock.now())
        return response.with("Set-Cookie", SessionCookie.begin(token, isSecure: site.settings.isSecure))
    }

    /// Begins a session with a new token, whatever the browser brought.
    ///
    /// - Returns: the token, its session, and what a page of it knows.
    func begin(_ start: Sessions.Start) -> (token: String, session: Session, context: PageContext) {
        if let old = signedIn?.token { site.sessions.end(old) }
        site.door.leave(cookie)
        let now = site.clock.now()
        let token = site.sessions.begin(start, now: now)
        guard let session = site.sessions.touch(token, now: now) else {
            preconditionFailure("a session that has just begun is there")
        }
        return (token, session, site.context(session, today: context.today, nonce: context.nonce))
    }

    /// With the cookie of a session.
    func carrying(_ token: String, _ response: WebResponse) -> WebResponse {
        response.with("Set-Cookie", SessionCookie.begin(token, isSecure: site.settings.isSecure))
    }
}

/// The cookie of a device that somebody called their own: says which device it is, opens nothing by itself.
enum DeviceCookie {
    /// 400 days, the longest that browsers keep one.
    private static let longestSeconds = 34_560_000

    private static func name(_ isSecure: Bool) -> String { isSecure ? "__Host-d" : "d" }

    static func set(_ token: String, isSecure: Bool) -> String {
        "\(name(isSecure))=\(token); Path=/; Max-Age=\(longestSeconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    static func token(in header: String?, isSecure: Bool) -> String? {
        SessionCookie.value(of: name(isSecure), in: header)
    }
}
