// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Sends one message, always the same, to each person who asked for it and to whom a deadline has something new to say,
/// or whose office was sent a referral that waits for its answer (when it comes, and at each reminder): at most one in
/// an hour, however much it is. What cannot be sent is tried again at the next time.
///
/// - Returns: how many went.
/// - Throws: the first `MailFault`, when all were tried.
@discardableResult
public func sendNotices(by route: MailRoute, in store: CaseStore) async throws -> Int {
    let now = store.clock.now()
    var fault: (any Error)?
    var count = 0
    for account in peopleToTell(in: store, now: now) {
        guard let address = account.noticeAddress.flatMap({ MailAddress($0) }) else { continue }
        do {
            try await route.send(to: address)
            try await store.changePeople { people in
                var known = try people.account(account.id)
                known.toldAt = now
                try people.put(known)
            }
            count += 1
        } catch { fault = fault ?? error }
    }
    if let fault { throw fault }
    return count
}

extension Chore {
    /// Whoever asked for it hears by e-mail that something waits, and no more than that.
    public static func sendNotices(by route: MailRoute) -> Chore {
        Chore("send e-mail", every: .seconds(60)) { store in
            _ = try await Workflows.sendNotices(by: route, in: store)
        }
    }
}

/// Sets the address at which one is told that something waits; nil for not being told.
///
/// - Throws: `Rejected` for what is no plain address.
public func setNoticeAddress(_ text: String?, by access: Access, in store: CaseStore) async throws {
    let wanted = (text ?? "").filter { !$0.isWhitespace }
    guard wanted.isEmpty || MailAddress(wanted) != nil else {
        let message = "This is no e-mail address that can be used here. Write it as name@example.org."
        throw Rejected(findings: [Finding(.badAddress, field: nil, message)])
    }
    let now = store.clock.now()
    try await changeOwn(access, "user.noticeAddress", in: store) { account in
        account.noticeAddress = wanted.isEmpty ? nil : wanted
        // What came in the last day is told once: so one sees that it works.
        account.toldAt = now - 86_400_000
    }
}

extension Finding.Code {
    /// Not an e-mail address.
    public static let badAddress: Finding.Code = "bad-address"
}

/// Not more often than this, in milliseconds.
private let betweenMessages: Int64 = 3_600_000

/// Who asked for messages and has something new.
private func peopleToTell(in store: CaseStore, now: Int64) -> [Account] {
    let asked = store.accounts().filter { account in
        account.state == .active && account.noticeAddress != nil
            && now - (account.toldAt ?? 0) >= betweenMessages
    }
    if asked.isEmpty { return [] }
    let here = Set(store.accounts().filter { $0.state == .active }.map(\.id))
    var newest: [EntityID: Int64] = [:]
    for line in store.allWork() {
        for notice in line.work.notices {
            for account in asked where account.agency == line.agency && account.hears(notice, line, here) {
                newest[account.id] = max(newest[account.id] ?? .min, notice.at)
            }
        }
    }
    for agency in Set(asked.map(\.agency)) {
        for grant in store.grants(to: agency) {
            guard let track = grant.referral, let view = ReferralView(grant, in: store),
                let called = view.referral.lastCall(at: now)
            else { continue }
            for account in asked where account.agency == agency && account.answers(track) {
                newest[account.id] = max(newest[account.id] ?? .min, called)
            }
        }
    }
    return asked.filter { account in newest[account.id].map { $0 > account.toldAt ?? 0 } ?? false }
}

extension Account {
    /// Those to whom a referral was given, and who leads: it is theirs to answer.
    fileprivate func answers(_ track: ReferralTrack) -> Bool {
        track.assigned.contains(id) || roles.contains(.supervisor)
    }

    /// Those who work on the case hear what is for caseworkers; supervisors what is for them, and what nobody else
    /// hears.
    fileprivate func hears(_ notice: CaseNotice, _ line: WorkLine, _ here: Set<EntityID>) -> Bool {
        if notice.tell == .caseworker, line.assigned.contains(id) { return true }
        if let role = notice.tell, role != .caseworker, roles.contains(role) { return true }
        return roles.contains(.supervisor) && line.assigned.isDisjoint(with: here)
    }
}
