// SPDX-License-Identifier: Apache-2.0

import Cases
import Workflows

/// Somebody who is signed in.
typealias Session = LiveSession<Keepsakes>
/// Who is signed in.
typealias Sessions = LiveSessions<Keepsakes>

/// What the pages keep with a session, in memory only.
struct Keepsakes: Sendable {
    /// A file that waits for its import to be confirmed; one at most.
    var held: HeldFile?
    /// What was searched for, oldest first.
    var questions: [HeldQuestion] = []
    /// When the person was here before, in milliseconds since 1970.
    var lastSignIn: Int64?
}

/// A file between its preview and its import.
struct HeldFile: Sendable {
    let id: String
    let bytes: [UInt8]
    let fileName: String
    /// The saved meaning of its columns as JSON; nil for what the file itself says.
    var mapping: [UInt8]?
}

extension LiveSession<Keepsakes> {
    var held: HeldFile? { kept.held }
    var questions: [HeldQuestion] { kept.questions }
}

extension LiveSessions<Keepsakes> {
    /// Keeps a file for a session, in place of any other; nil lets it go.
    func hold(_ file: HeldFile?, for token: String) { change(token) { $0.held = file } }

    /// Keeps what a session asked for; the token of the same question when it was asked before.
    func keep(_ asked: FormPairs, for token: String) -> String {
        let kept = change(token) { kept -> String in
            if let known = kept.questions.first(where: { $0.asked == asked }) { return known.token }
            let question = HeldQuestion(token: EntityID.random().description, asked: asked)
            kept.questions.append(question)
            let extra = kept.questions.count - HeldQuestion.perSession
            if extra > 0 { kept.questions.removeFirst(extra) }
            return question.token
        }
        return kept ?? ""
    }
}
