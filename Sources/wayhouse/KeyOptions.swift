// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Vault

/// KEY: how a command opens a register.
struct KeyOptions: ParsableArguments {
    @Option(name: .customLong("passphrase-file"), help: "A file whose first line is the passphrase.")
    var passphraseFile: String?

    @Option(name: .customLong("key-file"), help: "A file of at least 32 random bytes.")
    var keyFile: String?

    @Option(
        name: .customLong("custodian-share"),
        help: "A custodian's share of the register's key, as it was printed. Give as many as are needed.")
    var custodianShare: [String] = []

    /// The secret, or nil when neither option was given.
    ///
    /// - Throws: `Problem` when both were given or the file cannot be read.
    func secret() throws -> Secret? {
        if !custodianShare.isEmpty {
            guard passphraseFile == nil, keyFile == nil else {
                throw Problem.usage("Give either shares, --passphrase-file or --key-file.")
            }
            return try Secret.shares(try custodianShare.map { try CustodianShare($0) })
        }
        switch (passphraseFile, keyFile) {
        case (nil, nil): return nil
        case (_?, _?): throw Problem.usage("Give either --passphrase-file or --key-file, not both.")
        case (let path?, nil):
            let text = String(decoding: try Self.read(path, "passphrase file"), as: UTF8.self)
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
            let passphrase = line.hasSuffix("\r") ? String(line.dropLast()) : line
            guard !passphrase.isEmpty else { throw Problem.usage("The passphrase file is empty.") }
            return .passphrase(passphrase)
        case (nil, let path?): return .keyFile(Array(try Self.read(path, "key file")))
        }
    }

    /// The secret; a usage problem when none was given.
    func required() throws -> Secret {
        guard let secret = try secret() else {
            throw Problem.usage(
                "Say how to open the register: --passphrase-file F, --key-file F, or --custodian-share S for each share."
            )
        }
        return secret
    }

    private static func read(_ path: String, _ what: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem.usage("The \(what) cannot be read. Check its name and that you may read it.")
        }
        return data
    }
}
