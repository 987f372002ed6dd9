// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage

/// Calls other servers by the system's `curl`, which knows its certificates and is mended with it. TLS is verified;
/// plain HTTP goes to this computer only; nobody is followed elsewhere.
struct Courier {
    /// An answer that is no refusal.
    struct Refused: Error {
        let status: Int
        let problem: Problem
    }

    private struct Details: Decodable {
        let title: String
        let detail: String?
    }

    /// Sends a body and gives what comes back.
    ///
    /// - Parameters:
    ///   - address: A server's own address; `path` is put after it.
    ///   - bearer: A program's token; it stands on no command line.
    /// - Throws: `Refused` with what the server said; `Problem` when it cannot be reached.
    func call(
        _ method: String, _ address: CallAddress, _ path: String, _ body: Data = Data(), bearer: String? = nil
    ) throws -> Data {
        let sent = NSTemporaryDirectory() + "/wayhouse-\(UUID().uuidString)"
        let made = FileManager.default.createFile(
            atPath: sent, contents: body, attributes: [.posixPermissions: 0o600])
        guard made else { throw Problem.cannotOpen("Nothing can be written to the folder for temporary files.") }
        defer { unlink(sent) }
        let (code, output) = try curl(
            [
                "--proto", address.isLoopback ? "=http,https" : "=https", "--max-redirs", "0", "--silent",
                "--connect-timeout", "20", "--max-time", "900", "--request", method, "--url", address.text + path,
                "--header", "Content-Type: application/json", "--header", "Expect:", "--config", "-",
                "--write-out", "\\n%{http_code}",
            ] + (method == "GET" ? [] : ["--data-binary", "@\(sent)"]),
            config: bearer.map { "header = \"Authorization: Bearer \($0)\"\n" } ?? "")
        guard let end = output.lastIndex(of: 10),
            let status = Int(String(decoding: output[(end + 1)...], as: UTF8.self)), code == 0, status > 0
        else { throw Self.unreached(address, code) }
        let answer = Data(output[..<end])
        guard status < 300 else {
            let details = try? JSONDecoder().decode(Details.self, from: answer)
            let words = details.map { [$0.title, $0.detail].compactMap { $0 }.joined(separator: " ") }
            throw Refused(
                status: status, problem: .refused("\(address.text) says: \(words ?? "no (\(status))")"))
        }
        return answer
    }

    private static func unreached(_ address: CallAddress, _ code: Int32) -> Problem {
        switch code {
        case 127: .cannotOpen("The program curl is not there. Install it with this system's own tool.")
        case 35, 51, 53, 58, 60, 77:
            .refused("\(address.text) does not show a certificate that this computer trusts. Nothing was sent.")
        default: .refused("\(address.text) cannot be reached. Nothing came back; try again later.")
        }
    }

    private func curl(_ arguments: [String], config: String) throws -> (code: Int32, output: Data) {
        let process = Process()
        let places = ["/usr/bin/curl", "/usr/local/bin/curl", "/bin/curl"]
        guard let path = places.first(where: FileManager.default.isExecutableFile) else { return (127, Data()) }
        process.executableURL = URL(filePath: path)
        // Nobody's own settings: they might turn verification off.
        process.arguments = ["--disable"] + arguments
        let own = ProcessInfo.processInfo.environment
        process.environment = ["PATH": "/usr/bin:/bin"].merging(
            own.filter { ["HTTPS_PROXY", "https_proxy", "CURL_CA_BUNDLE", "SSL_CERT_FILE"].contains($0.key) },
            uniquingKeysWith: { first, _ in first })
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return (127, Data()) }
        try? input.fileHandleForWriting.write(contentsOf: Data(config.utf8))
        try? input.fileHandleForWriting.close()
        let answer = (try? output.fileHandleForReading.readToEnd()) ?? nil
        process.waitUntilExit()
        return (process.terminationStatus, answer ?? Data())
    }
}
