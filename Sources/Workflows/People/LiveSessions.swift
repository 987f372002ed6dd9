// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// Somebody who is signed in. `Kept` is what the pages keep with a session.
public struct LiveSession<Kept: Sendable>: Sendable {
    /// The first 16 hexadecimal digits of the token's SHA-256: names the session, opens nothing.
    public let id: String
    public let account: EntityID
    /// The name they sign in with.
    public let name: String
    /// The one role that they act in.
    public let role: Role
    public let device: EntityID?
    /// What each form sends back.
    public let formToken: String
    /// Milliseconds since 1970.
    public let began: Int64
    public fileprivate(set) var lastSeen: Int64
    /// When the second factor was last shown.
    public fileprivate(set) var factorShown: Int64?
    public var kept: Kept
    /// What a program may do in its owner's name; nil for people.
    public var scopes: Set<Action>?
    /// The private key, which only the token opens.
    fileprivate var sealedKey: [UInt8]?

    /// One call of a program: a session of one request, kept nowhere.
    public static func call(
        of program: Account.Program, _ account: Account, kept: Kept, now: Int64
    ) -> LiveSession {
        LiveSession(
            id: program.id, account: account.id, name: account.name, role: program.role, device: nil, formToken: "",
            began: now, lastSeen: now, factorShown: nil, kept: kept, scopes: Set(program.scopes), sealedKey: nil)
    }

    /// Whether the second factor was shown within five minutes.
    public func isStepUpFresh(now: Int64) -> Bool {
        factorShown.map { (0..<300_000).contains(now - $0) } ?? false
    }
}

/// Who is signed in, in memory only: a restart seals the register and ends every session.
///
/// Kept by the SHA-256 of the token, and the private keys under a key that only the token gives: whoever reads this
/// memory finds neither. Time is the server's.
public final class LiveSessions<Kept: Sendable>: Sendable {
    private let live = Mutex<[[UInt8]: LiveSession<Kept>]>([:])

    /// Ten minutes without a request.
    public static var idleMilliseconds: Int64 { 600_000 }
    /// Ten hours in all.
    public static var longestMilliseconds: Int64 { 36_000_000 }
    /// Sessions of one account at once; the oldest ends when another begins.
    public static var perAccount: Int { 2 }

    public init() {}

    /// What a session begins with.
    public struct Start: Sendable {
        public var account: EntityID
        public var name: String
        public var role: Role
        public var device: EntityID?
        public var key: UserKey?
        /// True when the second factor was shown just now.
        public var isFactorShown: Bool
        public var kept: Kept

        public init(
            _ account: Account, role: Role? = nil, device: EntityID? = nil, key: UserKey? = nil, isFactorShown: Bool,
            kept: Kept
        ) {
            self.account = account.id
            name = account.name
            self.role = role ?? account.firstRole
            self.device = device
            self.key = key
            self.isFactorShown = isFactorShown
            self.kept = kept
        }
    }

    /// Begins a session.
    ///
    /// - Returns: its token, for the cookie.
    public func begin(_ start: Start, now: Int64) -> String {
        let token = Token.random()
        let session = LiveSession(
            id: Self.id(token), account: start.account, name: start.name, role: start.role, device: start.device,
            formToken: Self.token(), began: now, lastSeen: now, factorShown: start.isFactorShown ? now : nil,
            kept: start.kept, sealedKey: start.key?.sealed(for: token))
        live.withLock { live in
            live = live.filter { Self.isLive($0.value, now: now) }
            let mine = live.filter { $0.value.account == start.account }
                .sorted { $0.value.lastSeen < $1.value.lastSeen }
            for old in mine.dropLast(Self.perAccount - 1) { live[old.key] = nil }
            live[token.digest] = session
        }
        return token.text
    }

    /// The session of a token, seen now; nil when there is none or it has run out.
    public func touch(_ text: String, now: Int64) -> LiveSession<Kept>? {
        guard let key = Token(text)?.digest else { return nil }
        return live.withLock { live in
            guard var session = live[key] else { return nil }
            guard Self.isLive(session, now: now) else {
                live[key] = nil
                return nil
            }
            session.lastSeen = max(session.lastSeen, now)
            live[key] = session
            return session
        }
    }

    /// The private key of a session, opened with its token.
    public func key(_ text: String) -> UserKey? {
        guard let token = Token(text), let sealed = live.withLock({ $0[token.digest]?.sealedKey }) else { return nil }
        return try? UserKey.open(sealed, for: token)
    }

    /// Gives a session another token, and another role or a factor just shown; the old token is dead at once.
    ///
    /// - Returns: the new token; nil when the session is over.
    public func rotate(
        _ text: String, role: Role? = nil, device: EntityID? = nil, isFactorShown: Bool = false, now: Int64
    ) -> String? {
        guard let old = Token(text) else { return nil }
        let token = Token.random()
        let key = self.key(text)
        return live.withLock { live in
            guard let was = live.removeValue(forKey: old.digest) else { return nil }
            live[token.digest] = LiveSession(
                id: Self.id(token), account: was.account, name: was.name, role: role ?? was.role,
                device: device ?? was.device,
                formToken: Self.token(), began: was.began, lastSeen: now,
                factorShown: isFactorShown ? now : was.factorShown, kept: was.kept,
                sealedKey: key?.sealed(for: token))
            return token.text
        }
    }

    /// Changes what the pages keep with a session.
    @discardableResult
    public func change<Result>(_ text: String, _ body: (inout Kept) -> Result) -> Result? {
        guard let key = Token(text)?.digest else { return nil }
        return live.withLock { live in
            guard var session = live[key] else { return nil }
            let result = body(&session.kept)
            live[key] = session
            return result
        }
    }

    public func end(_ text: String) {
        guard let key = Token(text)?.digest else { return }
        live.withLock { $0[key] = nil }
    }

    /// Ends the sessions of an account: one of them by its id, or all, or all but one.
    ///
    /// - Returns: how many ended.
    @discardableResult
    public func end(of account: EntityID, id: String? = nil, except kept: String? = nil) -> Int {
        live.withLock { live in
            let ending = live.filter {
                $0.value.account == account && (id == nil || $0.value.id == id) && $0.value.id != kept
            }
            for key in ending.keys { live[key] = nil }
            return ending.count
        }
    }

    /// The sessions of an account that are not over, the latest seen first.
    public func all(of account: EntityID, now: Int64) -> [LiveSession<Kept>] {
        live.withLock { live in
            live.values.filter { $0.account == account && Self.isLive($0, now: now) }
                .sorted { $0.lastSeen > $1.lastSeen }
        }
    }

    /// How many sessions are not over.
    public func count(now: Int64) -> Int { live.withLock { $0.values.count { Self.isLive($0, now: now) } } }

    /// The bytes of every session as they lie in memory, for the test that none opens anything.
    package func dump() -> [[UInt8]] { live.withLock { $0.map { $0.key + ($0.value.sealedKey ?? []) } } }

    private static func isLive(_ session: LiveSession<Kept>, now: Int64) -> Bool {
        now - session.lastSeen < idleMilliseconds && now - session.began < longestMilliseconds
    }

    private static func id(_ token: Token) -> String {
        String(EntityID(bytes: token.digest[..<16])!.description.prefix(16))
    }

    /// 256 random bits as 64 hexadecimal digits, for forms.
    public static func token() -> String { EntityID.random().description + EntityID.random().description }
}
