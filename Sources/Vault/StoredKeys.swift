// SPDX-License-Identifier: Apache-2.0

/// A key as it is stored, followed by older ones that must last: 40 bytes each (RFC 3394), the first wrapped under the
/// key above it and the rest under a child of the first. Whoever opens the first has them all.
struct StoredKeys {
    let first: KeyMaterial
    let rest: [KeyMaterial]

    private static let count = 40

    init(first: KeyMaterial, rest: [KeyMaterial]) {
        self.first = first
        self.rest = rest
    }

    /// Throws `damaged`.
    init(_ stored: [UInt8], under key: KeyMaterial, lasting label: StaticString) throws(VaultError) {
        guard stored.count >= Self.count else { throw .damaged }
        first = try key.unwrap(Array(stored[..<Self.count]))
        rest = stored.count == Self.count ? [] : try Self.rest(stored[Self.count...], under: first.child(Parts(label)))
    }

    /// Throws `damaged`.
    static func rest(_ stored: ArraySlice<UInt8>, under key: KeyMaterial) throws(VaultError) -> [KeyMaterial] {
        guard stored.count.isMultiple(of: count) else { throw .damaged }
        var rest: [KeyMaterial] = []
        for start in stride(from: stored.startIndex, to: stored.endIndex, by: count) {
            rest.append(try key.unwrap(Array(stored[start..<(start + count)])))
        }
        return rest
    }

    func wrapped(under key: KeyMaterial, lasting label: StaticString) -> [UInt8] {
        if rest.isEmpty { return key.wrap(first) }
        let wrapping = first.child(Parts(label))
        return rest.reduce(key.wrap(first)) { $0 + wrapping.wrap($1) }
    }
}
