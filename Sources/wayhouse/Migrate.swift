// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy a whole register from a folder to a PostgreSQL database, or back, and check the copy.")

    @Argument(help: "The register's folder, or the address of its database.") var from: String
    @Argument(help: "An empty or missing folder, or the address of an empty database.") var to: String
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let moved = try await MoveInstance.run(
            from: StorePlace(from), to: StorePlace(to), secret: try key.secret())
        for fault in moved.verification.faults { Output.say(fault) }
        guard moved.verification.isWhole else {
            throw Problem.integrity("The copy is not whole. Go on with the register that you had: it was not touched.")
        }
        for (table, count) in moved.rows.sorted(by: { $0.key < $1.key }) where count > 0 {
            Output.say("\(table): \(count)")
        }
        let rows = moved.rows.values.reduce(0, +)
        let depth =
            moved.verification.isKeyed ? "marks were checked and everything was opened" : "marks were not checked"
        Output.say(
            "\(rows) rows came over; \(moved.verification.entries) audit entries and \(moved.verification.rows) record "
                + "versions agree, \(depth). From now on work with the copy alone: the old register is still there and can "
                + "be opened with the same secrets. Keep it until you have looked, then destroy it.")
    }
}
