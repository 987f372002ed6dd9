// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Standard
import Store
import Workflows

struct Reviews: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at what waits for a second person, and decide.")

    enum Act: String, ExpressibleByArgument, CaseIterable { case list, accept, revert, ask }

    @Argument(help: "The register's folder.") var directory: String
    @Argument(help: "list, accept, revert or ask.") var act = Act.list
    @Argument(help: "The code of the change, as list shows it.") var code: String?
    @Option(help: "Why, in a sentence: the editor and the log keep it.") var reason: String?
    @OptionGroup var key: KeyOptions

    func run() async throws {
        try await withStore(directory, key) { store, access in
            let waiting = try await listReviews(by: access, in: store)
            guard let verdict = Verdict(rawValue: act.rawValue) else {
                for change in waiting { Output.result(line(change, now: store.clock.now())) }
                return Output.say("\(waiting.count) changes wait.")
            }
            guard let code, let reason else {
                throw Problem.usage("Say which change by its code, and why with --reason.")
            }
            guard let change = waiting.first(where: { $0.id.code == code.uppercased() }) else {
                throw Problem.refused("No change of this code waits. Codes stand in: wayhouse reviews DIR list")
            }
            try await reviewChange(change.id, verdict, reason: reason, by: access, in: store)
            Output.say("Done.")
        }
    }

    /// Code, kind, classes and age: no names, no values.
    private func line(_ change: WaitingChange, now: Int64) -> String {
        let review = change.review
        let hours = max(0, now - review.pending.opened) / 3_600_000
        let classes = review.classes.sorted().map(\.rawValue).joined(separator: " ")
        let what = review.isRemoval ? "taken out" : "changed"
        return "\(change.id.code)\t\(review.kind.rawValue)\t\(what)\t\(classes)\t\(hours) h"
    }
}
