// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// What a page asks of a browser before its form counts: a second or two of arithmetic, or, without scripts, as long a
/// wait. It makes guessing dear; what stops it is the throttle.
///
/// A question follows from the register's key and says when it was asked, so that any server of the register can check
/// it; each is taken once.
public final class WorkDesk: Sendable {
    private let taken = Mutex<[String: Int64]>([:])

    /// How long a page may lie open, in milliseconds.
    public static let longest: Int64 = 3_600_000
    /// How long a form waits that brings no answer, in milliseconds since its page was made.
    public static let wait: Int64 = 8_000
    /// What an answer begins with, in hexadecimal: 14 zero bits, some 16,000 tries; an old telephone takes seconds.
    private static let beginnings = ["0000", "0001", "0002", "0003"]
    private static let most = 20_000

    /// A question for one page.
    public func question(in store: CaseStore) -> String {
        let said = "\(store.clock.now()).\(EntityID.random())"
        return "\(said).\(Self.mark(said, store))"
    }

    private static func mark(_ said: String, _ store: CaseStore) -> String {
        Hex.text(store.throttleName("work", said))
    }

    /// Takes a question back, with its answer or without.
    ///
    /// - Returns: how many milliseconds the form still has to wait; nil for a question that is not ours, is too old, or
    ///   was taken before.
    public func take(_ proof: WorkProof, in store: CaseStore) -> Int64? {
        let parts = proof.question.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let asked = Int64(parts[0]) else { return nil }
        let now = store.clock.now()
        let isOurs = TicketMarks.isEqual(Self.mark("\(parts[0]).\(parts[1])", store), String(parts[2]))
        guard isOurs, asked <= now, now - asked < Self.longest else { return nil }
        let isFirst = taken.withLock { taken in
            if taken.count >= Self.most { taken = taken.filter { now - $0.value < Self.longest } }
            guard taken.count < Self.most else { return false }
            return taken.updateValue(asked, forKey: proof.question) == nil
        }
        guard isFirst else { return nil }
        return Self.isRight(proof, store) ? 0 : max(0, asked + Self.wait - now)
    }

    private static func isRight(_ proof: WorkProof, _ store: CaseStore) -> Bool {
        guard (1...20).contains(proof.answer.utf8.count) else { return false }
        let digest = store.digest(ofFile: Array("\(proof.question):\(proof.answer)".utf8))
        return beginnings.contains { digest.hasPrefix($0) }
    }

    /// Takes a question back and waits as long as it takes.
    ///
    /// - Returns: false for a question that does not count.
    func finish(_ proof: WorkProof, in store: CaseStore) async throws -> Bool {
        guard let left = take(proof, in: store) else { return false }
        if left > 0 { try await Task.sleep(for: .milliseconds(left)) }
        return true
    }
}

/// A question as it came back, with what the browser made of it.
public struct WorkProof: Sendable, Hashable {
    public var question: String
    /// A text for which SHA-256 of `question:answer` begins with 14 zero bits; empty from a browser without scripts.
    public var answer: String

    public init(question: String, answer: String) {
        self.question = question
        self.answer = answer
    }
}
