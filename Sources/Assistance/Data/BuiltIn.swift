// SPDX-License-Identifier: Apache-2.0

/// The data files that are compiled in.
enum BuiltIn {
    static var calendars: [(name: String, bytes: [UInt8])] { [("calendars.json", PackageResources.calendars_json)] }
    static var procedure: [UInt8] { PackageResources.procedure_json }
    static var proposals: [UInt8] { PackageResources.proposals_json }
    static var services: [UInt8] { PackageResources.services_json }
}
