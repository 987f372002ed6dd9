// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Store
import Workflows

/// `wayhouse users`: accounts, by whoever holds a key of the register. The key stands for the second person.
struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Make, list and close accounts with the register's key.",
        subcommands: [Add.self, List.self, Disable.self, Reset.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account; prints the code of its slip.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The name that the person signs in with.") var name: String
        @Option(help: "Roles with commas between them, the first one first.") var roles: String
        @Option(help: "The name of another agency than the first.") var agency: String?
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let roles = try Users.roles(roles)
            let made = try await withStore(directory, key) { store, access in
                let agency = try await Users.agency(agency, in: store)
                return try await Users.saying {
                    try await addAccount(named: name, roles: roles, agency: agency, by: access, in: store)
                }
            }
            Output.say(
                "An account was made. This code lets \(name) sign in once, within 72 hours, and is shown only now:")
            Output.result(made.code ?? "")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say who has an account.")
        @Argument(help: "The register's folder.") var directory: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let lines = try await withStore(directory, key) { store, access in
                let agencies = try await store.agencies()
                return try await listAccounts(by: access, in: store).map { account in
                    let agency = agencies.first { $0.id == account.agency }?.name ?? ""
                    let roles = account.roles.map(\.rawValue).joined(separator: ",")
                    return "\(account.name)\t\(account.state.rawValue)\t\(roles)\t\(agency)"
                }
            }
            for line in lines { Output.result(line) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let somebody in no more.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The name that the person signs in with.") var name: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            try await withStore(directory, key) { store, access in
                let id = try Users.account(name, in: store)
                _ = try await Users.saying { try await setDisabled(true, account: id, by: access, in: store) }
            }
            Output.say("\(name) can sign in no more.")
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A new start for somebody who lost passphrase or telephone; prints the code of a new slip.")
        @Argument(help: "The register's folder.") var directory: String
        @Argument(help: "The name that the person signs in with.") var name: String
        @OptionGroup var key: KeyOptions

        func run() async throws {
            let slip = try await withStore(directory, key) { store, access in
                let id = try Users.account(name, in: store)
                return try await Users.saying {
                    _ = try await resetFactors(of: id, reason: "", by: access, in: store)
                    return try await issueSlip(for: id, by: access, in: store)
                }
            }
            Output.say("This code lets \(name) sign in once, within 72 hours, and is shown only now:")
            Output.result(slip.code ?? "")
        }
    }

    static func roles(_ text: String) throws -> [Role] {
        try text.split(separator: ",").map { name in
            guard let role = Role(rawValue: String(name)), role != .custodian else {
                let known = Role.allCases.filter { $0 != .custodian }.map(\.rawValue).joined(separator: ", ")
                throw Problem.usage("--roles takes these, with commas between them: \(known).")
            }
            return role
        }
    }

    static func account(_ name: String, in store: CaseStore) throws -> EntityID {
        guard let account = store.account(named: name) else { throw Problem.refused("Nobody signs in with this name.") }
        return account.id
    }

    static func agency(_ name: String?, in store: CaseStore) async throws -> EntityID? {
        guard let name else { return nil }
        guard let agency = try await store.agencies().first(where: { $0.name == name }) else {
            throw Problem.refused("There is no agency of this name. Make it with: wayhouse agencies add DIR NAME")
        }
        return agency.id
    }

    /// Says in words why an account cannot be so.
    static func saying<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let problem as AccountProblem {
            switch problem {
            case .name: throw Problem.usage("A name has 1 to 100 characters and no spaces.")
            case .taken: throw Problem.refused("There is an account of this name already.")
            case .noRole: throw Problem.usage("Give at least one role with --roles.")
            case .roles: throw Problem.refused("These roles do not go together. An auditor has no other role.")
            case .oneself: throw Problem.refused("This is the console's own.")
            case .enrolled: throw Problem.refused("This person has a passphrase. Use: wayhouse users reset DIR NAME")
            }
        }
    }
}
