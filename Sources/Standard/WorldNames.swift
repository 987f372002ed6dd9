// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Names of countries and languages in English, French, Spanish, Portuguese and Arabic, as Foundation's Locale (CLDR)
/// knows them. Built on first need, once: some 20 ms.
enum WorldNames {
    static let tongues = ["en", "fr", "es", "pt", "ar"]

    /// Folded name → value name; empty for any list but `country` and `language`.
    static func names(for picklist: String) -> [String: String] {
        switch picklist {
        case "country": countries
        case "language": languages
        default: [:]
        }
    }

    private static let countries = table(of: "country") { $0.localizedString(forRegionCode: $1) }
    private static let languages = table(of: "language") { $0.localizedString(forLanguageCode: $1) }

    /// A name that two tongues give to different places means the one of the earlier tongue: `Guinea` is the English
    /// one.
    private static func table(of id: String, naming: (Locale, String) -> String?) -> [String: String] {
        var table: [String: String] = [:]
        let values = Codebook.current.picklists[id]?.values ?? []
        for tongue in tongues {
            let locale = Locale(identifier: tongue)
            for value in values {
                // Without a name of its own, a code is named by itself: that is no name.
                guard let name = naming(locale, value.name), name != value.name else { continue }
                let folded = Spelling.fold(name)
                if table[folded] == nil { table[folded] = value.name }
            }
        }
        return table
    }
}
