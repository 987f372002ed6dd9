// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Directory
import Foundation
import Store
import Vault
import Web
import Workflows

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a register's pages. Without a key it starts sealed and is opened in the browser.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 for any that is free.") var port = 8080
    @Option(help: "A second copy of the audit log's hashes, best on another medium.") var auditMirror: String?
    @Flag(help: "Refuse every request while the second copy cannot be written.") var auditMirrorRequired = false
    @OptionGroup var key: KeyOptions
    @OptionGroup var seal: SealOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var own: OwnDefinitions
    @OptionGroup var work: WorkOptions
    @OptionGroup var paid: GrantOptions
    @OptionGroup var mail: MailOptions
    @Option(help: "A directory of services (HSDS 3); what is public of it is served to anybody under /api/v1/hsds.")
    var services: String?
    @Option(help: "A folder with a folder for each round of counting people together with other organisations.")
    var counting: String?
    @OptionGroup var backups: BackupOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
        if auditMirrorRequired, auditMirror == nil {
            throw ValidationError("--audit-mirror-required needs --audit-mirror FILE.")
        }
    }

    func run() async throws {
        ProcessHardening.apply()
        var settings = look.settings
        settings.definitions = try own.library()
        settings.clocks = try work.clocks()
        settings.grants = try paid.periods()
        let route = mail.route(named: settings.neutralName)
        settings.sendsMail = route != nil
        if let services {
            settings.directory = try ServicesFile(path: services).served()
            settings.directoryWords = DirectoryCommand.vocabulary
        }
        settings.counting = counting.map { CountingRounds($0) }
        let (site, folder) = (settings, directory)
        let given = seal.sealed ? nil : try key.secret()
        let mirror = auditMirror.map { AuditMirror(path: $0, isRequired: auditMirrorRequired) }
        let gate = Gate(try await SealedStore.open(directory), mirror: mirror)
        let secret = if let given { given as Secret? } else { try await automatic(gate) }
        let arguments = CommandLine.arguments
        try await BackupOptions.keeping(try backups.plan(), of: gate) {
            try await serve(
                gate, settings: site, chores: route.map { [.sendNotices(by: $0)] } ?? [], folder: folder, host: host,
                port: port, watch: SealWatch(gate, seal)
            ) {
                if let secret { try await gate.unseal(with: secret) }
            } announce: { address in
                Output.say("Serving on \(address)\(gate.store == nil ? ", sealed" : ""). Stop it with Ctrl-C.")
                if gate.opensItself { Output.say(Slots.automaticWarning) }
            } again: { port in
                Resealing.arguments(arguments, port: port)
            }
        }
    }

    /// The key that lies beside a register that opens by itself.
    private func automatic(_ gate: Gate) async throws -> Secret? {
        guard !seal.sealed, try await gate.sealed.currentSlots().contains(where: { $0.kind == .automatic }),
            let data = FileManager.default.contents(atPath: Slots.automaticPath(directory))
        else { return nil }
        return .automatic(Array(data))
    }
}

/// Opens the register as `opening` says and serves it until the process is told to stop; then closes it.
///
/// - Parameters:
///   - again: What the program is to be called with when it seals itself, on the port that it has.
/// - Throws: `Problem` when the port is taken.
func serve(
    _ gate: Gate, settings: SiteSettings = SiteSettings(), chores: [Chore] = [], folder: String, host: String,
    port: Int, watch: SealWatch,
    opening: () async throws -> Void, announce: @escaping @Sendable (String) -> Void,
    again: @escaping @Sendable (Int) -> [String]
) async throws {
    do {
        try await opening()
        let house = Task {
            await keepHouse(gate, Chore.all + [.tellDeadlines(settings.clocks)] + chores) {
                Output.say("The chore “\($0)” failed; it is tried again at its next time.")
            }
        }
        defer { house.cancel() }
        let watching = Task { await watch.run() }
        defer { watching.cancel() }
        let renewing = Task { await settings.directory?.watch { ServicesFile.tell($0, folder: folder) } }
        defer { renewing.cancel() }
        try await WebServer(site: Site(gate: gate, settings: settings), host: host, port: port).run { bound in
            _ = Resealing(gate, folder: folder, arguments: again(bound))
            ServingFile(process: getpid(), host: host, port: bound).write(to: folder)
            announce("http://\(host == "127.0.0.1" ? "localhost" : host):\(bound)")
        }
    } catch {
        ServingFile.remove(from: folder)
        try await gate.close()
        if WebServer.isPortInUse(error) {
            throw Problem.refused("Port \(port) is taken by another program. Choose another with --port.")
        }
        throw error
    }
    ServingFile.remove(from: folder)
    try await gate.close()
}
