// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault
import Workflows

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, once, a demo register of 200 invented people, and serve it on this computer.")

    @Option(name: .customLong("data"), help: "The demo register's folder.") var directory = "wayhouse-demo"
    @Option(help: "The port to listen on.") var port = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
    }

    func run() async throws {
        if !FileManager.default.fileExists(atPath: directory) {
            Output.say("Making a demo register in \(directory) …")
            try await DemoInstance.make(in: directory)
        }
        let passphrase = try DemoInstance.passphrase(in: directory)
        ProcessHardening.apply()
        let gate = Gate(try await SealedStore.open(directory))
        let (folder, program) = (directory, CommandLine.arguments[0])
        let watch = SealWatch(gate, try SealOptions.parse([]))
        try await serve(gate, folder: folder, host: "127.0.0.1", port: port, watch: watch) {
            try await gate.unseal(with: .passphrase(passphrase))
        } announce: { address in
            Output.say(
                """

                A demo register of invented people is open at \(address)
                Sign in as:  \(DemoInstance.owner)
                Passphrase:  \(passphrase)
                Stop it with Ctrl-C. The key of a demo lies beside it: never put real people in.

                """)
        } again: { port in
            [program, "serve", folder, "--port", String(port), "--sealed"]
        }
    }
}
