// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Codebook {
    /// The codebook of this program: HTCDS 2.0 and our own fields. Compiled in, read on first use (a few milliseconds),
    /// the same for ever after.
    public static let current: Codebook = {
        do {
            let data = Data(PackageResources.codebook_json)
            return Codebook(try JSONDecoder().decode(CodebookFile.self, from: data))
        } catch {
            preconditionFailure("The codebook that is compiled in cannot be read: \(error)")
        }
    }()
}
