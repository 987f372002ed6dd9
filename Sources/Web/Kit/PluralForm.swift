// SPDX-License-Identifier: Apache-2.0

/// Which plural form a whole number takes: the cardinal rules of Unicode CLDR for the languages that are likely here.
enum PluralForm: String {
    case zero, one, two, few, many, other

    /// - Parameters:
    ///   - number: 0 or more.
    ///   - language: BCP 47; only its first part counts. Unknown languages follow English.
    static func of(_ number: Int, in language: String) -> PluralForm {
        switch language.split(separator: "-").first.map(String.init) ?? "en" {
        case "vi", "th", "lo", "km", "my", "id", "ms", "zh", "ja", "ko": .other
        case "fr", "pt", "hy": number < 2 ? .one : .other
        case "am", "bn", "fa", "gu", "hi", "kn", "si", "zu", "ln", "mg", "ti", "wo": number < 2 ? .one : .other
        case "ar": arabic(number)
        case "ru", "uk", "sr", "hr", "bs": slavic(number)
        case "pl": number == 1 ? .one : polish(number)
        case "ro": number == 1 ? .one : (number == 0 || (1...19).contains(number % 100) ? .few : .other)
        default: number == 1 ? .one : .other
        }
    }

    private static func arabic(_ number: Int) -> PluralForm {
        switch (number, number % 100) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
    }

    private static func slavic(_ number: Int) -> PluralForm {
        switch (number % 10, number % 100) {
        case (1, let hundred) where hundred != 11: .one
        case (2...4, let hundred) where !(12...14).contains(hundred): .few
        default: .many
        }
    }

    private static func polish(_ number: Int) -> PluralForm {
        (2...4).contains(number % 10) && !(12...14).contains(number % 100) ? .few : .many
    }
}
