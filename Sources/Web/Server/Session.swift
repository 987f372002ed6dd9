// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

/// Somebody who is signed in.
struct Session: Sendable {
    let account: EntityID
    /// The name they sign in with.
    let name: String
    /// What each form sends back.
    let formToken: String
    /// Milliseconds since 1970.
    let began: Int64
    var lastSeen: Int64
    /// A file that waits for its import to be confirmed; in memory only, and one at most.
    var held: HeldFile?
    /// What was searched for, oldest first.
    var questions: [HeldQuestion] = []
}

/// A file between its preview and its import.
struct HeldFile: Sendable {
    let id: String
    let bytes: [UInt8]
    let fileName: String
    /// The saved meaning of its columns as JSON; nil for what the file itself says.
    var mapping: [UInt8]?
}

/// Who is signed in, in memory only: a restart seals the register and ends every session.
///
/// Tokens are 256 random bits. Whoever could read this memory could read the register's keys beside it, so they are
/// kept as they are.
final class Sessions: Sendable {
    private let live = Mutex<[String: Session]>([:])

    /// Ten minutes without a request, ten hours in all.
    static let idleMilliseconds: Int64 = 600_000
    static let longestMilliseconds: Int64 = 36_000_000
    /// Sessions of one account at once; the oldest ends when another begins.
    static let perAccount = 8

    /// Begins a session.
    ///
    /// - Returns: its token, for the cookie.
    func begin(account: EntityID, name: String, now: Int64) -> String {
        let token = Self.token()
        let session = Session(account: account, name: name, formToken: Self.token(), began: now, lastSeen: now)
        live.withLock { live in
            live = live.filter { Self.isLive($0.value, now: now) }
            let mine = live.filter { $0.value.account == account }.sorted { $0.value.lastSeen < $1.value.lastSeen }
            for old in mine.dropLast(Self.perAccount - 1) { live[old.key] = nil }
            live[token] = session
        }
        return token
    }

    /// The session of a token, seen now; nil when there is none or it has run out.
    func touch(_ token: String, now: Int64) -> Session? {
        live.withLock { live in
            guard var session = live[token] else { return nil }
            guard Self.isLive(session, now: now) else {
                live[token] = nil
                return nil
            }
            session.lastSeen = now
            live[token] = session
            return session
        }
    }

    func end(_ token: String) { live.withLock { $0[token] = nil } }

    /// Keeps a file for a session, in place of any other; nil lets it go.
    func hold(_ file: HeldFile?, for token: String) { live.withLock { $0[token]?.held = file } }

    /// Keeps what a session asked for; the token of the same question when it was asked before.
    func keep(_ asked: FormPairs, for token: String) -> String {
        live.withLock { live in
            if let known = live[token]?.questions.first(where: { $0.asked == asked }) { return known.token }
            let question = HeldQuestion(token: EntityID.random().description, asked: asked)
            live[token]?.questions.append(question)
            if let count = live[token]?.questions.count, count > HeldQuestion.perSession {
                live[token]?.questions.removeFirst(count - HeldQuestion.perSession)
            }
            return question.token
        }
    }

    private static func isLive(_ session: Session, now: Int64) -> Bool {
        now - session.lastSeen < idleMilliseconds && now - session.began < longestMilliseconds
    }

    /// 256 random bits as 64 hexadecimal digits.
    static func token() -> String { EntityID.random().description + EntityID.random().description }
}
