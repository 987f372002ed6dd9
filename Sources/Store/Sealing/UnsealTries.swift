// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Wrong secrets since the register was last open. A sealed register cannot write its audit log, so they are counted
/// beside it, and stand in the log with the next opening.
struct UnsealTries: Codable, Sendable {
    var count = 0
    /// Milliseconds since 1970.
    var first: Int64 = 0
    var last: Int64 = 0

    static let setting = "unsealTries"
}

extension SealedStore {
    /// Counts a wrong secret, so that a restart forgets none.
    ///
    /// - Throws: `SQLError`.
    public func noteWrongSecret() async throws {
        let now = clock.now()
        try await database.write { connection in
            var tries = connection.unsealTries()
            if tries.count == 0 { tries.first = now }
            (tries.count, tries.last) = (tries.count + 1, now)
            try connection.set(UnsealTries.setting, Array(try JSONEncoder().encode(tries)))
        }
    }
}

extension CaseStore {
    /// Writes into the log that the register was opened, how, and how many wrong secrets came before.
    ///
    /// - Returns: how many wrong secrets there were.
    /// - Throws: `StoreError.unlogged`; `SQLError`.
    @discardableResult
    public func noteUnsealing(with kind: KeySlot.Kind) async throws -> Int {
        let tries = try await database.read { $0.unsealTries().count }
        let system = Actor(id: agency, role: .custodian, agency: agency)
        if tries > 0 {
            try await note(Act(system, Act.unseal, nil, purpose: .system, outcome: "refused", count: tries))
            try await database.write { connection in
                var left = connection.unsealTries()
                left.count = max(0, left.count - tries)
                try connection.set(UnsealTries.setting, Array(try JSONEncoder().encode(left)))
            }
        }
        var act = Act(system, Act.unseal, nil, purpose: .system)
        act.mark = kind.rawValue
        try await note(act)
        return tries
    }
}

extension Act {
    /// The register was opened, or that was tried with a wrong secret, so many times.
    public static let unseal = "instance.unseal"
}

extension SQLConnection {
    /// Nothing when what is there cannot be read: it only counts.
    fileprivate func unsealTries() -> UnsealTries {
        guard let bytes = try? setting(UnsealTries.setting),
            let tries = try? JSONDecoder().decode(UnsealTries.self, from: Data(bytes))
        else { return UnsealTries() }
        return tries
    }
}
