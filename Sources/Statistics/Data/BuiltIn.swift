// SPDX-License-Identifier: Apache-2.0

/// The files that are compiled in.
enum BuiltIn {
    static var indicators: [UInt8] { PackageResources.indicators_json }
}
