// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage
import Web
import Workflows

/// `wayhouse unique serve`: a key server or a counting unit on the network. It has no register.
struct UniqueServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "As a key server or counting unit, answer the agencies of a round over HTTP.")

    @Argument(help: "Your folder, with the agreement that all have signed.") var folder: String
    @Option(help: "The address to listen on; a proxy in front speaks TLS.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 for any that is free.") var port = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    }

    func run() async throws {
        ProcessHardening.apply()
        let place = CountingFolder(folder)
        let desk: any CountingDesk = try counting {
            switch try place.party().role {
            case .server: try KeyDesk(place)
            case .unit: try UnitDesk(place)
            case .agency:
                throw Problem.usage("An agency is called by nobody: give the folder to wayhouse serve --counting.")
            }
        }
        let calendar = Task {
            while !Task.isCancelled {
                try? await (desk as? KeyDesk)?.endIfExpired()
                try await Task.sleep(for: .seconds(60))
            }
        }
        defer { calendar.cancel() }
        do {
            try await DeskServer(desk, host: host, port: port).run { port in
                Output.say("Answering on http://\(host):\(port). Stop it with Ctrl-C.")
            }
        } catch {
            guard WebServer.isPortInUse(error) else { throw error }
            throw Problem.refused("Port \(port) is taken by another program. Choose another with --port.")
        }
    }
}
