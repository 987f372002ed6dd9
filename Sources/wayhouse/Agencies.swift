// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assistance
import Cases
import Store
import Workflows

/// `wayhouse agencies`: the organisations that share a server.
struct Agencies: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agencies", abstract: "Make and list the agencies of a register.",
        subcommands: [Add.self, List.self, Suspend.self, Zone.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an agency with keys of its own.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "Its name, as its staff see it.") var name: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let name = name.filter { !$0.isNewline }
            guard (1...200).contains(name.count) else { throw Problem.usage("A name has 1 to 200 characters.") }
            let shares = try await withStore(directory, key) { store, access in
                let permit = try await access.permit(.agencyManage, by: .manageAgencies, in: store)
                let agency = try await store.createAgency(named: name, permit: permit)
                return try await makeRecoveryKey(of: agency, by: access, in: store)
            }
            Custodians.show(shares)
            Output.say("The agency was made. Give it people with: wayhouse users add DIR NAME --roles … --agency …")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say which agencies there are.")
        @Argument(help: "The register's folder.") var directory: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let names = try await withStore(directory, key) { store, _ in try await store.agencies().map(\.name) }
            for name in names { Output.result(name) }
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an agency for now: nothing is sent to it, and it sees nothing that was.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "Its name.") var name: String
        @Flag(help: "Open it again.") var end = false
        @OptionGroup var key: KeyOptions

        func run() async throws {
            try await Agencies.change(name, in: directory, key) { $0.isSuspended = !end }
            Output.say(end ? "It takes part again." : "Nothing is sent to it, and it sees nothing that was.")
        }
    }
    struct Zone: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say where an agency is, when it is not where the server is: its day is the day there.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "Its name.") var name: String
        @Argument(help: "Its time zone, such as Asia/Colombo. Without it, as the server's.") var zone: String?
        @OptionGroup var key: KeyOptions

        func run() async throws {
            if let zone, OfficeTime(zone: zone) == nil {
                throw Problem.usage("There is no such time zone. Write it as Asia/Colombo or Europe/Berlin.")
            }
            try await Agencies.change(name, in: directory, key) { $0.zone = zone }
            Output.say(zone == nil ? "Its day is the server's." : "Its day is the day there.")
        }
    }

    /// Changes what an agency decides for itself.
    ///
    /// - Throws: `Problem` when there is none of this name; as `withStore`.
    private static func change(
        _ name: String, in directory: String, _ key: KeyOptions, _ change: @Sendable (inout Agency.Settings) -> Void
    ) async throws {
        try await withStore(directory, key) { store, access in
            let permit = try await access.permit(.agencyManage, by: .manageAgencies, in: store)
            guard var agency = try await store.agencies().first(where: { $0.name == name }) else {
                throw Problem.refused("There is no agency of this name.")
            }
            change(&agency.settings)
            try await store.save(agency, permit: permit)
        }
    }
}
