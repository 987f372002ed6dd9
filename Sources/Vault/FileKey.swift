// SPDX-License-Identifier: Apache-2.0

/// The random key of one file, kept wrapped under the key of its case: destroying either wrap destroys the file.
public struct FileKey: Sendable {
    private let key: KeyedHash
    private let mode: SealingMode

    fileprivate init(_ key: KeyMaterial, mode: SealingMode) {
        self.key = key.keyed
        self.mode = mode
    }

    /// Seals and opens the chunks of one rendition of the file. Nothing of one rendition opens as another's.
    ///
    /// - Parameters:
    ///   - place: Whose file it is; its version counts the renditions, its record is the file's id.
    public func chunks(at place: Place) -> FileChunks {
        var purpose = Parts("wayhouse/file/chunks/1")
        purpose.append(place.version)
        return FileChunks(key.child(purpose), at: place, mode: mode)
    }
}

extension ScopeKey {
    /// A new random key for one file of this case, and the 40 bytes to store. `file` is the 16 bytes of its id.
    public func newFileKey(file: [UInt8]) -> (key: FileKey, wrapped: [UInt8]) {
        let random = KeyMaterial.random()
        return (FileKey(random, mode: mode), wrapping(file).wrap(random))
    }

    /// The key of a file, also of one from before this key took the place of another. Throws `damaged` when the bytes
    /// were altered, or belong to another file or case.
    public func fileKey(unwrapping wrapped: [UInt8], file: [UInt8]) throws(VaultError) -> FileKey {
        for scope in [self] + earlier {
            if let key = try? scope.wrapping(file).unwrap(wrapped) { return FileKey(key, mode: mode) }
        }
        throw .damaged
    }

    private func wrapping(_ file: [UInt8]) -> KeyMaterial {
        var purpose = Parts("wayhouse/file key/1")
        purpose.append(file)
        return key.child(purpose)
    }
}
