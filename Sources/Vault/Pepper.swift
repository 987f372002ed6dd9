// SPDX-License-Identifier: Apache-2.0

/// A key of the install that goes into every password verifier. Made by ``RootKey/pepper(install:)``.
public struct Pepper: Sendable {
    let key: KeyMaterial

    init(key: KeyMaterial) {
        self.key = key
    }
}
