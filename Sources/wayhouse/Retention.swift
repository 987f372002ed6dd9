// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Workflows

/// `wayhouse retention`: what has been kept long enough, which erasures wait, and those that are due carried out.
struct Retention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what has been kept long enough and which erasures wait; carry out those that are due.")

    @Argument(help: "The register's folder.") var directory: String
    @Flag(help: "Erase what two people agreed on and whose seven days are over. A running server does so by itself.")
    var eraseDue = false
    @OptionGroup var key: KeyOptions

    func run() async throws {
        try await withStore(directory, key) { store, access in
            if eraseDue {
                let (done, failed) = try await carryOutErasures(in: store)
                for (id, report) in done.sorted(by: { $0.key < $1.key }) {
                    Output.result("erased\t\(id.code)\t\(report.counts.keys) keys\t\(report.counts.versions) versions")
                }
                Output.say("\(done.count) erased, \(failed) could not be erased now.")
            }
            for order in try await store.erasures() where order.state == .coolingOff {
                Output.result("waits\t\(order.scope.code)\t\(order.reason.rawValue)\t\(Clock.day(of: order.due))")
            }
            let due = try await readRetention(by: access, in: store).due
            for line in due { Output.result("due\t\(line.id.code)\t\(line.kind.rawValue)\t\(line.since)") }
            Output.say("\(due.count) cases have been kept long enough.")
        }
    }
}
