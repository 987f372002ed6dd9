// SPDX-License-Identifier: Apache-2.0

import Store
import Testing
import Vault

@testable import Workflows

/// AUTHN-2: what people choose, through the same door that they choose it at.
@Suite struct PassphraseCorpusTests {
    static let accepted = [
        "copper kettle under seven stars", "four calm herons wade upstream", "the goat ate my grey umbrella",
        "nine lanterns drift past Benin", "mango trees remember the flood", "ikaw ang bituin ng bundok ko",
        "đèn lồng trôi qua bến sông", "கடல் அலைகள் பாடும் பாட்டு", "नदी किनारे सात पुराने दीपक", "七盏旧灯笼慢慢漂过安静的河湾边上",
        "σιγά σιγά ανεβαίνει το φεγγάρι", "тихая лодка плывёт мимо мельницы", "سبعة فوانيس فوق المرفأ الهادئ",
        "otter-violin-carpet-thunder", "Wet paint; quiet otters! 3 bells", "jazz quilt vexing bishop",
        "my aunt grows purple lentils", "blue bicycle, broken bell, rain", "umngane wami uhlala eduze komfula",
        "Ang pusa ay natutulog sa bubong", "le héron gris traverse l'étang", "grün leuchtet das Moor bei Nacht",
        "zanzibar clove boats at dusk", "three foxes read the newspaper", "slow trains smell of oranges",
        "winter kites above Kathmandu roofs", "paper cranes fold themselves", "tin roofs sing when hail comes",
        "fourteen buckets of warm indigo", "half a moon fits in my pocket",
    ]

    static let rejected = [
        "", "a", "short", "fourteen chars", "password", "password1234567", "passwordpassword", "Password123456!",
        "p4ssw0rdp4ssw0rd", "qwertyuiopasdfgh", "qwerty1234567890", "1234567890123456", "123456789012345",
        "abcdefghijklmnop", "zyxwvutsrqponmlk", "aaaaaaaaaaaaaaaaaaaa", "abababababababab", "abcabcabcabcabcabc",
        "111111111111111111", "                    ", "...............", "iloveyouiloveyou", "letmeinletmeinletmein",
        "welcomewelcome123", "adminadminadmin1", "dilanidilanidilani", "dilani dilani 123", "DILANI-DILANI-1",
        "lanternhouse123", "Lantern House 2026", "lantern-house-1!", "LanternHouseLantern", "house lantern house",
        "dilani lantern house", "d1lan1d1lan1d1lan1", "1qaz2wsx3edc4rfv", "asdfghjklasdfghjkl",
        "zxcvbnmzxcvbnmzx", "qazwsxedcrfvtgby", "0987654321098765", "monkeymonkeymonkey", "dragondragon1234",
        "football football", "sunshinesunshine", "princessprincess", "changemechangeme", "secretsecretsecret",
        "testtesttesttest", "passw0rd-passw0rd", "pass word pass word", "letmein-letmein-1", "welcome-welcome1",
        "admin-admin-admin", "qwerty-qwerty-12", "iloveyou-iloveyou", "12345-12345-12345", "00000000000000000",
        "aaaabbbbccccdddd", "xxxxxxxxxxxxxxxxxxxxxxxx", "Aa1!Aa1!Aa1!Aa1!",
    ]

    @Test func `thirty good passphrases are taken and sixty bad ones are not, with a reason`() async throws {
        #expect(Self.accepted.count == 30 && Self.rejected.count == 60)
        try await Person.with { person in
            let code = person.office.code.text
            for phrase in Self.accepted {
                await #expect(throws: Never.self, "\(phrase)") {
                    _ = try await person.begin(code: code, passphrase: phrase)
                }
            }
            for phrase in Self.rejected {
                do {
                    _ = try await person.begin(code: code, passphrase: phrase)
                    Issue.record("taken: \(phrase)")
                } catch SignInRefusal.weak(let reason) { #expect(reason.hasPrefix("password.")) }
            }
        }
    }
}
