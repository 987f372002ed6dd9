// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Store
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
    @OptionGroup var look: LookOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
        if auditMirrorRequired, auditMirror == nil {
            throw ValidationError("--audit-mirror-required needs --audit-mirror FILE.")
        }
    }

    func run() async throws {
        let secret = try key.secret()
        let mirror = auditMirror.map { AuditMirror(path: $0, isRequired: auditMirrorRequired) }
        let gate = Gate(try await SealedStore.open(directory), mirror: mirror)
        try await serve(gate, settings: look.settings, host: host, port: port) {
            if let secret { _ = try await gate.unseal(with: secret) }
        } announce: { address in
            Output.say("Serving on \(address)\(secret == nil ? ", sealed" : ""). Stop it with Ctrl-C.")
        }
    }
}

/// Opens the register as `opening` says and serves it until the process is told to stop; then closes it.
///
/// - Throws: `Problem` when the port is taken.
func serve(
    _ gate: Gate, settings: SiteSettings = SiteSettings(), host: String, port: Int, opening: () async throws -> Void,
    announce: @escaping @Sendable (String) -> Void
) async throws {
    do {
        try await opening()
        let house = Task {
            await keepHouse(gate) { Output.say("The chore “\($0)” failed; it is tried again at its next time.") }
        }
        defer { house.cancel() }
        try await WebServer(site: Site(gate: gate, settings: settings), host: host, port: port).run { bound in
            announce("http://\(host == "127.0.0.1" ? "localhost" : host):\(bound)")
        }
    } catch {
        try await gate.close()
        if WebServer.isPortInUse(error) {
            throw Problem.refused("Port \(port) is taken by another program. Choose another with --port.")
        }
        throw error
    }
    try await gate.close()
}
