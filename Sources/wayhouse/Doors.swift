// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store
import Workflows

/// `wayhouse doors`: which pages are open to those who have no account.
struct Doors: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which pages are open without an account, and open or shut them.")

    enum Position: String, ExpressibleByArgument, CaseIterable { case on, off }

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "on or off: people look into their own case with a ticket, at /hello.") var tickets: Position?
    @Option(help: "on or off: anybody reports something, at /tell.") var reports: Position?
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let doors = try await withStore(directory, key) { store, access in
            var doors = try await readDoors(in: store)
            if tickets != nil || reports != nil {
                doors.tickets = tickets.map { $0 == .on } ?? doors.tickets
                doors.reports = reports.map { $0 == .on } ?? doors.reports
                try await setDoors(doors, by: access, in: store)
            }
            return doors
        }
        Output.result("tickets\t\(doors.tickets ? "on" : "off")")
        Output.result("reports\t\(doors.reports ? "on" : "off")")
    }
}
