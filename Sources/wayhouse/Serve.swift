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
    @OptionGroup var key: KeyOptions

    func run() async throws {
        let secret = try key.secret()
        let sealed = try await SealedStore.open(directory)
        let gate = Gate(sealed)
        do {
            if let secret { _ = try await gate.unseal(with: secret) }
            let site = Site(gate: gate)
            let isSealed = secret == nil
            try await WebServer(site: site, host: host, port: port).run { [host] port in
                Output.say("Serving on http://\(host):\(port)\(isSealed ? ", sealed" : ""). Stop it with Ctrl-C.")
            }
        } catch {
            try await close(gate)
            if WebServer.isPortInUse(error) {
                throw Problem.refused("Port \(port) is in use by another program. Choose another with --port.")
            }
            throw error
        }
        try await close(gate)
    }

    private func close(_ gate: Gate) async throws {
        if let store = gate.store { try await store.close() } else { try await gate.sealed.close() }
    }
}
