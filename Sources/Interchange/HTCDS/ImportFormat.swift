// SPDX-License-Identifier: Apache-2.0

/// The forms in which whole rows come in. Command lines and web forms use the raw values.
public enum ImportFormat: String, Sendable, Codable, CaseIterable {
    /// Told by content.
    case auto
    case htcdsXLSX = "htcds-xlsx"
    case htcdsCSV = "htcds-csv"
    case htcdsJSON = "htcds-json"
    case xform
}
