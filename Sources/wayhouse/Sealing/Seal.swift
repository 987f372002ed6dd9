// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store

/// `wayhouse seal`: closes the server of a folder at once.
struct Seal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Close the register that is served from a folder: it starts anew, sealed, on the same port.")

    @Argument(help: "The register's folder.") var directory: String

    func run() async throws {
        guard StorePlace(directory).folder != nil else {
            throw Problem.usage(
                """
                A register in a database may have several servers: close each by “Close the register” on its pages, or \
                by the signal SIGUSR1. Nothing was done.
                """)
        }
        let server = try ServingFile.running(in: directory)
        let client = LoopbackClient(host: server.host, port: server.port)
        if try client.get("/health")["state"] as? String == "sealed" {
            return Output.say("The register is sealed already.")
        }
        guard kill(server.process, SIGUSR1) == 0 else {
            throw Problem.cannotOpen("The server belongs to somebody else. Run this as its own user.")
        }
        let started = ContinuousClock.now
        while ContinuousClock.now - started < .seconds(10) {
            if (try? client.get("/health"))?["state"] as? String == "sealed" {
                return Output.say("The register is sealed. Whoever holds a key opens it with: wayhouse unseal DIR")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Problem.refused("The server was told to seal and does not answer yet. Look at it before you leave.")
    }
}
