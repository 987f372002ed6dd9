// SPDX-License-Identifier: Apache-2.0

/// Cyrillic letters near the spelling of passports (ICAO Doc 9303, part 3, section 6), the same for all languages: a
/// register rarely knows which language a name was written in.
enum CyrillicLetters {
    static let table: [UInt32: [UInt8]] = {
        var table: [UInt32: [UInt8]] = [:]
        for pair in pairs.split(separator: " ") {
            guard let letter = pair.unicodeScalars.first else { continue }
            let latin = Array(pair.utf8.dropFirst(String(letter).utf8.count))
            table[letter.value] = latin
            for upper in letter.properties.uppercaseMapping.unicodeScalars { table[upper.value] = latin }
        }
        for mark in UInt32(0x483)...0x489 { table[mark] = [] }
        return table
    }()

    private static let pairs = """
        аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya \
        іi їyi єye ґg ўu ђdj ѓg ѕdz јj љlj њnj ћc ќk џdz ғg қk ңn өo ұu үu һh әa җzh ҳh ҷch ӣi ӯu
        """
}
