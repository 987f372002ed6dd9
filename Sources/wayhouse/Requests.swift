// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Workflows

/// `wayhouse requests`: what waits for a second person, answered with the register's key.
struct Requests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "List what waits for a second person, and agree or not.",
        subcommands: [List.self, Approve.self, Refuse.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what waits.")
        @Argument(help: "The register's folder.") var directory: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let lines = try await withStore(directory, key) { store, _ in
                let now = store.clock.now()
                return try await store.requests().filter { $0.state == .waiting && $0.isOpen(at: now) }.map { request in
                    let who = store.account(request.asker)?.name ?? ""
                    let about = request.subject.flatMap { store.account($0)?.name } ?? ""
                    let what = request.details["roles"] ?? request.details["format"] ?? ""
                    return "\(request.id)\t\(request.kind.rawValue)\t\(who)\t\(about)\t\(what)"
                }
            }
            for line in lines { Output.result(line) }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Agree to one.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "Its id, as list prints it.") var id: String
        @OptionGroup var key: KeyOptions
        func run() async throws { try await Requests.answer(directory, id, true, key) }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Do not agree to one.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "Its id, as list prints it.") var id: String
        @OptionGroup var key: KeyOptions
        func run() async throws { try await Requests.answer(directory, id, false, key) }
    }

    static func answer(_ directory: String, _ text: String, _ approve: Bool, _ key: KeyOptions) async throws {
        guard let id = EntityID(text) else { throw Problem.usage("An id has 32 digits, as list prints it.") }
        try await withStore(directory, key) { store, access in
            _ = try await answerRequest(id, approve: approve, by: access, in: store)
        }
        Output.say(approve ? "Agreed." : "Not agreed.")
    }
}
