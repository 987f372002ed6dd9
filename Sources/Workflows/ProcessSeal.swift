// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// Text that travels through somebody's browser and comes back, readable to this process only.
public enum ProcessSeal {
    private static let seal = MemorySeal()

    /// The text, sealed, as base64; nil when sealing fails.
    public static func seal(_ text: String) -> String? {
        (try? seal.seal(Array(text.utf8))).map { Data($0).base64EncodedString() }
    }

    /// What was sealed; nil for anything else, and after a restart.
    public static func open(_ sealed: String) -> String? {
        guard let bytes = Data(base64Encoded: sealed), let text = try? seal.open(Array(bytes)) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
