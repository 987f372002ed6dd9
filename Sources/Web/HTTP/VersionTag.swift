// SPDX-License-Identifier: Apache-2.0

/// A record's version as an entity tag (RFC 9110 §8.8.3): `"7"`.
public enum VersionTag {
    public static func header(_ version: Int) -> String { "\"\(version)\"" }

    /// The version in an `If-Match` header. Nil for `*`, weak tags, lists and anything else that names no one version.
    public static func version(ifMatch header: String?) -> Int? {
        guard let header else { return nil }
        let trimmed = header.filter { $0 != " " }
        guard trimmed.count >= 3, trimmed.first == "\"", trimmed.last == "\"",
            let version = Int(trimmed.dropFirst().dropLast()),
            version > 0
        else { return nil }
        return version
    }
}
