// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many requests are at work at once. Those beyond are told so at once instead of making everybody wait: a server
/// that takes on all that comes answers nobody in time.
///
/// Nobody takes the places of others: one session has a few, and all that come without one share a part. What changes
/// something keeps places of its own, for a form that was filled in costs somebody more than a page to look at again.
final class Crowd: Sendable {
    /// All at once. Two cores answer so many pages in about a fifth of a second.
    static let most = 64
    /// Besides, for what changes something and comes with a session.
    static let kept = 32
    /// Of one session or program: a browser opens six lines, a program few.
    static let each = 8
    /// From so many at once on, whoever has `few` already waits for their turn with the next look: who asks for much
    /// gives way to who asks for little, and those who work find short lines beside those who flood.
    static let busy = 16
    static let few = 2
    /// Of all together who have no session: behind a proxy they cannot be told apart. Programs are among them, since
    /// whether what they show is good is known only later.
    static let strangers = 32

    /// How long whoever has enough at work waits to be told so. Else programs that ask again at once would keep the
    /// processors busy with refusals, and those who work would wait behind these.
    let pause: Duration

    init(pause: Duration = .milliseconds(250)) { self.pause = pause }

    /// Who asks, as far as that is known before anything is looked up.
    enum Guest: Sendable {
        /// Of a session that there is, by its token.
        case session(String)
        /// Without a session; with what a program shows, if anything.
        case stranger(String?)
    }

    fileprivate struct Present {
        var all = 0
        var strangers = 0
        var bySession: [String: Int] = [:]
    }

    private let state = Mutex(Present())

    /// How many are at work now.
    var count: Int { state.withLock(\.all) }

    /// Does the work when there is room for it.
    ///
    /// - Parameter changes: Whether something may be changed by it.
    /// - Returns: Nil when too much is at work; the work was not begun then. At once when others have taken the room,
    ///   after ``pause`` when the guest has.
    func answer<T: Sendable>(_ guest: Guest, changes: Bool, _ work: @Sendable () async -> T) async -> T? {
        switch state.withLock({ $0.enter(guest, changes: changes) }) {
        case .full: return nil
        case .enough:
            try? await Task.sleep(for: pause)
            return nil
        case .inside:
            defer { state.withLock { $0.leave(guest) } }
            return await work()
        }
    }
}

extension Crowd.Guest {
    fileprivate var name: String? {
        switch self {
        case .session(let token): token
        case .stranger(let token): token
        }
    }

    fileprivate var isStranger: Bool { if case .stranger = self { true } else { false } }
}

extension Crowd.Present {
    fileprivate enum Entry { case inside, full, enough }

    fileprivate mutating func enter(_ guest: Crowd.Guest, changes: Bool) -> Entry {
        let isStranger = guest.isStranger
        let room = Crowd.most + (changes && !isStranger ? Crowd.kept : 0)
        if let name = guest.name {
            let share = all >= Crowd.busy && (isStranger || !changes) ? Crowd.few : Crowd.each
            guard bySession[name, default: 0] < share else { return .enough }
        }
        guard all < room, !isStranger || strangers < Crowd.strangers else { return .full }
        if let name = guest.name { bySession[name, default: 0] += 1 }
        all += 1
        strangers += isStranger ? 1 : 0
        return .inside
    }

    fileprivate mutating func leave(_ guest: Crowd.Guest) {
        all -= 1
        strangers -= guest.isStranger ? 1 : 0
        guard let name = guest.name, let count = bySession[name] else { return }
        bySession[name] = count == 1 ? nil : count - 1
    }
}
